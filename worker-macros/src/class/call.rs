//! Quotes the closures that call the functions of a class.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::durable_object::model::Function;

/// The function of the SDK that runs `function`: the one of this name, or its `async` twin.
pub(crate) fn runner(name: &str, function: &Function<'_>) -> Ident {
    let twin = if function.asynchronous { "_async" } else { "" };
    Ident::new(&format!("{name}{twin}"), Span::mixed_site())
}

/// The closures that make an object and look at what the constructor returned.
pub(crate) fn make(object: &Type, function: &Function<'_>) -> TokenStream {
    let name = function.name;
    let (args, arguments) = arguments(function);
    let output = quote_spanned!(function.output=> output);
    let converted = converted("object", function.output, &output);
    quote_spanned! {Span::mixed_site()=>
        |#args| ::core::result::Result::Ok(<#object>::#name(#(#arguments),*)),
        |#output| #converted
    }
}

/// The closure that calls a hook of an object with arguments of this kind. What it returns is converted while the object is
/// held, which it may borrow.
pub(crate) fn hook(
    object: &Type,
    function: &Function<'_>,
    kind: &str,
    conversion: &str,
) -> TokenStream {
    let local = Span::mixed_site();
    let (name, kind) = (function.name, Ident::new(kind, local));
    let (args, arguments) = arguments(function);
    let mutable = (!function.parameters.is_empty()).then(|| quote!(mut));
    let this = match function.counted {
        true => quote_spanned!(local=> object),
        false => quote_spanned!(local=> &object),
    };
    let (called, body) = match function.asynchronous {
        true => (quote!(.await), quote!(async move)),
        false => (quote!(), quote!()),
    };
    let output = quote_spanned!(function.output=> output);
    let converted = converted(conversion, function.output, &output);
    quote_spanned! {local=>
        |object: ::std::rc::Rc<#object>, #mutable #args: __sdk::#kind| #body {
            let #output = <#object>::#name(#this, #(#arguments),*) #called;
            ::core::result::Result::Ok(#converted)
        }
    }
}

/// The name of the arguments, and each parameter made of them.
///
/// Types are inferred from the function: a name that the user wrote could mean something else among ours.
fn arguments(function: &Function<'_>) -> (TokenStream, Vec<TokenStream>) {
    let local = Span::mixed_site();
    if function.parameters.is_empty() {
        return (quote!(_), Vec::new());
    }
    let arguments = function.parameters.iter().map(|ty| {
        let argument = Ident::new("argument", ty.span());
        quote_spanned!(local=> args.#argument()?)
    });
    (quote_spanned!(local=> args), arguments.collect())
}

/// What the function returned, turned into what the platform expects. It is placed on the returned type, so that this
/// is where the compiler reports a type that cannot be returned.
fn converted(convert: &str, span: Span, output: &TokenStream) -> TokenStream {
    let convert = Ident::new(convert, span);
    quote_spanned!(span=> __sdk::Output::of(&#output).#convert()(#output))
}
