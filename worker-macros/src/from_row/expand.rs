//! Quotes the implementation.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse_quote;
use syn::spanned::Spanned;

use super::model::{Field, Row, Source};
use crate::registration;

/// An implementation that cannot be called, so that there are no further errors about its absence.
pub(crate) fn failed(row: &Row, errors: Option<TokenStream>) -> TokenStream {
    let implementation = implementation(row, &quote!(::core::unimplemented!()));
    quote!(#implementation #errors)
}

pub(crate) fn row(row: &Row) -> TokenStream {
    let sdk = registration::sdk(row.krate.as_ref());
    let fields = row.fields.iter().enumerate();
    let fields = fields.map(|(place, field)| self::field(place, field, &sdk));
    implementation(
        row,
        &quote!(::core::result::Result::Ok(Self { #(#fields),* })),
    )
}

fn implementation(row: &Row, body: &TokenStream) -> TokenStream {
    let sdk = registration::sdk(row.krate.as_ref());
    let name = &row.name;
    let generics = bounded(row, &sdk);
    let (with_bounds, arguments, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #with_bounds #sdk::sql::FromRow for #name #arguments #clause {
            fn from_row(row: &#sdk::sql::Row<'_>) -> #sdk::Result<Self> {
                #body
            }
        }
    }
}

/// In a generic struct each field says what its type has to be; elsewhere its use does.
fn bounded(row: &Row, sdk: &TokenStream) -> syn::Generics {
    let mut generics = row.generics.clone();
    if generics.type_params().next().is_none() {
        return generics;
    }
    let clause = generics.make_where_clause();
    for field in &row.fields {
        let ty = &field.ty;
        clause.predicates.push(match field.source {
            Source::Row => parse_quote!(#ty: #sdk::sql::FromRow),
            Source::Column { is_json: true, .. } => {
                parse_quote!(#sdk::Json<#ty>: #sdk::sql::FromSql)
            }
            _ => parse_quote!(#ty: #sdk::sql::FromSql),
        });
    }
    generics
}

fn field(place: usize, field: &Field, sdk: &TokenStream) -> TokenStream {
    let member = &field.member;
    let ty = &field.ty;
    let span = ty.span();
    // That of the expansion, also when another macro wrote the type.
    let row = Ident::new("row", Span::call_site());
    let value = match &field.source {
        Source::Row => quote_spanned!(span=> <#ty as #sdk::sql::FromRow>::from_row(#row)?),
        Source::Place(place) => quote_spanned!(span=> #row.at::<#ty>(#place)?),
        Source::Column {
            name,
            is_json,
            has_default,
        } => {
            let column = match is_json {
                true => quote_spanned!(span=> #sdk::Json::<#ty>),
                false => quote_spanned!(span=> #ty),
            };
            let unwrapped = is_json.then(|| quote!(.0));
            match has_default {
                true => quote_spanned! {span=>
                    match #row.optional_field::<#column>(#name)? {
                        ::core::option::Option::Some(value) => value #unwrapped,
                        ::core::option::Option::None => ::core::default::Default::default(),
                    }
                },
                false => quote_spanned!(span=> #row.field::<#column>(#place, #name)? #unwrapped),
            }
        }
    };
    quote!(#member: #value)
}
