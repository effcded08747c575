//! `#[rpc]`: makes a trait the interface of a remote object, with a client.

mod check;
mod client;
mod expand;
pub(crate) mod model;
mod parse;
mod results;
mod server;
mod typescript;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;

/// Expands `#[rpc(attribute)] item`.
pub(crate) fn rpc(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let krate = parse::options(attribute, &mut errors);
    let Some(mut interface) = parse::interface(&item, &mut errors) else {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    };
    let methods = parse::methods(&mut interface, &mut errors);
    check::all(&interface, &methods, &mut errors);
    match errors.into_compile_errors() {
        Some(errors) => expand::failed(&interface, &errors),
        None => expand::item(&model::Interface::new(krate, interface, methods)),
    }
}
