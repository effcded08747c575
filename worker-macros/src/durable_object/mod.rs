//! `#[durable_object]`: makes a type a class of Durable Objects.

mod check;
pub(crate) mod expand;
pub(crate) mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::class::{block, options};
use crate::errors::Errors;

/// Expands `#[durable_object(attribute)] item`.
pub(crate) fn durable_object(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::read(attribute, &["name", "rpc", "crate"], &mut errors);
    let block = block::read(&item, "#[durable_object]", &mut errors);
    let class = block.as_ref().and_then(|block| {
        check::all(&options, block, &mut errors);
        model::Class::new(options, block)
    });
    match errors.into_compile_errors() {
        Some(errors) => quote!(#item #errors),
        None => {
            let registration = class.as_ref().map(expand::registration);
            quote!(#item #registration)
        }
    }
}
