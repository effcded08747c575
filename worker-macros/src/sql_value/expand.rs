//! Quotes the implementation.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse_quote;
use syn::spanned::Spanned;

use super::model::{Direction, Form, Value, Variant};
use crate::registration;

/// An implementation that cannot be called, so that there are no further errors about its absence.
pub(crate) fn failed(
    value: &Value,
    direction: Direction,
    errors: Option<TokenStream>,
) -> TokenStream {
    let implementation = implementation(value, direction, &quote!(::core::unimplemented!()));
    quote!(#implementation #errors)
}

pub(crate) fn value(value: &Value, direction: Direction) -> TokenStream {
    let sdk = registration::sdk(value.krate.as_ref());
    let body = match (direction, &value.form) {
        (Direction::From, Form::Texts(variants)) => read(variants, &sdk),
        (Direction::To, Form::Texts(variants)) => written(variants, &sdk),
        (Direction::From, Form::Field { member, ty }) => {
            let read = quote_spanned!(of(ty)=> <#ty as #sdk::sql::FromSql>::from_sql(value)?);
            quote!(::core::result::Result::Ok(Self { #member: #read, }))
        }
        (Direction::To, Form::Field { member, ty }) => quote_spanned! {of(ty)=>
            <#ty as #sdk::sql::ToSql>::to_sql(&self.#member)
        },
    };
    implementation(value, direction, &body)
}

/// Where the type stands, with the names of the expansion, also when another macro wrote the type.
fn of(ty: &syn::Type) -> Span {
    ty.span().resolved_at(Span::call_site())
}

fn implementation(value: &Value, direction: Direction, body: &TokenStream) -> TokenStream {
    let sdk = registration::sdk(value.krate.as_ref());
    let (path, function) = match direction {
        Direction::From => (
            quote!(#sdk::sql::FromSql),
            quote! {
                fn from_sql(
                    value: #sdk::sql::ValueRef<'_>,
                ) -> ::core::result::Result<Self, #sdk::sql::Mismatch>
            },
        ),
        Direction::To => (
            quote!(#sdk::sql::ToSql),
            quote!(fn to_sql(&self) -> #sdk::Result<#sdk::sql::Param<'_>>),
        ),
    };
    let name = &value.name;
    let generics = bounded(value, &path);
    let (with_bounds, arguments, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #with_bounds #path for #name #arguments #clause {
            #function {
                #body
            }
        }
    }
}

/// In a generic struct the field says what its type has to be; elsewhere its use does.
fn bounded(value: &Value, path: &TokenStream) -> syn::Generics {
    let mut generics = value.generics.clone();
    if let (Form::Field { ty, .. }, Some(_)) = (&value.form, value.generics.type_params().next()) {
        let clause = generics.make_where_clause();
        clause.predicates.push(parse_quote!(#ty: #path));
    }
    generics
}

fn read(variants: &[Variant], sdk: &TokenStream) -> TokenStream {
    let arms = variants.iter().map(|Variant { name, text }| {
        quote!(#sdk::sql::ValueRef::Text(#text) => ::core::result::Result::Ok(Self::#name),)
    });
    let texts: Vec<_> = variants.iter().map(|it| format!("`{}`", it.text)).collect();
    let expected = match texts.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => texts.concat(),
    };
    quote! {
        match value {
            #(#arms)*
            _ => ::core::result::Result::Err(#sdk::sql::Mismatch::new(#expected)),
        }
    }
}

fn written(variants: &[Variant], sdk: &TokenStream) -> TokenStream {
    let arms = variants
        .iter()
        .map(|Variant { name, text }| quote!(Self::#name => #text,));
    quote! {
        ::core::result::Result::Ok(#sdk::sql::Param::Text(::std::borrow::Cow::Borrowed(match self {
            #(#arms)*
        })))
    }
}
