//! What the code that the macros write has in common: the path of the SDK, exports and records.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Type};

/// The path of the SDK: what `crate = …` says, or its usual name.
pub(crate) fn sdk(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(path) => quote!(#path),
        None => quote!(::worker_sdk),
    }
}

/// The export `prefix`, the module's path, `suffix`: a function whose value is `call`, with the SDK as `__sdk`.
pub(crate) fn export(
    sdk: &TokenStream,
    prefix: &str,
    suffix: &str,
    call: &TokenStream,
) -> TokenStream {
    quote! {
        const _: () = {
            use #sdk::__private as __sdk;

            #[allow(clippy::redundant_closure)]
            #[cfg_attr(
                target_family = "wasm",
                unsafe(export_name = ::core::concat!(#prefix, ::core::module_path!(), #suffix))
            )]
            extern "C" fn __register() -> u32 {
                #call
            }

            const _: extern "C" fn() -> u32 = __register;
        };
    }
}

/// A line in the custom section, and those of the bindings that the parameters take; see `docs/contract.md`.
///
/// `line` is what `concat!` makes the line of, up to its place in the source. Types of the user stand here, so there is no
/// short name for the SDK that could mean something else to them.
pub(crate) fn record<'t>(
    sdk: &TokenStream,
    line: &TokenStream,
    parameters: impl IntoIterator<Item = &'t Type>,
) -> TokenStream {
    let types = parameters.into_iter();
    quote! {
        #[cfg(target_family = "wasm")]
        const _: () = {
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            const __PARTS: &[&str] = &[
                ::core::concat!(
                    #line, ",\"file\":\"", ::core::file!(), "\",\"line\":", ::core::line!(), "}\n",
                ),
                #(<#sdk::__private::Of<#types>>::RECORDS,)*
            ];

            #[allow(dead_code)]
            #[unsafe(link_section = "worker_sdk")]
            static __RECORD: [u8; #sdk::__private::length(__PARTS)] = #sdk::__private::join(__PARTS);
        };
    }
}
