//! Reads the attribute.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Path, Result, Token, Type};

use crate::errors::Errors;
use crate::function::parse;

/// What stands in the parentheses of the attribute.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) state: Option<Type>,
    pub(crate) krate: Option<Path>,
}

/// Reads `state = Type, crate = path`.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    parse::list(attribute, errors, |input, errors| {
        option(input, &mut options, errors)
    });
    options
}

fn option(input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> Result<()> {
    let name = input.call(Ident::parse_any)?;
    let repeated = match name.to_string().as_str() {
        "crate" => options.krate.replace(parse::krate(&name, input)?).is_some(),
        "state" => {
            input.parse::<Token![=]>()?;
            options.state.replace(input.parse()?).is_some()
        }
        _ => {
            let message = format!("no option named `{name}`; the options are `state` and `crate`");
            return Err(syn::Error::new(name.span(), message));
        }
    };
    if repeated {
        errors.at(
            &name,
            format!("the option `{name}` stands here twice; remove one"),
        );
    }
    Ok(())
}
