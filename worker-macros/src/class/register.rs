//! Quotes the registration of a class: an export for its constructor and one for each hook, and the record.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Path, Type};

use crate::typescript::{self, Parts};

/// What is registered.
pub(crate) struct Class<'a> {
    /// How the generated code names the SDK.
    pub(crate) sdk: &'a TokenStream,
    /// The class of the platform that it extends.
    pub(crate) base: &'static str,
    /// The Rust type.
    pub(crate) name: &'a Ident,
    /// The name of the class, as JavaScript knows it.
    pub(crate) class: &'a str,
    /// The expression that registers the constructor and is its number; none where an object is made for each call.
    pub(crate) constructor: Option<TokenStream>,
    pub(crate) hooks: Vec<Hook>,
    /// The type, for what others call.
    pub(crate) object: &'a Type,
    /// The traits whose methods others call, and the expressions that register them.
    pub(crate) interfaces: Vec<(&'a Path, TokenStream)>,
    /// What starts a workflow, and what it ends with.
    pub(crate) run: Option<Run<'a>>,
    /// The types that the constructor takes, structs of bindings among them.
    pub(crate) parameters: &'a [&'a Type],
}

/// The types of a workflow.
pub(crate) struct Run<'a> {
    pub(crate) payload: Option<&'a Type>,
    pub(crate) result: Option<&'a Type>,
}

/// A method that the platform calls.
pub(crate) struct Hook {
    /// As JavaScript calls it.
    pub(crate) name: &'static str,
    /// The expression that registers it and is its number.
    pub(crate) register: TokenStream,
}

impl Class<'_> {
    /// The registration, out of the way of other names.
    pub(crate) fn quote(&self) -> TokenStream {
        let sdk = self.sdk;
        let constructor = self.constructor.as_ref();
        let constructor = constructor.map(|it| export(&self.suffix(), &format_ident!("__new"), it));
        let hooks = self.hooks.iter().map(|hook| {
            let suffix = format!("{}::{}", self.suffix(), hook.name);
            export(&suffix, &format_ident!("__{}", hook.name), &hook.register)
        });
        let interfaces = self
            .interfaces
            .iter()
            .enumerate()
            .map(|(at, (_, register))| {
                let suffix = format!("{}::rpc{at}", self.suffix());
                export(&suffix, &format_ident!("__rpc{at}"), register)
            });
        let record = self.record();
        quote! {
            const _: () = {
                use #sdk::__private as __sdk;

                #constructor
                #(#hooks)*
                #(#interfaces)*
            };

            #record
        }
    }

    /// What names its exports: the type, and the class where that has another name, as those of `Table<u8>` and
    /// `Table<u16>` have.
    fn suffix(&self) -> String {
        let (name, class) = (self.name.unraw().to_string(), self.class);
        match name == class {
            true => format!("::{name}"),
            false => format!("::{name}::{class}"),
        }
    }

    /// A field of the record with the types that stand in the methods, wherever they were declared.
    fn declarations(&self, run: &Parts) -> Vec<TokenStream> {
        if self.interfaces.is_empty() && self.run.is_none() {
            return Vec::new();
        }
        let (sdk, object, of_run) = (self.sdk, self.object, run.uses(self.sdk));
        let interfaces = self.interfaces.iter().map(|(interface, _)| interface);
        let joined = quote!({
            const FOUND: #sdk::__private::Reachable = #sdk::__private::Reachable::of(&[
                #(<#object as #interfaces>::__WORKER_SDK_TYPES,)*
                #of_run,
            ]);
            const BYTES: [u8; FOUND.length()] = FOUND.join();
            #sdk::__private::text(&BYTES)
        });
        vec![quote!(r#","types":["#), joined, quote!("]")]
    }

    /// The class's line in the custom section; see `docs/contract.md`.
    fn record(&self) -> TokenStream {
        let (sdk, types) = (self.sdk, self.parameters);
        let (base, class, suffix) = (self.base, self.class, self.suffix());
        let hooks: Vec<_> = self.hooks.iter().map(|hook| hook.name).collect();
        let hooks = match hooks.is_empty() {
            true => String::new(),
            false => format!("\"{}\"", hooks.join("\",\"")),
        };
        let head = format!(
            r#"{{"v":1,"kind":"class","base":"{base}","class":"{class}","hooks":[{hooks}]"#
        );
        let run = self.run.as_ref().map(Run::field).unwrap_or_default();
        let declarations = self.declarations(&run);
        let (run, object) = (run.quote(sdk), self.object);
        let mut methods = Vec::new();
        for (at, (interface, _)) in self.interfaces.iter().enumerate() {
            let before = if at == 0 { ",\"rpc\":[[" } else { "],[" };
            methods.push(quote!(#before));
            methods.push(quote!(<#object as #interface>::__WORKER_SDK_METHODS));
        }
        let export = match methods.is_empty() {
            true => r#","export":"__worker_sdk::class::"#,
            false => r#"]],"export":"__worker_sdk::class::"#,
        };
        let handler = format!(r#"{suffix}","handler":""#);
        let file = format!(r#"::{}","file":""#, self.name.unraw());
        quote! {
            #[cfg(target_family = "wasm")]
            const _: () = {
                #[allow(unused_imports)]
                use #sdk::__private::NotOf as _;

                const __PARTS: &[&str] = &[
                    #head,
                    #(#run,)*
                    #(#declarations,)*
                    #(#methods,)*
                    ::core::concat!(
                        #export, ::core::module_path!(), #handler, ::core::module_path!(), #file,
                        ::core::file!(), "\",\"line\":", ::core::line!(), "}\n",
                    ),
                    #(<#sdk::__private::Of<#types>>::RECORDS,)*
                ];

                #[allow(dead_code)]
                #[unsafe(link_section = "worker_sdk")]
                static __RECORD: [u8; #sdk::__private::length(__PARTS)] = #sdk::__private::join(__PARTS);
            };
        }
    }
}

impl Run<'_> {
    fn payload(&self) -> Parts {
        self.payload
            .map_or_else(|| Parts::text("any"), typescript::of)
    }

    fn result(&self) -> Parts {
        self.result
            .map_or_else(|| Parts::text("void"), typescript::of)
    }

    /// A field of the record.
    fn field(&self) -> Parts {
        let mut parts = Parts::text(r#","run":{"payload":""#);
        parts.append(self.payload());
        parts.push(r#"","result":""#);
        parts.append(self.result());
        parts.push(r#""}"#);
        parts
    }
}

fn export(suffix: &str, name: &Ident, register: &TokenStream) -> TokenStream {
    quote! {
        #[allow(non_snake_case)]
        #[cfg_attr(
            target_family = "wasm",
            unsafe(export_name = ::core::concat!("__worker_sdk::class::", ::core::module_path!(), #suffix))
        )]
        extern "C" fn #name() -> u32 {
            #register
        }

        const _: extern "C" fn() -> u32 = #name;
    }
}
