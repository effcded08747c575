//! Quotes calls that have a type each, so that the compiler reports the wrong one where it stands.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::model::{Checked, place};
use crate::registration;

/// The item as it was, and what is behind it.
pub(crate) fn joined(item: &TokenStream, behind: &TokenStream) -> TokenStream {
    quote!(#item #behind)
}

pub(crate) fn checks(checked: &Checked) -> TokenStream {
    let sdk = registration::sdk(checked.krate.as_ref());
    let state = match &checked.state {
        Some(state) => quote!(#state),
        None => quote!(()),
    };
    let call = |name: &str, ty: &Type, arguments: TokenStream| {
        let name = Ident::new(name, place(ty));
        quote_spanned!(place(ty)=> #sdk::__private::#name::<#arguments>();)
    };
    let parts = checked
        .parts
        .iter()
        .map(|ty| call("is_part", ty, quote!(#state, #ty)));
    let last = checked
        .last
        .iter()
        .map(|ty| call("is_last", ty, quote!(#state, #ty, _)));
    let request = checked
        .request
        .iter()
        .map(|ty| call("is_request", ty, quote!(#ty)));
    let output = checked.output.iter().filter_map(|ty| {
        match (&checked.request, checked.asynchronous) {
            (Some(_), true) => Some(call("is_response", ty, quote!(#ty))),
            (None, true) => Some(call("is_reply", ty, quote!(#ty, _))),
            (None, false) => Some(call("is_reply_or_future", ty, quote!(#ty, _))),
            // It returns a future, of which only the compiler knows more.
            (Some(_), false) => None,
        }
    });
    quote_spanned! {checked.name=>
        const _: fn() = || {
            #(#parts)*
            #(#last)*
            #(#request)*
            #(#output)*
        };
    }
}
