//! Quotes the implementations.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::model::{Part, State};
use crate::registration;

pub(crate) fn state(state: &State) -> TokenStream {
    let sdk = registration::sdk(state.krate.as_ref());
    let name = &state.name;
    let parts = state.parts.iter();
    parts.map(|part| self::part(part, name, &sdk)).collect()
}

fn part(Part { member, ty }: &Part, name: &syn::Ident, sdk: &TokenStream) -> TokenStream {
    let span = ty.span().resolved_at(Span::call_site());
    let cloned = quote_spanned!(span=> <#ty as ::core::clone::Clone>::clone(&state.#member));
    quote! {
        #[automatically_derived]
        impl #sdk::extract::FromRef<#name> for #ty {
            fn from_ref(state: &#name) -> Self {
                #cloned
            }
        }
    }
}
