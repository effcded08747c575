//! Quotes the code that registers a handler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Event, Handler, Item};
use crate::registration;

/// The item as it was, and its mistakes.
pub(crate) fn failed(item: &Item, errors: &TokenStream) -> TokenStream {
    let tokens = &item.tokens;
    quote!(#tokens #errors)
}

/// The item as it was, and its registration.
pub(crate) fn item(item: &Item, handler: Option<&Handler<'_>>) -> TokenStream {
    let tokens = &item.tokens;
    let registration = handler.map(registration);
    quote!(#tokens #registration)
}

fn registration(handler: &Handler<'_>) -> TokenStream {
    let sdk = registration::sdk(handler.krate.as_ref());
    let prefix = format!("__worker_sdk::{}::", handler.event.name());
    let suffix = format!("::{}", handler.name.unraw());
    let export = registration::export(&sdk, &prefix, &suffix, &call(handler));
    let record = record(handler, &sdk, &prefix, &suffix);
    quote!(#export #record)
}

/// The handler's line in the custom section, and those of the bindings that it takes; see `docs/contract.md`.
fn record(handler: &Handler<'_>, sdk: &TokenStream, prefix: &str, suffix: &str) -> TokenStream {
    let event = handler.event.name();
    let head = format!(r#"{{"v":1,"kind":"event","event":"{event}","export":"{prefix}"#);
    let function = format!(r#"{suffix}","handler":""#);
    let end = format!(r#"{suffix}""#);
    let line = quote!(#head, ::core::module_path!(), #function, ::core::module_path!(), #end);
    let types = handler.parameters.iter().copied().chain(handler.router);
    registration::record(sdk, &line, types)
}

/// The expression that registers the handler and is its number.
///
/// Types of arguments are inferred from the handler: a name that the user wrote could mean
/// something else among ours.
fn call(handler: &Handler<'_>) -> TokenStream {
    let local = Span::mixed_site();
    let name = handler.name;
    let conversion = conversion(handler);
    if handler.event == Event::Start {
        return quote!(__sdk::register(|_, _, _| __sdk::start(#name, #conversion)));
    }
    if let Some(router) = handler.router {
        let application = Ident::new("application", handler.output);
        return quote_spanned! {local=>
            __sdk::register(|a, b, c| {
                static __ROUTER: ::std::sync::OnceLock<#router> = ::std::sync::OnceLock::new();
                __sdk::#application(&__ROUTER, #name, a, b, c)
            })
        };
    }
    let event = handler.event.name();
    let run = match handler.asynchronous {
        true => format_ident!("{event}_async"),
        false => format_ident!("{event}"),
    };
    let args = match handler.parameters.is_empty() {
        true => quote!(_),
        false => quote_spanned!(local=> args),
    };
    // What follows may be a struct of bindings, whatever its name, and needs the environment that `Env` would take away.
    let last = handler.parameters.len().saturating_sub(1);
    let arguments = handler.parameters.iter().enumerate().map(|(at, ty)| {
        let argument = if at == last {
            "argument"
        } else {
            "shared_argument"
        };
        let argument = Ident::new(argument, ty.span());
        quote_spanned!(local=> #args.#argument()?)
    });
    quote_spanned! {local=>
        __sdk::register(|a, b, c| {
            __sdk::#run(
                a,
                b,
                c,
                |#args| ::core::result::Result::Ok(#name(#(#arguments),*)),
                #conversion,
            )
        })
    }
}

/// The closure that turns what the handler returned into what the platform expects, placed on
/// the returned type, so that this is where the compiler reports a type that cannot be returned.
fn conversion(handler: &Handler<'_>) -> TokenStream {
    let convert = match handler.event {
        Event::Fetch => "response",
        _ => "completion",
    };
    let convert = Ident::new(convert, handler.output);
    quote_spanned!(handler.output=> |output| __sdk::Output::of(&output).#convert()(output))
}
