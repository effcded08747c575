//! Quotes what makes the router of a class.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

use crate::durable_object::model::Function;

/// The expression that registers the router which `function` returns. `make` makes the object, if none is there.
///
/// The type of the static is not the one that the user wrote: that may say `Self`. The compiler reports another state where
/// the type stands.
pub(crate) fn register(
    object: &Type,
    function: &Function<'_>,
    run: &str,
    make: Option<TokenStream>,
) -> TokenStream {
    let run = Ident::new(run, function.output);
    let mut name = function.name.clone();
    name.set_span(function.output);
    let routes = quote_spanned!(function.output=> <#object>::#name);
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            static __ROUTER: __sdk::RouterOf<#object> = <__sdk::RouterOf<#object>>::new();
            __sdk::#run(&__ROUTER, #routes, a, b, c, #make)
        })
    }
}
