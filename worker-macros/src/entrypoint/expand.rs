//! Quotes the code that registers such a class.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::model::{Base, Class, Hook};
use crate::class::{register, router};
use crate::durable_object::expand::{arguments, converted};
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

/// The closures that make an object and look at what `new` returned.
fn make(class: &Class<'_>) -> TokenStream {
    let function = &class.constructor;
    let (object, name) = (class.object, function.name);
    let (args, arguments) = arguments(function);
    let output = quote_spanned!(function.output=> output);
    let converted = converted("object", function.output, &output);
    quote_spanned! {Span::mixed_site()=>
        |#args| ::core::result::Result::Ok(<#object>::#name(#(#arguments),*)),
        |#output| #converted
    }
}

/// The expression that registers the methods of a trait.
fn interface(class: &Class<'_>, interface: &Path) -> TokenStream {
    let (object, make) = (class.object, make(class));
    quote_spanned! {Span::mixed_site()=>
        __sdk::register(|a, b, c| {
            __sdk::rpc::entry(a, &b, &c, #make, <#object as #interface>::__worker_sdk_call)
        })
    }
}

/// The expression that registers the method that the platform calls.
fn hook(class: &Class<'_>, hook: Hook, function: &Function<'_>) -> TokenStream {
    let local = Span::mixed_site();
    let (object, name, event) = (class.object, function.name, hook.name());
    let kind = Ident::new(hook.arguments(), local);
    let make = make(class);
    if function.routes {
        return router::register(object, function, "entry_router", Some(make));
    }
    let (args, arguments) = arguments(function);
    let mutable = (!function.parameters.is_empty()).then(|| quote!(mut));
    let this = match function.counted {
        true => quote_spanned!(local=> object),
        false => quote_spanned!(local=> &object),
    };
    let (run, called, body) = match function.asynchronous {
        true => ("entry_hook_async", quote!(.await), quote!(async move)),
        false => ("entry_hook", quote!(), quote!()),
    };
    let run = Ident::new(run, local);
    let output = quote_spanned!(function.output=> output);
    let converted = converted(hook.conversion(), function.output, &output);
    quote_spanned! {local=>
        __sdk::register(|a, b, c| {
            __sdk::#run(
                #event,
                a,
                b,
                c,
                #make,
                |object: ::std::rc::Rc<#object>, #mutable #args: __sdk::#kind| #body {
                    let #output = <#object>::#name(#this, #(#arguments),*) #called;
                    ::core::result::Result::Ok(#converted)
                },
            )
        })
    }
}
