//! Quotes the client.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::model::{Interface, Method};
use super::typescript;

/// The struct with a method for each of the trait.
pub(crate) fn client(interface: &Interface, sdk: &TokenStream) -> TokenStream {
    let (name, visibility) = (&interface.item.ident, &interface.item.vis);
    let client = &interface.client;
    let conditions: Vec<_> = interface.conditions().collect();
    let methods = interface
        .methods
        .iter()
        .map(|it| method(it, visibility, sdk));
    let about = format!("Calls a [`{name}`] that may be anywhere.");
    let of = "Lets others call `object`: the stub is given to them as an argument or a result.";
    let declaration = typescript::declaration(interface, sdk);
    let (debug, typescript) = (client.to_string(), name.to_string());
    quote! {
        #(#conditions)*
        #[doc = #about]
        #[derive(::core::clone::Clone)]
        #visibility struct #client(#sdk::rpc::Stub);

        #(#conditions)*
        #[allow(dead_code)]
        impl #client {
            #[doc = #of]
            #[must_use]
            #visibility fn of(object: impl #name + 'static) -> Self {
                let object = ::std::rc::Rc::new(object);
                Self::of_shared(object)
            }

            /// As `of`, for an object that is kept as well.
            #[must_use]
            #visibility fn of_shared<__T: #name + 'static>(object: ::std::rc::Rc<__T>) -> Self {
                Self(#sdk::__private::rpc::target(
                    <__T as #name>::__WORKER_SDK_NAMES,
                    move |method, arguments| <__T as #name>::__worker_sdk_call(object.clone(), method, arguments),
                ))
            }

            #(#methods)*
        }

        #(#conditions)*
        #[automatically_derived]
        impl #sdk::rpc::Client for #client {
            fn from_stub(stub: #sdk::rpc::Stub) -> Self {
                Self(stub)
            }

            fn stub(&self) -> &#sdk::rpc::Stub {
                &self.0
            }
        }

        #(#conditions)*
        #[automatically_derived]
        impl #sdk::__private::rpc::Serialize for #client {
            fn serialize<__S: #sdk::__private::rpc::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #sdk::__private::rpc::Serialize::serialize(&self.0, serializer)
            }
        }

        #(#conditions)*
        #[automatically_derived]
        impl<'de> #sdk::__private::rpc::Deserialize<'de> for #client {
            fn deserialize<__D: #sdk::__private::rpc::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #sdk::__private::rpc::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        #(#conditions)*
        #[automatically_derived]
        impl #sdk::rpc::Described for #client {
            const TYPESCRIPT: &'static str = #typescript;
            const DECLARATION: ::core::option::Option<#sdk::__private::Link> = #declaration;
        }

        #(#conditions)*
        #[automatically_derived]
        impl ::core::fmt::Debug for #client {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(::core::concat!(#debug, " { .. }"))
            }
        }
    }
}

fn method(method: &Method, visibility: &syn::Visibility, sdk: &TokenStream) -> TokenStream {
    let (ident, name, docs) = (&method.ident, &method.js_name, &method.docs);
    let names = method.parameters.iter().map(|parameter| &parameter.ident);
    let names: Vec<_> = names.collect();
    let types = method.parameters.iter().map(|parameter| &parameter.ty);
    let value = match &method.output.value {
        Some(ty) => quote!(#ty),
        None => quote!(()),
    };
    let call = quote_spanned!(value.span()=> #sdk::rpc::Call<#value>);
    if method.is_getter {
        return quote! {
            #(#docs)*
            #visibility fn #ident(&self) -> #call {
                #sdk::__private::rpc::property(&self.0, #name)
            }
        };
    }
    quote! {
        #(#docs)*
        #visibility fn #ident(&self, #(#names: #types),*) -> #call {
            #sdk::__private::rpc::call(&self.0, #name, (#(#names,)*))
        }
    }
}
