//! Each `tests/expand/<macro>/<form>.rs` expands to the `.out` beside it.
//! `TRYBUILD=overwrite`, which also rewrites the UI tests, writes the results anew.

#[path = "../src/attributes.rs"]
mod attributes;
#[path = "../src/bindings/mod.rs"]
mod bindings;
#[path = "../src/class/mod.rs"]
mod class;
#[path = "../src/debug_handler/mod.rs"]
mod debug_handler;
#[path = "../src/described/mod.rs"]
mod described;
#[path = "../src/durable_object/mod.rs"]
mod durable_object;
#[path = "../src/entrypoint/mod.rs"]
mod entrypoint;
#[path = "../src/errors.rs"]
mod errors;
#[path = "../src/event/mod.rs"]
mod event;
#[path = "../src/from_ref/mod.rs"]
mod from_ref;
#[path = "../src/from_row/mod.rs"]
mod from_row;
#[path = "../src/function/mod.rs"]
mod function;
#[path = "../src/json.rs"]
mod json;
#[path = "../src/nearest.rs"]
mod nearest;
#[path = "../src/registration.rs"]
mod registration;
#[path = "../src/rpc/mod.rs"]
mod rpc;
#[path = "../src/sql_value/mod.rs"]
mod sql_value;
#[path = "../src/test/mod.rs"]
mod test;
#[path = "../src/typescript.rs"]
mod typescript;

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Item, Meta};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

type Macro = fn(TokenStream, TokenStream) -> TokenStream;

const MACROS: [(&str, Macro); 14] = [
    ("bindings", |_, item| bindings::bindings(item)),
    ("durable_object", durable_object::durable_object),
    ("described", |_, item| described::described(item)),
    ("debug_handler", debug_handler::debug_handler),
    ("event", event::event),
    ("from_ref", |_, item| from_ref::from_ref(item)),
    ("from_row", |_, item| from_row::from_row(item)),
    ("from_sql", |_, item| sql_value::from_sql(item)),
    (
        "pipeline_transformation",
        entrypoint::pipeline_transformation,
    ),
    ("rpc", rpc::rpc),
    ("test", test::test),
    ("to_sql", |_, item| sql_value::to_sql(item)),
    ("worker_entrypoint", entrypoint::worker_entrypoint),
    ("workflow", entrypoint::workflow),
];

#[test]
fn expansions_are_as_recorded() -> Result<()> {
    let mut changed = Vec::new();
    for (name, expander) in MACROS {
        let forms = forms(&format!("tests/expand/{name}"))?;
        assert!(!forms.is_empty());
        for form in forms {
            let expanded = expand(expander, &fs::read_to_string(&form)?)?;
            if !is_recorded(&form.with_extension("out"), &expanded)? {
                changed.push(format!("{}\n{expanded}", form.display()));
            }
        }
    }
    assert!(
        changed.is_empty(),
        "these expand differently now:\n\n{}",
        changed.join("\n")
    );
    Ok(())
}

fn forms(folder: &str) -> Result<Vec<PathBuf>> {
    let mut forms = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            forms.push(path);
        }
    }
    forms.sort();
    Ok(forms)
}

fn is_recorded(file: &Path, expanded: &str) -> Result<bool> {
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(file, expanded)?;
    }
    Ok(fs::read_to_string(file).is_ok_and(|recorded| recorded == expanded))
}

/// Expands the first attribute of each item in the file.
fn expand(expander: Macro, source: &str) -> Result<String> {
    let mut expanded = TokenStream::new();
    for mut item in syn::parse_file(source)?.items {
        let attributes = match &mut item {
            Item::Fn(function) => &mut function.attrs,
            Item::Struct(item) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            Item::Impl(item) => &mut item.attrs,
            Item::Trait(item) => &mut item.attrs,
            _ => return Err("only functions, types, traits and blocks are expanded here".into()),
        };
        let attribute = match attributes.remove(0).meta {
            Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        expanded.extend(expander(attribute, item.into_token_stream()));
    }
    Ok(prettyplease::unparse(&syn::parse2(expanded)?))
}
