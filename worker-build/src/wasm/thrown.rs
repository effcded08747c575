//! What JavaScript throws through functions of Rust, where panics unwind.
//!
//! rustc takes for granted that an imported function does not throw, as wasm-bindgen declares none that may. So a call of one
//! may stand among instructions whose clean-up drops what is gone already, and an exception on its way through them frees
//! memory twice or calls what is no function any more. wasm-bindgen wraps each import where panics unwind, to throw again what
//! it threw, with a tag of its own. Here the wrapper keeps the value in a global, for `runtime.js`, and traps, which nothing
//! cleans up after: the instance is lost in any case.

use walrus::ir::{GlobalSet, Instr, InstrSeq, Unreachable, VisitorMut, dfs_pre_order_mut};
use walrus::{ConstExpr, GlobalId, ImportKind, Module, RefType, TagId, ValType};

/// As wasm-bindgen names the tag.
const TAG: &str = "__wbindgen_wrapped_jstag";
/// As `runtime.js` knows the global.
const THROWN: &str = "__worker_sdk_thrown";

/// Changes the wrappers; of a module without them, nothing.
pub(crate) fn keep(module: &mut Module) {
    let tags = module.imports.iter().filter(|import| import.name == TAG);
    let tag = tags.into_iter().find_map(|import| match import.kind {
        ImportKind::Tag(tag) => Some(tag),
        _ => None,
    });
    let Some(tag) = tag else { return };
    let any = RefType::EXTERNREF;
    let nothing = ConstExpr::RefNull(any);
    let global = module
        .globals
        .add_local(ValType::Ref(any), true, false, nothing);
    module.exports.add(THROWN, global);
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut Keeper { tag, global }, function, entry);
    }
}

struct Keeper {
    tag: TagId,
    global: GlobalId,
}

impl VisitorMut for Keeper {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let throws = |instr: &Instr| matches!(instr, Instr::Throw(throw) if throw.tag == self.tag);
        let Some(at) = sequence.instrs.iter().position(|(instr, _)| throws(instr)) else {
            return;
        };
        let place = sequence
            .instrs
            .get(at)
            .map(|(_, place)| *place)
            .unwrap_or_default();
        // What stands behind is never reached.
        sequence.instrs.truncate(at);
        let global = self.global;
        sequence.instrs.push((GlobalSet { global }.into(), place));
        sequence.instrs.push((Unreachable {}.into(), place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::FunctionBuilder;

    fn wrapper(module: &mut Module, import: &str) {
        let any = ValType::Ref(RefType::EXTERNREF);
        let ty = module.types.add(&[any], &[]);
        let (tag, _) = module.add_import_tag("./glue_bg.js", import, ty);
        let value = module.locals.add(any);
        let mut builder = FunctionBuilder::new(&mut module.types, &[any], &[]);
        builder
            .func_body()
            .local_get(value)
            .instr(walrus::ir::Throw { tag });
        let function = builder.finish(vec![value], &mut module.funcs);
        module.exports.add("wrapper", function);
    }

    fn printed(module: &mut Module) -> String {
        let function = module.exports.get_func("wrapper").unwrap();
        let function = module.funcs.get(function).kind.unwrap_local();
        let body = function.block(function.entry_block());
        format!(
            "{:?}",
            body.instrs
                .iter()
                .map(|(instr, _)| instr)
                .collect::<Vec<_>>()
        )
    }

    #[test]
    fn what_was_thrown_is_kept_and_nothing_is_unwound() {
        let mut module = Module::default();
        wrapper(&mut module, TAG);
        keep(&mut module);
        let body = printed(&mut module);
        assert!(
            body.contains("GlobalSet") && body.contains("Unreachable"),
            "{body}"
        );
        assert!(!body.contains("Throw"), "{body}");
        assert!(module.exports.iter().any(|export| export.name == THROWN));
        let wasm = module.emit_wasm();
        wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all())
            .validate_all(&wasm)
            .unwrap();
    }

    #[test]
    fn other_exceptions_are_left_alone() {
        let mut module = Module::default();
        wrapper(&mut module, "another_tag");
        keep(&mut module);
        assert!(printed(&mut module).contains("Throw"));
        assert!(!module.exports.iter().any(|export| export.name == THROWN));
    }
}
