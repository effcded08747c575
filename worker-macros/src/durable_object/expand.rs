//! Quotes the code that registers a class.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

use super::model::{Class, Function, Hook};
use crate::class::{register, router};

/// The registration of the class.
pub(crate) fn registration(class: &Class<'_>) -> TokenStream {
    let sdk = match &class.krate {
        Some(path) => quote!(#path),
        None => quote!(::worker_sdk),
    };
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
    let local = Span::mixed_site();
    let name = function.name;
    let run = match function.asynchronous {
        true => format_ident!("construct_async"),
        false => format_ident!("construct"),
    };
    let (args, arguments) = arguments(function);
    let output = quote_spanned!(function.output=> output);
    let converted = converted("object", function.output, &output);
    quote_spanned! {local=>
        __sdk::register(|a, b, _| {
            __sdk::#run(
                a,
                b,
                |#args| ::core::result::Result::Ok(<#object>::#name(#(#arguments),*)),
                |#output| #converted,
            )
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

/// The expression that registers a hook. What it returns is converted while the object is held, which it may borrow.
fn register_hook(object: &Type, hook: Hook, function: &Function<'_>) -> TokenStream {
    if function.routes {
        return router::register(object, function, "hook_router", None);
    }
    let local = Span::mixed_site();
    let event = function.asynchronous.then(|| hook.method()).into_iter();
    let name = function.name;
    let kind = Ident::new(hook.arguments(), local);
    let (args, arguments) = arguments(function);
    let mutable = (!function.parameters.is_empty()).then(|| quote!(mut));
    let this = match function.counted {
        true => quote_spanned!(local=> object),
        false => quote_spanned!(local=> &object),
    };
    let (run, called, body) = match function.asynchronous {
        true => ("hook_async", quote!(.await), quote!(async move)),
        false => ("hook", quote!(), quote!()),
    };
    let run = Ident::new(run, local);
    let output = quote_spanned!(function.output=> output);
    let converted = converted(hook.conversion(), function.output, &output);
    quote_spanned! {local=>
        __sdk::register(|a, b, c| {
            __sdk::#run(
                #(#event,)*
                a,
                b,
                c,
                |object: ::std::rc::Rc<#object>, #mutable #args: __sdk::#kind| #body {
                    let #output = <#object>::#name(#this, #(#arguments),*) #called;
                    ::core::result::Result::Ok(#converted)
                },
            )
        })
    }
}

/// The name of the arguments, and each parameter made of them.
///
/// Types are inferred from the function: a name that the user wrote could mean something else among ours.
pub(crate) fn arguments(function: &Function<'_>) -> (TokenStream, Vec<TokenStream>) {
    let local = Span::mixed_site();
    if function.parameters.is_empty() {
        return (quote!(_), Vec::new());
    }
    let arguments = function.parameters.iter().map(|ty| {
        let argument = Ident::new("argument", ty.span());
        quote_spanned!(local=> args.#argument()?)
    });
    (quote_spanned!(local=> args), arguments.collect())
}

/// What the function returned, turned into what the platform expects. It is placed on the returned type, so that this
/// is where the compiler reports a type that cannot be returned.
pub(crate) fn converted(convert: &str, span: Span, output: &TokenStream) -> TokenStream {
    let convert = Ident::new(convert, span);
    quote_spanned!(span=> __sdk::Output::of(&#output).#convert()(#output))
}
