//! TOML.

use super::{Entry, Malformed, Node, Value, line};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub(super) fn parse(text: &str) -> Result<Node, Malformed> {
    let table = DeTable::parse(text).map_err(|error| Malformed {
        message: error.message().replace('\n', ", "),
        line: line(text, error.span().map_or(0, |span| span.start)),
    })?;
    Ok(Node {
        value: self::table(text, table.into_inner()),
        line: 1,
    })
}

fn node(text: &str, value: Spanned<DeValue<'_>>) -> Node {
    let line = line(text, value.span().start);
    let value = match value.into_inner() {
        DeValue::String(value) => Value::Text(value.into_owned()),
        DeValue::Integer(value) => match i128::from_str_radix(value.as_str(), value.radix()) {
            Ok(number) => Value::Number(number as f64),
            Err(_) => Value::Text(value.to_string()),
        },
        DeValue::Float(value) => match value.as_str().parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(value.to_string()),
        },
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(value) => Value::Text(value.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(text, item)).collect())
        }
        DeValue::Table(table) => self::table(text, table),
    };
    Node { value, line }
}

fn table(text: &str, table: DeTable<'_>) -> Value {
    let mut entries: Vec<(usize, Entry)> = table
        .into_iter()
        .map(|(key, value)| entry(text, key, value))
        .collect();
    entries.sort_by_key(|(at, _)| *at);
    Value::Table(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn entry(text: &str, key: Spanned<DeString<'_>>, value: Spanned<DeValue<'_>>) -> (usize, Entry) {
    let at = key.span().start;
    let entry = Entry {
        key: key.into_inner().into_owned(),
        line: line(text, at),
        node: node(text, value),
    };
    (at, entry)
}
