//! Quotes the code that fills the struct.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Field, Input};
use crate::registration;

/// The mistakes, and enough for the code that uses the struct.
pub(crate) fn failed(input: &Input, errors: &TokenStream) -> TokenStream {
    let sdk = registration::sdk(input.krate.as_ref());
    let name = &input.name;
    let (generics, arguments, clause) = input.generics.split_for_impl();
    quote! {
        #errors

        #[automatically_derived]
        impl #generics #sdk::__private::Bindings for #name #arguments #clause {
            fn from_env(_: &#sdk::__private::Env) -> #sdk::__private::Result<Self> {
                ::core::unreachable!()
            }
        }
    }
}

/// The implementations for a struct without mistakes.
///
/// Types of the user stand here, so there is no short name for the SDK that could mean something else to them.
pub(crate) fn item(input: &Input) -> TokenStream {
    let sdk = registration::sdk(input.krate.as_ref());
    let name = &input.name;
    let records = input.fields.iter().map(|field| record(input, field, &sdk));
    let values = input.fields.iter().map(value);
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use #sdk::__private::NotOf as _;

            #[automatically_derived]
            impl #sdk::__private::Bindings for #name {
                const RECORDS: &'static str = {
                    const PARTS: &[&str] = &[#(#records,)*];
                    const BYTES: [u8; #sdk::__private::length(PARTS)] = #sdk::__private::join(PARTS);
                    #sdk::__private::text(&BYTES)
                };

                #[allow(unused_variables)]
                fn from_env(env: &#sdk::__private::Env) -> #sdk::__private::Result<Self> {
                    ::core::result::Result::Ok(Self { #(#values,)* })
                }
            }

            #[automatically_derived]
            impl<__Args: #sdk::__private::HasEnv> #sdk::__private::Argument<__Args> for #name {
                fn from_args(args: &mut __Args) -> #sdk::__private::Result<Self> {
                    #sdk::__private::bindings(args)
                }
            }

            #sdk::__extractor_of_bindings!(#name);
        };
    }
}

/// Takes a field from the environment. A type that is no binding is reported where it stands.
fn value(field: &Field) -> TokenStream {
    let ident = &field.ident;
    let (name, _) = field.binding();
    if field.is_flattened() {
        let bindings = Ident::new("bindings", field.ty.span());
        return quote!(#ident: env.#bindings()?);
    }
    let get = Ident::new("get", field.ty.span());
    quote!(#ident: env.#get(#name)?)
}

/// The field's line in the custom section, see `docs/contract.md`; a flattened field has those of its own fields.
fn record(input: &Input, field: &Field, sdk: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let of = quote!(<#sdk::__private::Of<#ty>>);
    if field.is_flattened() {
        return quote!(#of::RECORDS);
    }
    let (name, _) = field.binding();
    let head = format!(r#"{{"v":1,"kind":"binding","name":"{name}","section":""#);
    let path = r#","field":""#;
    let ident = format!("::{}::{}", input.name.unraw(), field.ident.unraw());
    let file = format!(r#"{ident}","file":""#);
    let line = quote_spanned!(field.ident.span()=> ::core::line!());
    quote! {
        #head, #of::SECTION, "\",\"expected\":\"", #of::EXPECTED, "\",\"optional\":", #of::OPTIONAL,
        ::core::concat!(
            #path, ::core::module_path!(), #file, ::core::file!(), "\",\"line\":", #line, "}\n",
        )
    }
}
