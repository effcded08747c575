//! Quotes the code that registers a test.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Item, Test};
use crate::json;
use crate::registration;

const PREFIX: &str = "__worker_sdk::test::";

/// The function as it was, and its mistakes.
pub(crate) fn failed(item: &Item, errors: &TokenStream) -> TokenStream {
    let Item {
        attributes,
        visibility,
        function,
        ..
    } = item;
    quote! {
        #[cfg(test)]
        #[allow(dead_code)]
        #(#attributes)*
        #visibility #function
        #errors
    }
}

/// The function and its registration, out of the way of other names; and on the host an ignored test in its place.
pub(crate) fn item(item: &Item, test: Option<&Test<'_>>) -> TokenStream {
    let Some(test) = test else {
        return failed(item, &TokenStream::new());
    };
    let Item {
        attributes,
        visibility,
        function,
        ..
    } = item;
    let name = test.name;
    let sdk = registration::sdk(test.options.krate.as_ref());
    let registration = registration(test, &sdk);
    quote! {
        #[cfg(test)]
        const _: () = {
            #(#attributes)*
            #function

            #registration
        };

        #[cfg(all(test, not(target_family = "wasm")))]
        #[::core::prelude::v1::test]
        #[ignore = "runs in the Workers runtime: cargo test --target wasm32-unknown-unknown"]
        #visibility fn #name() {
            #sdk::__private::not_on_the_host();
        }
    }
}

fn registration(test: &Test<'_>, sdk: &TokenStream) -> TokenStream {
    let suffix = format!("::{}", test.name.unraw());
    let export = registration::export(sdk, PREFIX, &suffix, &call(test));
    let record = record(test, sdk, &suffix);
    quote!(#export #record)
}

/// The test's line in the custom section, see `docs/contract.md`.
fn record(test: &Test<'_>, sdk: &TokenStream, suffix: &str) -> TokenStream {
    let options = &test.options;
    let head = format!(r#"{{"v":1,"kind":"test","export":"{PREFIX}"#);
    let name = format!(r#"{suffix}","name":""#);
    let timeout = options
        .timeout_ms
        .map_or("null".to_owned(), |ms| ms.to_string());
    let end = format!(
        r#"{suffix}","ignore":{},"should_panic":{},"timeout_ms":{timeout}"#,
        json::value(options.ignore.as_deref()),
        json::value(options.should_panic.as_deref()),
    );
    let line = quote!(#head, ::core::module_path!(), #name, ::core::module_path!(), #end);
    registration::record(sdk, &line, test.parameters.iter().copied())
}

/// The expression that registers the test and is its number.
///
/// Types of arguments are inferred from the test: a name that the user wrote could mean something else among ours.
fn call(test: &Test<'_>) -> TokenStream {
    let local = Span::mixed_site();
    let name = test.name;
    let run = match test.asynchronous {
        true => quote!(test_async),
        false => quote!(test),
    };
    let args = match test.parameters.is_empty() {
        true => quote!(_),
        false => quote_spanned!(local=> args),
    };
    let arguments = test.parameters.iter().map(|ty| {
        let argument = Ident::new("argument", ty.span());
        quote_spanned!(local=> #args.#argument()?)
    });
    // Placed on the returned type, so that this is where the compiler reports a type that cannot be returned.
    let verdict = quote_spanned!(test.output=> |output| __sdk::verdict(output));
    quote_spanned! {local=>
        __sdk::register(|a, b, c| {
            __sdk::#run(
                a,
                b,
                c,
                |#args| ::core::result::Result::Ok(#name(#(#arguments),*)),
                #verdict,
            )
        })
    }
}
