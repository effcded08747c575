//! Quotes the code that registers a handler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Event, Handler, Item};

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
    let sdk = match &handler.krate {
        Some(path) => quote!(#path),
        None => quote!(::worker_sdk),
    };
    let event = handler.event.name();
    let name = handler.name.unraw();
    let export = format!("__worker_sdk::{event}::");
    let suffix = format!("::{name}");
    let call = call(handler);
    let record = record(handler, &sdk, &export, &suffix);
    quote! {
        const _: () = {
            use #sdk::__private as __sdk;

            #[cfg_attr(
                target_family = "wasm",
                unsafe(export_name = ::core::concat!(#export, ::core::module_path!(), #suffix))
            )]
            extern "C" fn __register() -> u32 {
                #call
            }

            const _: extern "C" fn() -> u32 = __register;
        };

        #record
    }
}

/// The handler's line in the custom section, and those of the bindings that it takes; see `docs/contract.md`.
///
/// Types of the user stand here, so there is no short name for the SDK that could mean something else to them.
fn record(handler: &Handler<'_>, sdk: &TokenStream, export: &str, suffix: &str) -> TokenStream {
    let event = handler.event.name();
    let types = &handler.parameters;
    let head = format!(r#"{{"v":1,"kind":"event","event":"{event}","export":"{export}"#);
    let handler = format!(r#"{suffix}","handler":""#);
    let file = format!(r#"{suffix}","file":""#);
    quote! {
        #[cfg(target_family = "wasm")]
        const _: () = {
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            const __PARTS: &[&str] = &[
                ::core::concat!(
                    #head, ::core::module_path!(), #handler, ::core::module_path!(), #file,
                    ::core::file!(), "\",\"line\":", ::core::line!(), "}\n",
                ),
                #(<#sdk::__private::Of<#types>>::RECORDS,)*
            ];

            #[allow(dead_code)]
            #[unsafe(link_section = "worker_sdk")]
            static __RECORD: [u8; #sdk::__private::length(__PARTS)] = #sdk::__private::join(__PARTS);
        };
    }
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
    let event = handler.event.name();
    let run = match handler.asynchronous {
        true => format_ident!("{event}_async"),
        false => format_ident!("{event}"),
    };
    let args = match handler.parameters.is_empty() {
        true => quote!(_),
        false => quote_spanned!(local=> args),
    };
    // Others are structs of bindings. They share the environment, which `Env` would otherwise take away.
    let is_offered = |ty: &&Type| handler.event.offers(ty);
    let argument = match handler.parameters.iter().all(is_offered) {
        true => "argument",
        false => "shared_argument",
    };
    let arguments = handler.parameters.iter().map(|ty| {
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
        Event::Scheduled | Event::Start => "completion",
    };
    let convert = Ident::new(convert, handler.output);
    quote_spanned!(handler.output=> |output| __sdk::Output::of(&output).#convert()(output))
}
