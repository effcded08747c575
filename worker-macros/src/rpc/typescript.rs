//! Quotes what the build command knows of the methods: their names, and their types in TypeScript.
//!
//! Types that contain others are told by their names; what stands in them has its own constant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{GenericArgument, Type};

use super::model::{Interface, Method, argument};

/// The constants of the trait: its methods as JSON, and their names in order.
pub(crate) fn methods(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let mut parts = Vec::new();
    for (at, method) in interface.methods.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let head = format!(r#"{comma}{{"name":"{}","type":""#, method.js_name);
        parts.push(quote!(#head));
        parts.extend(signature(method, sdk));
        parts.push(quote!("\"}"));
    }
    let names = interface
        .methods
        .iter()
        .map(|method| method.js_name.as_str());
    let names = names.collect::<Vec<_>>().join(" ");
    quote! {
        #[doc(hidden)]
        const __WORKER_SDK_NAMES: &'static str = #names;

        #[doc(hidden)]
        const __WORKER_SDK_METHODS: &'static str = {
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            const PARTS: &[&str] = &[#(#parts),*];
            const BYTES: [u8; #sdk::__private::length(PARTS)] = #sdk::__private::join(PARTS);
            #sdk::__private::text(&BYTES)
        };
    }
}

/// The line of the interface in the custom section; see `docs/contract.md`.
pub(crate) fn record(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let name = interface.item.ident.unraw();
    let head = format!(r#"{{"v":1,"kind":"interface","interface":"{name}","methods":["#);
    let mut parts = vec![quote!(#head)];
    for (at, method) in interface.methods.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let head = format!(r#"{comma}{{"name":"{}","type":""#, method.js_name);
        parts.push(quote!(#head));
        parts.extend(signature(method, sdk));
        parts.push(quote!("\"}"));
    }
    quote! {
        #[cfg(target_family = "wasm")]
        const _: () = {
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            const PARTS: &[&str] = &[
                #(#parts,)*
                ::core::concat!("],\"file\":\"", ::core::file!(), "\",\"line\":", ::core::line!(), "}\n"),
            ];

            #[allow(dead_code)]
            #[unsafe(link_section = "worker_sdk")]
            static RECORD: [u8; #sdk::__private::length(PARTS)] = #sdk::__private::join(PARTS);
        };
    }
}

/// `(n: number): Promise<number>`, in parts.
fn signature(method: &Method, sdk: &TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![quote!("(")];
    for (at, parameter) in method.parameters.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let name = format!("{comma}{}: ", parameter.ident.unraw());
        parts.push(quote!(#name));
        parts.extend(of(&parameter.ty, sdk));
    }
    parts.push(quote!("): Promise<"));
    match &method.output.value {
        Some(ty) => parts.extend(of(ty, sdk)),
        None => parts.push(quote!("void")),
    }
    parts.push(quote!(">"));
    parts
}

/// The type in TypeScript, in parts.
pub(crate) fn of(ty: &Type, sdk: &TokenStream) -> Vec<TokenStream> {
    let wrapped = |before: &str, inner: &Type, after: &str| {
        let mut parts = vec![quote!(#before)];
        parts.extend(of(inner, sdk));
        parts.push(quote!(#after));
        parts
    };
    match ty {
        Type::Paren(inner) => return of(&inner.elem, sdk),
        Type::Group(inner) => return of(&inner.elem, sdk),
        Type::Array(list) => return wrapped("Array<", &list.elem, ">"),
        Type::Tuple(tuple) if tuple.elems.is_empty() => return vec![quote!("void")],
        Type::Tuple(tuple) => {
            let types: Vec<_> = tuple.elems.iter().collect();
            return listed("[", &types, "]", sdk);
        }
        _ => {}
    }
    for list in ["Vec", "VecDeque", "HashSet", "BTreeSet"] {
        if let Some([element, ..]) = types(ty, list).as_deref() {
            return wrapped("Array<", element, ">");
        }
    }
    for pointer in ["Box", "Rc", "Arc"] {
        if let Some([inner]) = types(ty, pointer).as_deref() {
            return of(inner, sdk);
        }
    }
    for map in ["HashMap", "BTreeMap"] {
        if let Some([_, value, ..]) = types(ty, map).as_deref() {
            return wrapped("Record<string, ", value, ">");
        }
    }
    if let Some([inner]) = types(ty, "Option").as_deref() {
        return wrapped("(", inner, " | null)");
    }
    if let Some([Type::Tuple(arguments), rest @ ..]) = types(ty, "Function").as_deref() {
        return function(arguments.elems.iter(), rest.first().copied(), sdk);
    }
    vec![quote!(<#sdk::__private::Of<#ty>>::TYPESCRIPT)]
}

/// The types in the angle brackets of a type called `name`.
fn types<'t>(ty: &'t Type, name: &str) -> Option<Vec<&'t Type>> {
    let arguments = argument(ty, name)?.into_iter();
    arguments
        .map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect()
}

fn listed(before: &str, types: &[&Type], after: &str, sdk: &TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![quote!(#before)];
    for (at, ty) in types.iter().enumerate() {
        if at > 0 {
            parts.push(quote!(", "));
        }
        parts.extend(of(ty, sdk));
    }
    parts.push(quote!(#after));
    parts
}

fn function<'t>(
    arguments: impl Iterator<Item = &'t Type>,
    output: Option<&Type>,
    sdk: &TokenStream,
) -> Vec<TokenStream> {
    let mut parts = vec![quote!("((")];
    for (at, ty) in arguments.enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let name = format!("{comma}a{at}: ");
        parts.push(quote!(#name));
        parts.extend(of(ty, sdk));
    }
    let output = output.map_or_else(|| vec![quote!("void")], |ty| of(ty, sdk));
    parts.push(quote!(") => "));
    parts.extend(output.clone());
    parts.push(quote!(" | Promise<"));
    parts.extend(output);
    parts.push(quote!(">)"));
    parts
}
