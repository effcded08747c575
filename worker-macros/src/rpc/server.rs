//! Quotes what runs a method that was called from outside.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Interface, Method};

/// The function of the trait that runs one of its methods, by number.
pub(crate) fn call(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let methods = interface.methods.iter().enumerate();
    let list = list();
    let arms = methods.map(|(number, method)| arm(number as i32, method, sdk));
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, unused_variables)]
        fn __worker_sdk_call(
            self: ::std::rc::Rc<Self>,
            method: i32,
            #list: #sdk::__private::JsValue,
        ) -> #sdk::__private::JsValue
        where
            Self: ::core::marker::Sized + 'static,
        {
            match method {
                #(#arms)*
                _ => #sdk::__private::rpc::unknown(method),
            }
        }
    }
}

/// The name of the arguments, which no parameter of the user can hide.
fn list() -> Ident {
    Ident::new("arguments", Span::mixed_site())
}

fn arm(number: i32, method: &Method, sdk: &TokenStream) -> TokenStream {
    let local = Span::mixed_site();
    let (ident, name) = (&method.ident, &method.js_name);
    let this = match method.counted {
        true => quote!(self),
        false => quote!(&self),
    };
    let list = list();
    let types: Vec<_> = method.parameters.iter().map(|it| &it.ty).collect();
    let taken = method.parameters.iter().enumerate().map(|(at, parameter)| {
        let (ty, name) = (&parameter.ty, parameter.ident.unraw().to_string());
        quote_spanned!(ty.span()=> #list.take::<#ty>(#at, #name)?)
    });
    let read = (!types.is_empty()).then(|| {
        quote_spanned! {local=>
            let #list = {
                let mut #list = #sdk::__private::rpc::Incoming::new(
                    #list,
                    &[#(<#types as #sdk::__private::rpc::Value>::STAYS),*],
                );
                (#(#taken,)*)
            };
        }
    });
    let arguments = (0..types.len()).map(syn::Index::from);
    let arguments = arguments.map(|at| quote_spanned!(local=> #list.#at));
    let wait = method.asynchronous.then(|| quote!(.await));
    let answer = match method.output.is_result {
        true => quote!(result),
        false => quote!(value),
    };
    let convert = quote_spanned!(method.output.span=> #sdk::__private::rpc::#answer);
    quote_spanned! {local=>
        #number => #sdk::__private::rpc::run(#name, async move {
            #read
            let output = Self::#ident(#this, #(#arguments),*)#wait;
            #convert(output)
        }),
    }
}
