//! The options of a class.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Result, Token, parenthesized, token};

use crate::errors::Errors;
use crate::function::parse;
use crate::nearest::nearest;

/// What stands in the parentheses of the attribute.
#[derive(Default)]
pub(crate) struct Options {
    /// The name of the class, when it is not that of the type.
    pub(crate) name: Option<LitStr>,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    /// The word `default`: the class is the module's default export.
    pub(crate) default: Option<Ident>,
    /// The interfaces that others call.
    pub(crate) interfaces: Option<Vec<Path>>,
}

impl Options {
    pub(crate) fn interfaces(&self) -> impl Iterator<Item = &Path> {
        self.interfaces.iter().flatten()
    }
}

/// Reads `name = "Room", rpc(Counter), crate = path`; messages tell of those `known`.
pub(crate) fn read(attribute: TokenStream, known: &[&str], errors: &mut Errors) -> Options {
    let mut options = Options::default();
    parse::list(attribute, errors, |input, errors| {
        option(input, known, &mut options, errors)
    });
    options
}

fn option(
    input: ParseStream<'_>,
    known: &[&str],
    options: &mut Options,
    errors: &mut Errors,
) -> Result<()> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("an option is a plain word; write it as `name = \"Room\"`"));
    }
    let name = Ident::parse_any(input)?;
    let is_repeated = match name.to_string().as_str() {
        "crate" => options.krate.replace(parse::krate(&name, input)?).is_some(),
        "name" => options.name.replace(class_name(&name, input)?).is_some(),
        "default" => options.default.replace(name.clone()).is_some(),
        "rpc" => options
            .interfaces
            .replace(interfaces(&name, input)?)
            .is_some(),
        written => return Err(syn::Error::new(name.span(), unknown(written, known))),
    };
    if is_repeated {
        let message = format!("the option `{name}` stands here twice; remove one");
        errors.at(&name, message);
    }
    Ok(())
}

fn unknown(written: &str, known: &[&str]) -> String {
    let help = match nearest(written, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the options are `{}`", known.join("`, `")),
    };
    format!("no option named `{written}`; {help}")
}

fn class_name(name: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    const USAGE: &str = "write it as `name = \"Room\"`";
    if !input.peek(Token![=]) {
        let message = format!("the option `name` has no value; {USAGE}");
        return Err(syn::Error::new(name.span(), message));
    }
    input.parse::<Token![=]>()?;
    let value = input.span();
    let written: Result<LitStr> = input.parse();
    written.map_err(|_| {
        let message = format!("the value of the option `name` is not a text; {USAGE}");
        syn::Error::new(value, message)
    })
}

fn interfaces(name: &Ident, input: ParseStream<'_>) -> Result<Vec<Path>> {
    const USAGE: &str = "name the traits as `rpc(Counter, Admin)`";
    if !input.peek(token::Paren) {
        let message = format!("the option `rpc` has no traits; {USAGE}");
        return Err(syn::Error::new(name.span(), message));
    }
    let content;
    parenthesized!(content in input);
    let written =
        Punctuated::<Path, Token![,]>::parse_terminated_with(&content, Path::parse_mod_style);
    match written {
        Ok(paths) if !paths.is_empty() => Ok(paths.into_iter().collect()),
        Ok(_) => Err(syn::Error::new(
            name.span(),
            format!("the option `rpc` has no traits; {USAGE}"),
        )),
        Err(error) => Err(syn::Error::new(
            error.span(),
            format!("this is not a path of a trait; {USAGE}"),
        )),
    }
}
