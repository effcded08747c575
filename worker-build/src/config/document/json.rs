//! JSON with comments and trailing commas, as wrangler reads it.

use super::{Entry, Malformed, Node, Value, line};
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub(super) fn parse(text: &str) -> Result<Node, Malformed> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS);
    let parsed = parsed.map_err(|error| Malformed {
        message: error.kind().to_string(),
        line: line(text, error.range().start),
    })?;
    let value = parsed.value.ok_or_else(|| Malformed {
        message: "the file is empty".to_owned(),
        line: 1,
    })?;
    Ok(node(text, value))
}

fn node(text: &str, value: ast::Value<'_>) -> Node {
    let line = line(text, value.range().start);
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Boolean(literal.value),
        ast::Value::NumberLit(literal) => match literal.value.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(literal.value.to_owned()),
        },
        ast::Value::StringLit(literal) => Value::Text(literal.value.into_owned()),
        ast::Value::Array(list) => {
            let items = list.elements.into_iter();
            Value::List(items.map(|item| node(text, item)).collect())
        }
        ast::Value::Object(object) => {
            let entries = object.properties.into_iter();
            Value::Table(entries.map(|entry| self::entry(text, entry)).collect())
        }
    };
    Node { value, line }
}

fn entry(text: &str, property: ast::ObjectProp<'_>) -> Entry {
    let line = line(text, property.name.range().start);
    let key = match property.name {
        ObjectPropName::String(literal) => literal.value.into_owned(),
        ObjectPropName::Word(word) => word.value.to_owned(),
    };
    Entry {
        key,
        line,
        node: node(text, property.value),
    }
}
