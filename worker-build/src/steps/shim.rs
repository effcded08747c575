//! Puts the published files together: shim, glue, module, and the snippets in use.

use super::bindgen::Bindings;
use super::entrypoints::Entrypoints;
use crate::diagnostic::Diagnostic;
use crate::js;
use anyhow::Result;
use std::collections::BTreeMap;

/// Everything that is published, by its path in the output folder.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

pub(crate) fn write(package: &str, entrypoints: &Entrypoints, bindings: Bindings) -> Result<Site> {
    let runtime = runtime(&bindings.modules, package)?;
    let shim = js::shim::write(package, runtime, entrypoints);
    let mut used = js::modules::reachable(&bindings.glue, &bindings.modules);
    used.extend(js::modules::reachable(&shim, &bindings.modules));
    let snippets = bindings
        .modules
        .into_iter()
        .filter(|(name, _)| used.contains(name));
    let mut files: BTreeMap<String, Vec<u8>> = snippets
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    files.insert("index.js".to_owned(), shim.into_bytes());
    let declarations = js::declarations::write(package, entrypoints);
    files.insert("index.d.ts".to_owned(), declarations.into_bytes());
    files.insert("glue.js".to_owned(), bindings.glue.into_bytes());
    files.insert("glue_bg.wasm".to_owned(), bindings.wasm);
    Ok(Site { files })
}

/// The SDK's module among those that wasm-bindgen emitted.
pub(crate) fn runtime<'a>(modules: &'a BTreeMap<String, String>, package: &str) -> Result<&'a str> {
    let ours = |name: &&String| {
        name.starts_with("snippets/worker-sdk-") && name.ends_with("/src/js/runtime.js")
    };
    let mut found = modules.keys().filter(ours);
    match (found.next(), found.next()) {
        (Some(runtime), None) => Ok(runtime),
        (None, _) => Err(no_sdk(package).into()),
        (Some(_), Some(_)) => Err(two_sdks(package).into()),
    }
}

fn no_sdk(package: &str) -> Diagnostic {
    Diagnostic::new(format!("`{package}` contains no part of `worker-sdk`"))
        .note("the compiled module has entrypoints but not the library that runs them")
        .fix("add the library with `cargo add worker-sdk`")
}

fn two_sdks(package: &str) -> Diagnostic {
    Diagnostic::new(format!("`{package}` contains two versions of `worker-sdk`"))
        .fix("find out who asks for them with `cargo tree -d`, and update until one is left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(modules: &[&str], message: &str) {
        let modules = modules
            .iter()
            .map(|name| (name.to_string(), String::new()))
            .collect();
        assert_eq!(runtime(&modules, "hello").unwrap_err().to_string(), message);
    }

    #[test]
    fn one_runtime_module_is_needed() {
        let one = "snippets/worker-sdk-0123456789abcdef/src/js/runtime.js";
        let two = "snippets/worker-sdk-fedcba9876543210/src/js/runtime.js";
        let modules = BTreeMap::from([(one.to_owned(), String::new())]);
        assert_eq!(runtime(&modules, "hello").unwrap(), one);
        fails(
            &["snippets/other-0123456789abcdef/src/js/runtime.js"],
            "`hello` contains no part of `worker-sdk`\n  \
             note: the compiled module has entrypoints but not the library that runs them\n  \
             help: add the library with `cargo add worker-sdk`",
        );
        fails(
            &[one, two],
            "`hello` contains two versions of `worker-sdk`\n  \
             help: find out who asks for them with `cargo tree -d`, and update until one is left",
        );
    }
}
