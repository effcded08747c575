//! Reads serde's attributes, as far as they change what a value looks like. Mistakes in them are serde's to report.

use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Token};

use super::names::Case;

/// What stands in `#[serde(…)]` of a type, a variant or a field.
#[derive(Default)]
pub(crate) struct Serde {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) rename_all_fields: Option<Case>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) untagged: bool,
    pub(crate) transparent: bool,
    pub(crate) flatten: bool,
    /// Whether it is in no value.
    pub(crate) skip: bool,
    /// Whether it may be missing in a value.
    pub(crate) is_optional: bool,
    /// Whether it is written or read by another type or function.
    pub(crate) is_foreign: bool,
}

impl Serde {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("serde")) {
            let _ = attribute.parse_nested_meta(|meta| serde.read(&meta));
        }
        serde
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let name = meta.path.get_ident().map(ToString::to_string);
        let value = value(meta.input)?;
        let case = |value: Option<String>| value.as_deref().and_then(Case::from_name);
        match name.as_deref().unwrap_or_default() {
            "rename" => self.rename = value,
            "rename_all" => self.rename_all = case(value),
            "rename_all_fields" => self.rename_all_fields = case(value),
            "tag" => self.tag = value,
            "content" => self.content = value,
            "untagged" => self.untagged = true,
            "transparent" => self.transparent = true,
            "flatten" => self.flatten = true,
            "skip" => self.skip = true,
            "default" | "skip_serializing_if" | "skip_serializing" | "skip_deserializing" => {
                self.is_optional = true;
            }
            "with" | "serialize_with" | "deserialize_with" | "from" | "try_from" | "into" => {
                self.is_foreign = true;
            }
            _ => {}
        }
        Ok(())
    }
}

/// What stands behind the name: `= "…"`, or the one for serializing of several in parentheses.
fn value(input: ParseStream<'_>) -> syn::Result<Option<String>> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if input.peek(LitStr) {
            return Ok(Some(input.parse::<LitStr>()?.value()));
        }
        input.parse::<syn::Expr>()?;
        return Ok(None);
    }
    if !input.peek(syn::token::Paren) {
        return Ok(None);
    }
    let inner;
    syn::parenthesized!(inner in input);
    let mut written = None;
    while !inner.is_empty() {
        let name: syn::Ident = inner.parse()?;
        let value = value(&inner)?;
        if name == "serialize" {
            written = value;
        }
        if !inner.is_empty() {
            inner.parse::<Token![,]>()?;
        }
    }
    Ok(written)
}
