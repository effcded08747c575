//! Whether a variable's value is what a field expects. The library reads them in the same way.

use super::Required;
use crate::config::document::Value;

/// Beyond it, JavaScript rounds whole numbers.
const MAX_SAFE: i128 = 9_007_199_254_740_991;

pub(super) fn fits(value: &Value, required: &Required) -> bool {
    if *value == Value::Null && required.optional {
        return true;
    }
    match required.expected.as_str() {
        "text" => matches!(value, Value::Text(_)),
        "a boolean" => match value {
            Value::Boolean(_) => true,
            Value::Text(text) => text.trim().parse::<bool>().is_ok(),
            _ => false,
        },
        "a number" => number(value).is_some_and(f64::is_finite),
        expected => match expected.strip_prefix("a whole number") {
            Some(range) => is_whole(value, range),
            // Any JSON value, or a type that only its crate knows.
            None => true,
        },
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// `range` is empty, ` from 0`, or ` from 0 to 255`. Text has all digits of 64 bits, a number what JavaScript does not round.
fn is_whole(value: &Value, range: &str) -> bool {
    let words = range.split_whitespace();
    let mut limits = words.filter_map(|word| word.parse::<i128>().ok());
    let (least, most) = (limits.next(), limits.next());
    match value {
        Value::Number(number) => {
            let (low, high) = (least.unwrap_or(-MAX_SAFE), most.unwrap_or(MAX_SAFE));
            number.fract() == 0.0 && (low..=high).contains(&(*number as i128))
        }
        Value::Text(text) => {
            let largest = least.map_or(i64::MAX.into(), |_| u64::MAX.into());
            let range = least.unwrap_or(i64::MIN.into())..=most.unwrap_or(largest);
            text.trim()
                .parse()
                .is_ok_and(|number: i128| range.contains(&number))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_the_library_reads_them() {
        let text = |text: &str| Value::Text(text.to_owned());
        let byte = "a whole number from 0 to 255";
        let cases = [
            ("text", text("a"), true),
            ("text", Value::Number(1.0), false),
            ("a boolean", Value::Boolean(true), true),
            ("a boolean", text("false"), true),
            ("a boolean", text("no"), false),
            ("a boolean", Value::Number(0.0), false),
            ("a number", Value::Number(1.5), true),
            ("a number", text(" 1.5 "), true),
            ("a number", text("inf"), false),
            (byte, Value::Number(255.0), true),
            (byte, Value::Number(256.0), false),
            (byte, Value::Number(-1.0), false),
            (byte, Value::Number(1.5), false),
            (byte, text("7"), true),
            ("a whole number", Value::Number(-5.0), true),
            ("a whole number", Value::Number(1e16), false),
            ("a whole number from 0", Value::Number(-5.0), false),
            ("a whole number", text("9007199254740993"), true),
            ("a whole number", text("-9223372036854775808"), true),
            ("a whole number", text("9223372036854775808"), false),
            ("a whole number from 0", text("18446744073709551615"), true),
            ("a whole number from 0", text("18446744073709551616"), false),
            ("a whole number from 0", text("-1"), false),
            (byte, text("1e2"), false),
            (byte, text("10.0"), false),
            (byte, text(" +10 "), true),
            ("a JSON value", Value::List(Vec::new()), true),
            ("a JSON value", Value::Null, true),
            ("text", Value::Null, false),
        ];
        for (expected, value, fits) in cases {
            let mut required = Required {
                file: String::new(),
                line: 1,
                field: String::new(),
                name: String::new(),
                section: "vars".to_owned(),
                expected: expected.to_owned(),
                optional: false,
            };
            assert_eq!(super::fits(&value, &required), fits, "{expected} {value:?}");
            required.optional = true;
            assert!(super::fits(&Value::Null, &required));
        }
    }
}
