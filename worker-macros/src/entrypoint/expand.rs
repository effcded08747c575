//! Quotes the code that registers such a class.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

use super::model::{Base, Class, Hook};
use crate::class::{call, register, router};
use crate::durable_object::model::Function;
use crate::registration;
use crate::rpc::model::first_argument;

/// The registration of the class.
pub(crate) fn registration(class: &Class<'_>) -> TokenStream {
    let sdk = registration::sdk(class.krate.as_ref());
    let hooks = class.hooks.iter().map(|(it, function)| register::Hook {
        name: it.name(),
        register: hook(class, *it, function),
    });
    let interfaces = class.interfaces.iter();
    let interfaces = interfaces.map(|path| (path, interface(class, path)));
    let class = register::Class {
        sdk: &sdk,
        base: class.base.class(),
        name: class.name,
        class: &class.class,
        constructor: None,
        hooks: hooks.collect(),
        object: class.object,
        interfaces: interfaces.collect(),
        run: match class.base {
            Base::Workflow => class.hooks.first().map(|(_, function)| run(function)),
            Base::Entrypoint | Base::Transformation => None,
        },
        parameters: &class.constructor.parameters,
    };
    class.quote()
}

/// The types of a workflow: its event has the payload.
fn run<'a>(function: &Function<'a>) -> register::Run<'a> {
    let mut parameters = function.parameters.iter();
    let payload = parameters.find_map(|ty| first_argument(ty, "Event"));
    let result = function.returned;
    let result = result.map(|ty| first_argument(ty, "Result").unwrap_or(ty));
    register::Run { payload, result }
}

/// The expression that registers the methods of a trait.
fn interface(class: &Class<'_>, interface: &Path) -> TokenStream {
    let object = class.object;
    let make = call::make(object, &class.constructor);
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            __sdk::rpc::entry(a, &b, &c, #make, <#object as #interface>::__worker_sdk_call)
        })
    }
}

/// The expression that registers the method that the platform calls.
fn hook(class: &Class<'_>, hook: Hook, function: &Function<'_>) -> TokenStream {
    let (object, event) = (class.object, hook.name());
    let make = call::make(object, &class.constructor);
    if function.routes {
        return router::register(object, function, "entry_router", Some(make));
    }
    let run = call::runner("entry_hook", function);
    let call = call::hook(object, function, hook.arguments(), hook.conversion());
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            __sdk::#run(#event, a, b, c, #make, #call)
        })
    }
}
