//! Quotes what asks the compiler whether a type is a `Result` that has another name: the macro goes by the name when it
//! decides what answers a failure.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::model::{Interface, Method};
use crate::function::check::{mentions, written};

/// A constant for each returned type that is not written as a `Result`, and has to be none.
pub(crate) fn checks(interface: &Interface, sdk: &TokenStream) -> Option<TokenStream> {
    let conditions = interface.conditions();
    let checks = interface.methods.iter().filter_map(|it| check(it, sdk));
    let checks: Vec<_> = checks.collect();
    (!checks.is_empty()).then(|| {
        quote! {
            #(#conditions)*
            const _: () = {
                #[allow(unused_imports)]
                use #sdk::__private::NotOf as _;

                #(#checks)*
            };
        }
    })
}

fn check(method: &Method, sdk: &TokenStream) -> Option<TokenStream> {
    let ty = method.output.value.as_ref()?;
    // `Self` means something inside of the trait alone.
    if method.output.is_result || mentions(ty.to_token_stream(), "Self") {
        return None;
    }
    let message = format!(
        "the remote method `{}` answers with `{}`, a `Result` of another name, so that its failures would be values; \
         write `Result<…>`",
        method.js_name,
        written(ty)
    );
    Some(quote_spanned! {ty.span()=>
        const _: () = ::core::assert!(!<#sdk::__private::Of<#ty>>::IS_RESULT, "{}", #message);
    })
}
