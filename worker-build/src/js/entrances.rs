//! Leaves out what wasm-bindgen writes for the exports that `runtime.js` calls by itself.

/// How such a function begins in the glue; see `docs/contract.md`, "Calls".
const START: &str = "export function __worker_sdk_";

/// `glue`, as wasm-bindgen wrote it, without these functions.
pub(crate) fn left_out(glue: &str) -> String {
    let mut is_inside = false;
    let kept = glue.split_inclusive('\n').filter(|line| {
        is_inside |= line.starts_with(START);
        let is_kept = !is_inside;
        // What is inside of a function is indented.
        is_inside &= line.trim_end() != "}";
        is_kept
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_others_stay() {
        let own = "export function __worker_sdk_call(a) {\n    if (a) {\n    }\n    return a;\n}\n";
        let others = "export function f() {\n    return 1;\n}\n";
        let glue = format!("{others}{own}{own}{others}let wasm;\n");
        assert_eq!(left_out(&glue), format!("{others}{others}let wasm;\n"));
    }
}
