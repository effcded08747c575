//! Quotes the code that registers a class.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Path, Type};

use super::model::{Class, Function, Hook};
use crate::class::{call, register, router};
use crate::registration;

/// The registration of the class.
pub(crate) fn registration(class: &Class<'_>) -> TokenStream {
    let sdk = registration::sdk(class.krate.as_ref());
    let hooks = class.hooks.iter().map(|(hook, function)| register::Hook {
        name: hook.method(),
        register: register_hook(class.object, *hook, function),
    });
    let interfaces = class.interfaces.iter();
    let interfaces = interfaces.map(|path| (path, register_interface(class.object, path)));
    let class = register::Class {
        sdk: &sdk,
        base: "DurableObject",
        name: class.name,
        class: &class.class,
        constructor: Some(constructor(class.object, &class.constructor)),
        hooks: hooks.collect(),
        object: class.object,
        run: None,
        interfaces: interfaces.collect(),
        parameters: &class.constructor.parameters,
    };
    class.quote()
}

/// The expression that registers the constructor.
fn constructor(object: &Type, function: &Function<'_>) -> TokenStream {
    let run = call::runner("construct", function);
    let make = call::make(object, function);
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, _| {
            __sdk::#run(a, b, #make)
        })
    }
}

/// The expression that registers the methods of a trait.
fn register_interface(object: &Type, interface: &Path) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            __sdk::rpc::serve(a, &b, &c, <#object as #interface>::__worker_sdk_call)
        })
    }
}

/// The expression that registers a hook.
fn register_hook(object: &Type, hook: Hook, function: &Function<'_>) -> TokenStream {
    if function.routes {
        return router::register(object, function, "hook_router", None);
    }
    let event = function.asynchronous.then(|| hook.method()).into_iter();
    let run = call::runner("hook", function);
    let call = call::hook(object, function, hook.arguments(), hook.conversion());
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            __sdk::#run(#(#event,)* a, b, c, #call)
        })
    }
}
