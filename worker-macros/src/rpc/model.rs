//! What an interface is, and where the user wrote it.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, ItemTrait, LitStr, Pat, Path, PathArguments, ReturnType,
    Signature, Type,
};

use crate::function::parse;

/// A method as it was written.
pub(crate) struct Written {
    pub(crate) signature: Signature,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) options: Options,
}

/// What `#[rpc(name = "…", getter)]` says.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Option<LitStr>,
    pub(crate) getter: Option<Ident>,
}

impl Written {
    /// The name that JavaScript knows it by.
    pub(crate) fn js_name(&self) -> String {
        match &self.options.name {
            Some(name) => name.value(),
            None => camel(&self.signature.ident.unraw().to_string()),
        }
    }

    /// What callers read of it.
    fn docs(&self) -> Vec<Attribute> {
        let attributes = self.attributes.iter();
        attributes
            .filter(|attribute| parse::is_one_of(attribute, &["doc", "deprecated"]))
            .cloned()
            .collect()
    }

    /// Where that name comes from.
    pub(crate) fn name_span(&self) -> Span {
        match &self.options.name {
            Some(name) => name.span(),
            None => self.signature.ident.span(),
        }
    }
}

/// `add_member` as `addMember`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// An interface without mistakes.
pub(crate) struct Interface {
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) item: ItemTrait,
    /// The name of the client.
    pub(crate) client: Ident,
    pub(crate) methods: Vec<Method>,
}

pub(crate) struct Method {
    pub(crate) ident: Ident,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) js_name: String,
    /// Whether it is read as a property, without being called.
    pub(crate) is_getter: bool,
    pub(crate) asynchronous: bool,
    /// Whether it takes the object as `Rc<Self>`.
    pub(crate) counted: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Output,
}

pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

/// What a method returns.
pub(crate) struct Output {
    /// The value; nothing is `()`.
    pub(crate) value: Option<Type>,
    /// Whether it is that of a `Result`.
    pub(crate) is_result: bool,
    pub(crate) span: Span,
}

impl Interface {
    /// Joins attribute and trait.
    pub(crate) fn new(krate: Option<Path>, item: ItemTrait, methods: Vec<Written>) -> Self {
        Self {
            krate,
            client: format_ident!("{}Stub", item.ident.unraw(), span = item.ident.span()),
            item,
            methods: methods.into_iter().map(Method::new).collect(),
        }
    }

    /// What it depends on, for the items beside it.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        let attributes = self.item.attrs.iter();
        attributes.filter(|it| it.path().is_ident("cfg"))
    }
}

impl Method {
    fn new(written: Written) -> Self {
        let signature = &written.signature;
        let receiver = signature.receiver();
        Self {
            ident: signature.ident.clone(),
            js_name: written.js_name(),
            is_getter: written.options.getter.is_some(),
            asynchronous: signature.asyncness.is_some(),
            counted: receiver.is_some_and(|it| matches!(it.kind, syn::ReceiverKind::Typed(..))),
            parameters: signature.inputs.iter().filter_map(parameter).collect(),
            output: Output::new(&signature.output, signature.ident.span()),
            docs: written.docs(),
        }
    }
}

fn parameter(input: &FnArg) -> Option<Parameter> {
    let FnArg::Typed(parameter) = input else {
        return None;
    };
    let Pat::Ident(name) = &*parameter.pat else {
        return None;
    };
    Some(Parameter {
        ident: name.ident.clone(),
        ty: (*parameter.ty).clone(),
    })
}

impl Output {
    fn new(output: &ReturnType, name: Span) -> Self {
        let ReturnType::Type(_, ty) = output else {
            return Self {
                value: None,
                is_result: false,
                span: name,
            };
        };
        let value = first_argument(ty, "Result");
        Self {
            is_result: value.is_some(),
            value: Some(value.unwrap_or(ty).clone()),
            span: ty.span(),
        }
    }
}

/// The `T` of a `Result<T, …>`, or of another type whose path ends with `name`.
pub(crate) fn first_argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match argument(ty, name)?.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// The generic arguments of a type whose path ends with `name`.
pub(crate) fn argument<'t>(ty: &'t Type, name: &str) -> Option<Vec<&'t GenericArgument>> {
    let Type::Path(path) = plain(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == name => {
            Some(arguments.args.iter().collect())
        }
        _ => None,
    }
}

/// The type without the parentheses, seen and unseen, that it stands in: that of a macro's `$t:ty` stands in unseen ones.
pub(crate) fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => plain(&inner.elem),
        Type::Group(inner) => plain(&inner.elem),
        _ => ty,
    }
}
