//! `#[worker_entrypoint]`, `#[workflow]` and `#[pipeline_transformation]`: make a type a class of which the platform makes an
//! object for each call.

mod check;
mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::class::{block, options};
use crate::errors::Errors;
use model::Base;

/// Expands `#[worker_entrypoint(attribute)] item`.
pub(crate) fn worker_entrypoint(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint(Base::Entrypoint, attribute, item)
}

/// Expands `#[workflow(attribute)] item`.
pub(crate) fn workflow(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint(Base::Workflow, attribute, item)
}

/// Expands `#[pipeline_transformation(attribute)] item`.
pub(crate) fn pipeline_transformation(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint(Base::Transformation, attribute, item)
}

fn entrypoint(base: Base, attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::read(attribute, base.options(), &mut errors);
    let block = block::read(&item, base.attribute(), &mut errors);
    let class = block.as_ref().and_then(|block| {
        check::all(base, &options, block, &mut errors);
        model::Class::new(base, options, block)
    });
    match errors.into_compile_errors() {
        Some(errors) => quote!(#item #errors),
        None => {
            let registration = class.as_ref().map(expand::registration);
            quote!(#item #registration)
        }
    }
}
