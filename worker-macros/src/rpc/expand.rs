//! Quotes the trait with what its implementations serve, and the client.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemTrait, TraitItem, parse_quote};

use super::model::Interface;
use super::{client, results, server, typescript};
use crate::registration;

/// The mistakes, and the trait as it was written.
pub(crate) fn failed(interface: &ItemTrait, errors: &TokenStream) -> TokenStream {
    quote!(#[allow(async_fn_in_trait)] #interface #errors)
}

/// The trait and its client.
pub(crate) fn item(interface: &Interface) -> TokenStream {
    let sdk = registration::sdk(interface.krate.as_ref());
    let mut item = interface.item.clone();
    item.attrs.push(parse_quote!(#[allow(async_fn_in_trait)]));
    for hidden in [
        typescript::methods(interface, &sdk),
        server::call(interface, &sdk),
    ] {
        item.items.push(TraitItem::Verbatim(hidden));
    }
    let client = client::client(interface, &sdk);
    let results = results::checks(interface, &sdk);
    quote!(#item #client #results)
}
