//! Types as TypeScript has them, and comments, for records of the custom section.
//!
//! Types that contain others are told by their names; what stands in them has constants of its own. The compiler puts the
//! parts together.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, GenericArgument, Lit, Meta, Type};

use crate::json;
use crate::rpc::model::{argument, plain};

/// What the comments say, as it stands between the quotes of JSON.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let mut lines = attributes.iter().filter_map(line);
    let first = lines.next().unwrap_or_default();
    let text = lines.fold(first, |text, line| format!("{text}\n{line}"));
    json::escaped(text.trim())
}

fn line(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(value) => match &value.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// A field of JSON with a comment in it, if there is one.
pub(crate) fn doc_field(attributes: &[Attribute]) -> String {
    match doc(attributes) {
        text if text.is_empty() => String::new(),
        text => format!(r#","doc":"{text}""#),
    }
}

/// Text of TypeScript, with types between.
#[derive(Default, Clone)]
pub(crate) struct Parts(Vec<Part>);

#[derive(Clone)]
enum Part {
    Text(String),
    /// What the compiler knows of a type.
    Type(Box<Type>),
}

impl Parts {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self(vec![Part::Text(text.into())])
    }

    pub(crate) fn push(&mut self, text: impl AsRef<str>) {
        match self.0.last_mut() {
            Some(Part::Text(last)) => last.push_str(text.as_ref()),
            _ => self.0.push(Part::Text(text.as_ref().to_owned())),
        }
    }

    pub(crate) fn append(&mut self, other: Self) {
        for part in other.0 {
            match part {
                Part::Text(text) => self.push(text),
                part @ Part::Type(_) => self.0.push(part),
            }
        }
    }

    pub(crate) fn wrapped(before: &str, inner: Self, after: &str) -> Self {
        let mut parts = Self::text(before);
        parts.append(inner);
        parts.push(after);
        parts
    }

    fn listed(before: &str, all: impl Iterator<Item = Self>, after: &str) -> Self {
        let mut parts = Self::text(before);
        for (at, one) in all.enumerate() {
            if at > 0 {
                parts.push(", ");
            }
            parts.append(one);
        }
        parts.push(after);
        parts
    }

    /// Expressions of the parts, as `join` of the SDK takes them.
    pub(crate) fn quote(&self, sdk: &TokenStream) -> Vec<TokenStream> {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => quote!(#text),
            Part::Type(ty) => quote!(<#sdk::__private::Of<#ty>>::TYPESCRIPT),
        });
        parts.collect()
    }

    /// The text that the compiler puts together.
    pub(crate) fn joined(&self, sdk: &TokenStream) -> TokenStream {
        let parts = self.quote(sdk);
        quote!({
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            const PARTS: &[&str] = &[#(#parts),*];
            const BYTES: [u8; #sdk::__private::length(PARTS)] = #sdk::__private::join(PARTS);
            #sdk::__private::text(&BYTES)
        })
    }

    /// A list of the declarations of the types.
    pub(crate) fn uses(&self, sdk: &TokenStream) -> TokenStream {
        let mut seen = HashSet::new();
        let uses = self.0.iter().filter_map(|part| match part {
            Part::Type(ty) if seen.insert(ty.to_token_stream().to_string()) => {
                Some(quote!(<#sdk::__private::Of<#ty>>::DECLARATION))
            }
            _ => None,
        });
        quote!({
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            &[#(#uses),*]
        })
    }

    /// A declaration of this text, which is JSON, with the types that it needs.
    pub(crate) fn declaration(&self, sdk: &TokenStream) -> TokenStream {
        let (text, uses) = (self.joined(sdk), self.uses(sdk));
        quote!({
            static DECLARATION: #sdk::__private::Declaration =
                #sdk::__private::Declaration::new(#text, #uses);

            ::core::option::Option::Some(#sdk::__private::Link::to(&DECLARATION))
        })
    }
}

/// The type in TypeScript.
pub(crate) fn of(ty: &Type) -> Parts {
    let ty = plain(ty);
    match ty {
        Type::Slice(list) => return Parts::wrapped("Array<", of(&list.elem), ">"),
        Type::Array(list) => return Parts::wrapped("Array<", of(&list.elem), ">"),
        Type::Tuple(tuple) if tuple.elems.is_empty() => return Parts::text("void"),
        Type::Tuple(tuple) => return Parts::listed("[", tuple.elems.iter().map(of), "]"),
        _ => {}
    }
    for list in ["Vec", "VecDeque", "HashSet", "BTreeSet"] {
        if let Some([element, ..]) = types(ty, list).as_deref() {
            return Parts::wrapped("Array<", of(element), ">");
        }
    }
    for pointer in ["Box", "Rc", "Arc"] {
        if let Some([inner]) = types(ty, pointer).as_deref() {
            return of(inner);
        }
    }
    for map in ["HashMap", "BTreeMap"] {
        if let Some([_, value, ..]) = types(ty, map).as_deref() {
            return Parts::wrapped("{ [key: string]: ", of(value), " }");
        }
    }
    if let Some([inner]) = types(ty, "Option").as_deref() {
        return Parts::wrapped("(", of(inner), " | null)");
    }
    if let Some([Type::Tuple(arguments), rest @ ..]) = types(ty, "Function").as_deref() {
        return function(arguments.elems.iter(), rest.first().copied());
    }
    Parts(vec![Part::Type(Box::new(ty.clone()))])
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

fn function<'t>(arguments: impl Iterator<Item = &'t Type>, output: Option<&Type>) -> Parts {
    let arguments = arguments.enumerate();
    let arguments = arguments.map(|(at, ty)| Parts::wrapped(&format!("a{at}: "), of(ty), ""));
    let output = output.map_or_else(|| Parts::text("void"), of);
    let mut parts = Parts::listed("((", arguments, ") => ");
    parts.append(output.clone());
    parts.append(Parts::wrapped(" | Promise<", output, ">)"));
    parts
}
