//! Quotes what the build command knows of the methods: their names, and their types in TypeScript.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::model::{Interface, Method, Parameter, argument};
use crate::typescript::{Parts, doc_field, of};

/// The constants of the trait: its methods as JSON, the declarations of their types, and their names in order.
pub(crate) fn methods(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let parts = list(interface);
    let (methods, uses) = (parts.joined(sdk), parts.uses(sdk));
    let names = interface.methods.iter().map(named);
    let names = names.collect::<Vec<_>>().join(" ");
    quote! {
        #[doc(hidden)]
        const __WORKER_SDK_NAMES: &'static str = #names;

        #[doc(hidden)]
        const __WORKER_SDK_METHODS: &'static str = #methods;

        #[doc(hidden)]
        const __WORKER_SDK_TYPES: #sdk::__private::Declarations = #uses;
    }
}

/// The name, as `rpc.js` takes it: that of a property has a sign before it.
fn named(method: &Method) -> String {
    match method.is_getter {
        true => format!("={}", method.js_name),
        false => method.js_name.clone(),
    }
}

/// What callers know of the interface; see `docs/contract.md`.
pub(crate) fn declaration(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let name = interface.item.ident.unraw();
    let doc = doc_field(&interface.item.attrs);
    let mut parts = Parts::text(format!(r#"{{"interface":"{name}"{doc},"methods":["#));
    parts.append(list(interface));
    parts.push("]}");
    parts.declaration(sdk)
}

/// The methods as JSON.
fn list(interface: &Interface) -> Parts {
    let mut parts = Parts::default();
    for (at, method) in interface.methods.iter().enumerate() {
        if at > 0 {
            parts.push(",");
        }
        parts.append(self::method(method));
    }
    parts
}

/// `{"name":"add","parameters":"n: number","result":"number"}`.
fn method(method: &Method) -> Parts {
    let getter = match method.is_getter {
        true => r#","getter":true"#,
        false => "",
    };
    let (name, doc) = (&method.js_name, doc_field(&method.docs));
    let mut parts = Parts::text(format!(r#"{{"name":"{name}"{doc}{getter},"parameters":""#));
    let needed = method.parameters.iter().rposition(|it| !is_option(it));
    for (at, parameter) in method.parameters.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let mark = match needed {
            Some(last) if at <= last => "",
            _ => "?",
        };
        parts.push(format!("{comma}{}{mark}: ", usable(&parameter.ident)));
        parts.append(of(&parameter.ty));
    }
    parts.push(r#"","result":""#);
    match &method.output.value {
        Some(ty) => parts.append(of(ty)),
        None => parts.push("void"),
    }
    parts.push(r#""}"#);
    parts
}

/// Words that are no name of a parameter.
const WORDS: &str = "arguments await break case catch class const continue debugger default delete do else enum eval export \
    extends false finally for function if implements import in instanceof interface let new null package private protected \
    public return static super switch this throw true try typeof var void while with yield";

/// The name of a parameter; words that mean something to TypeScript get a `_`.
fn usable(name: &Ident) -> String {
    let name = name.unraw().to_string();
    match WORDS.split_whitespace().any(|word| word == name) {
        true => name + "_",
        false => name,
    }
}

/// Whether a call may end before it.
fn is_option(parameter: &Parameter) -> bool {
    argument(&parameter.ty, "Option").is_some()
}
