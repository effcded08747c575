//! What serde says of a value that is not the expected one.

use std::fmt::Write;

use serde::de::{Expected, Unexpected};

use crate::text::{push, push_char, push_decimal};

/// The message for a value of another `what` ("type" or "value"), as `serde_json` has it.
///
/// That of serde itself makes a worker five kilobytes larger, for it can write any float and any character.
#[cold]
#[inline(never)]
pub(crate) fn mismatch(what: &str, found: &Unexpected<'_>, expected: &dyn Expected) -> String {
    let mut text = String::from("invalid ");
    push(what, &mut text);
    push(": ", &mut text);
    push_found(found, &mut text);
    let _ = write!(text, ", expected {expected}");
    text
}

fn push_found(found: &Unexpected<'_>, text: &mut String) {
    match found {
        Unexpected::Bool(value) => {
            push(
                if *value {
                    "boolean `true`"
                } else {
                    "boolean `false`"
                },
                text,
            );
        }
        Unexpected::Unsigned(value) => push_integer(false, *value, text),
        Unexpected::Signed(value) => push_integer(*value < 0, value.unsigned_abs(), text),
        Unexpected::Float(value) => {
            push("floating point `", text);
            push(&float(*value), text);
            push("`", text);
        }
        Unexpected::Char(value) => {
            push("character `", text);
            push_char(*value, text);
            push("`", text);
        }
        Unexpected::Str(value) => {
            push("string ", text);
            push_quoted(value, text);
        }
        other => push(kind(other), text),
    }
}

fn push_integer(is_negative: bool, value: u64, text: &mut String) {
    push(
        if is_negative {
            "integer `-"
        } else {
            "integer `"
        },
        text,
    );
    push_decimal(value, text);
    push("`", text);
}

fn kind<'a>(found: &Unexpected<'a>) -> &'a str {
    match found {
        Unexpected::Other(value) => value,
        Unexpected::Bytes(_) => "byte array",
        Unexpected::Unit => "null",
        Unexpected::Option => "Option value",
        Unexpected::NewtypeStruct => "newtype struct",
        Unexpected::Seq => "sequence",
        Unexpected::Map => "map",
        Unexpected::Enum => "enum",
        Unexpected::UnitVariant => "unit variant",
        Unexpected::NewtypeVariant => "newtype variant",
        Unexpected::TupleVariant => "tuple variant",
        Unexpected::StructVariant => "struct variant",
        _ => "",
    }
}

/// As it is written in Rust.
fn push_quoted(text: &str, quoted: &mut String) {
    push("\"", quoted);
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                push("\\", quoted);
                push_char(char, quoted);
            }
            '\n' => push("\\n", quoted),
            '\r' => push("\\r", quoted),
            '\t' => push("\\t", quoted),
            char => push_char(char, quoted),
        }
    }
    push("\"", quoted);
}

fn float(value: f64) -> String {
    let mut text = crate::js::decimal_text(value);
    if value.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    text
}
