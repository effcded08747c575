//! What serde says of a value that is not the expected one.

use std::fmt::{self, Display};

use serde::de::{Expected, Unexpected};

/// The message for a value of another `what` ("type" or "value"), as `serde_json` has it.
///
/// That of serde itself makes a worker five kilobytes larger, for it can write any float and any character.
#[cold]
#[inline(never)]
pub(crate) fn mismatch(what: &str, found: &Unexpected<'_>, expected: &dyn Expected) -> String {
    format!("invalid {what}: {}, expected {expected}", Found(found))
}

struct Found<'a>(&'a Unexpected<'a>);

impl Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text;
        let (name, value): (&str, &dyn Display) = match self.0 {
            Unexpected::Bool(value) => ("boolean", value),
            Unexpected::Unsigned(value) => ("integer", value),
            Unexpected::Signed(value) => ("integer", value),
            Unexpected::Float(value) => {
                text = float(*value);
                ("floating point", &text)
            }
            Unexpected::Char(value) => ("character", value),
            Unexpected::Str(value) => return write!(f, "string {}", quoted(value)),
            other => return f.write_str(kind(other)),
        };
        write!(f, "{name} `{value}`")
    }
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
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

fn float(value: f64) -> String {
    let mut text = crate::js::decimal_text(value);
    if value.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    text
}
