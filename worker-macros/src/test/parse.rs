//! Reads the attribute, those beside it, and the signature below them.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Result, Token, Visibility, parenthesized};

use super::SUBJECT;
use super::model::{Item, Options};
use crate::errors::Errors;
use crate::function::parse;
use crate::nearest::nearest;

/// Reads `timeout = "5s", ignore = "reason", should_panic(expected = "text"), crate = path`.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    parse::list(attribute, errors, |input, errors| {
        option(input, &mut options, errors)
    });
    options
}

/// Reads one part between commas.
fn option(input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> Result<()> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("an option begins with its name, as in `timeout = \"5s\"`"));
    }
    let name = Ident::parse_any(input)?;
    let repeated = match name.to_string().as_str() {
        "crate" => {
            let path = parse::krate(&name, input)?;
            options.krate.replace(path).is_some()
        }
        "ignore" => options.ignore.replace(ignore(input)?).is_some(),
        "should_panic" => {
            let expected = should_panic(input)?;
            options.should_panic.replace(expected).is_some()
        }
        "timeout" => {
            let timeout = timeout(&name, input)?;
            options.timeout_ms.replace(timeout).is_some()
        }
        _ => return Err(unknown_option(&name)),
    };
    if repeated {
        errors.at(
            &name,
            format!("`{name}` is said of this test twice; remove one"),
        );
    }
    Ok(())
}

/// Reads what follows `ignore`: nothing or `= "reason"`.
fn ignore(input: ParseStream<'_>) -> Result<String> {
    const USAGE: &str = "write it as `ignore` or `ignore = \"reason\"`";
    if is_end(input) {
        return Ok(String::new());
    }
    let span = input.span();
    let malformed = || syn::Error::new(span, format!("not a reason; {USAGE}"));
    text_after_equals(input).ok_or_else(malformed)
}

/// Reads what follows `should_panic`: nothing, `= "text"` or `(expected = "text")`.
fn should_panic(input: ParseStream<'_>) -> Result<String> {
    const USAGE: &str =
        "write it as `should_panic` or `should_panic(expected = \"part of the message\")`";
    if is_end(input) {
        return Ok(String::new());
    }
    let span = input.span();
    let malformed = || syn::Error::new(span, format!("not an expected panic; {USAGE}"));
    if input.peek(Token![=]) {
        return text_after_equals(input).ok_or_else(malformed);
    }
    expected(input).ok().flatten().ok_or_else(malformed)
}

/// Reads `(expected = "text")`.
fn expected(input: ParseStream<'_>) -> Result<Option<String>> {
    let content;
    parenthesized!(content in input);
    let name: Option<Ident> = content.parse()?;
    let text = text_after_equals(&content).filter(|_| name.is_some_and(|name| name == "expected"));
    let _comma: Option<Token![,]> = content.parse()?;
    let rest: TokenStream = content.parse()?;
    Ok(text.filter(|_| rest.is_empty()))
}

/// Reads `= "5s"`.
fn timeout(name: &Ident, input: ParseStream<'_>) -> Result<u64> {
    const USAGE: &str = "write it as `timeout = \"5s\"`, in `ms`, `s` or `m`";
    if is_end(input) {
        let message = format!("the option `timeout` has no value; {USAGE}");
        return Err(syn::Error::new(name.span(), message));
    }
    let _equals: Option<Token![=]> = input.parse()?;
    let value = input.span();
    let text = input.parse::<Option<LitStr>>()?;
    let ms = text.and_then(|text| milliseconds(&text.value()));
    ms.ok_or_else(|| syn::Error::new(value, format!("not a time; {USAGE}")))
}

/// A whole number of milliseconds, seconds or minutes, above zero.
fn milliseconds(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let unit = match unit.trim_start() {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return None,
    };
    let count: u64 = count.parse().ok()?;
    count.checked_mul(unit).filter(|ms| *ms > 0)
}

fn text_after_equals(input: ParseStream<'_>) -> Option<String> {
    input.parse::<Token![=]>().ok()?;
    let text: LitStr = input.parse().ok()?;
    Some(text.value())
}

fn is_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn unknown_option(name: &Ident) -> syn::Error {
    let written = name.to_string();
    let hint = match nearest(&written, Options::NAMES) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the options are `crate`, `ignore`, `should_panic` and `timeout`".to_owned(),
    };
    let message = format!("no option named `{written}`; {hint}");
    syn::Error::new(name.span(), message)
}

/// Reads the item as far as its signature goes, and moves `#[ignore]` and `#[should_panic]` into the options.
pub(crate) fn item(tokens: TokenStream, options: &mut Options, errors: &mut Errors) -> Item {
    let (attributes, rest) = parse::split(tokens, errors);
    let signature = parse::signature(&rest, &SUBJECT, errors);
    let (visibility, function) = visibility(rest);
    let mut item = Item {
        attributes: Vec::new(),
        repeated: Vec::new(),
        visibility,
        function,
        signature,
    };
    for attribute in attributes {
        if parse::is_one_of(&attribute, &["ignore", "should_panic"]) {
            let read = |input: ParseStream<'_>| option(input, options, errors);
            if let Err(error) = read.parse2(attribute.meta.to_token_stream()) {
                errors.add(error);
            }
        } else if parse::is_one_of(&attribute, &["test", "worker_sdk::test"]) {
            item.repeated.push(attribute);
        } else {
            item.attributes.push(attribute);
        }
    }
    item
}

/// The visibility of an item, and the rest of it.
fn visibility(tokens: TokenStream) -> (Visibility, TokenStream) {
    let parser = |input: ParseStream<'_>| {
        let visibility = input.parse()?;
        let rest: TokenStream = input.parse()?;
        Ok((visibility, rest))
    };
    let parsed = parser.parse2(tokens.clone());
    parsed.unwrap_or((Visibility::Inherited, tokens))
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn times() {
        let cases = [
            ("5s", Some(5_000)),
            ("5 s", Some(5_000)),
            ("250ms", Some(250)),
            ("2m", Some(120_000)),
            ("0s", None),
            ("5", None),
            ("s", None),
            ("-1s", None),
            ("1.5s", None),
            ("5h", None),
            ("", None),
            ("99999999999999999999s", None),
            ("18446744073709551615s", None),
        ];
        for (text, ms) in cases {
            assert_eq!(milliseconds(text), ms, "{text}");
        }
    }
}
