//! Documents read and written as `serde_json` does it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Error, from_slice, from_str, to_string};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct All {
    small: i8,
    large: u64,
    wide: i128,
    float: f64,
    single: f32,
    flag: bool,
    letter: char,
    text: String,
    nothing: Option<u8>,
    unit: (),
    pair: (u8, String),
    list: Vec<i64>,
    wrapped: Wrapped,
    numbers: BTreeMap<i32, bool>,
    flags: BTreeMap<bool, u8>,
    named: BTreeMap<Shape, u8>,
    shapes: Vec<Shape>,
    any: Value,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Wrapped(String);

#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
enum Shape {
    Empty,
    One(u8),
    Two(u8, String),
    Named { side: u32 },
}

fn all() -> All {
    All {
        small: -128,
        large: u64::MAX,
        wide: -170_141_183_460_469_231_731_687_303_715_884_105_728,
        float: 0.1 + 0.2,
        single: 1e-7,
        flag: true,
        letter: 'é',
        text: "a\"\\\n\r\t\u{8}\u{c}\u{1}\u{7f}é\u{1F511}/".repeat(3),
        nothing: None,
        unit: (),
        pair: (7, String::new()),
        list: vec![0, -1, i64::MIN, i64::MAX],
        wrapped: Wrapped("in".to_owned()),
        numbers: [(-7, true), (9, false)].into(),
        flags: [(true, 1)].into(),
        named: [(Shape::Empty, 1)].into(),
        shapes: vec![
            Shape::Empty,
            Shape::One(1),
            Shape::Two(1, "b".to_owned()),
            Shape::Named { side: 4 },
        ],
        any: serde_json::json!({"a": [null, true, 1, -1, 1.5, "x", {}], "b": []}),
        rest: [("more".to_owned(), Value::from(1))].into(),
    }
}

#[test]
fn what_is_written_is_read() {
    let text = to_string(&all()).unwrap();
    assert_eq!(text, serde_json::to_string(&all()).unwrap());
    assert_eq!(from_str::<All>(&text).unwrap(), all());
    let spaced = serde_json::to_string_pretty(&all()).unwrap();
    assert_eq!(from_str::<All>(&spaced).unwrap(), all());
}

#[test]
fn every_character_is_written_as_serde_json_writes_it() {
    let characters = (0..=0x2100)
        .chain(0xFFF0..=0x1_0010)
        .filter_map(char::from_u32);
    for character in characters {
        let text = format!("ab{character}c");
        let both = BTreeMap::from([(&text, &text)]);
        let expected = serde_json::to_string(&both).unwrap();
        assert_eq!(to_string(&both).unwrap(), expected);
    }
}

#[test]
fn what_is_no_number_is_null() {
    let floats = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e300];
    let expected = serde_json::to_string(&floats).unwrap();
    assert_eq!(to_string(&floats).unwrap(), expected);
    assert!(expected.starts_with("[null,null,null,-0.0,"));
    assert_eq!(to_string(&f32::NAN).unwrap(), "null");
}

/// Each document, cut off and changed everywhere, is refused or read as `serde_json` does it.
#[test]
fn any_damage_is_seen_as_serde_json_sees_it() {
    let document = r#"{"a":[1,-20.5e+3,true,{"é\n\ud83d\udd11":null}],"b":"x\u00e9","c":{}} "#;
    let damage = [
        "", "\"", "\\", ",", "]", "}", "0", "-", ".", "e", "\u{1}", "\n", "n", "[", ":", "u",
    ];
    for at in 0..document.len() {
        let (Some(before), Some(after)) = (document.get(..at), document.get(at + 1..)) else {
            continue;
        };
        same::<Value>(before);
        for with in damage {
            same::<Value>(&format!("{before}{with}{after}"));
        }
    }
}

fn same<'de, T: Deserialize<'de> + PartialEq + std::fmt::Debug>(document: &'de str) {
    let ours: Result<T, Error> = from_str(document);
    let theirs: Result<T, _> = serde_json::from_str(document);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{document}"),
        (Err(ours), Err(theirs)) => {
            assert_eq!(
                ours.is_data(),
                theirs.is_data(),
                "{document}: {ours}, {theirs}"
            );
        }
        (ours, theirs) => panic!("{document}: {ours:?}, {theirs:?}"),
    }
}

#[test]
fn numbers() {
    for number in [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "1e0",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e308",
        "1.7976931348623157e308",
        "1e309",
        "5e-324",
        "2e-324",
        "0.1",
        "0.30000000000000004",
        "123456789012345678901234567890",
        "1.00000000000000000000000000001",
        "1e-400",
        "8.41470984807896506652502321630298999622563060798371e-1",
        "1e22",
        "1e23",
        "9007199254740993e3",
        "00",
        "1.",
        ".1",
        "+1",
        "1e",
        "1e+",
        "0x1",
        "-",
        "0e99999999999",
        "1e99999999999",
        "17976931348623158e292",
    ] {
        same::<f64>(number);
        same::<Value>(number);
        same::<u64>(number);
        same::<i8>(number);
        same::<i128>(number);
    }
}

#[test]
fn shapes() {
    for document in [
        r#""Empty""#,
        r#"{"Empty":null}"#,
        r#"{"One":1}"#,
        r#""One""#,
        r#"{"Two":[1,"x"]}"#,
        r#"{"Two":[1]}"#,
        r#"{"Two":[1,"x",2]}"#,
        r#"{"Named":{"side":1}}"#,
        r#"{"Named":[1]}"#,
        r#"{"One":1,"Two":2}"#,
        "{}",
        "[]",
        "1",
        r#"{"One":}"#,
        r#""Other""#,
        r#"{"Named":{}}"#,
        r#"{"Named":{"side":1,"side":2}}"#,
    ] {
        same::<Shape>(document);
    }
    for document in [
        r#"{"1":true}"#,
        r#"{"1 ":true}"#,
        r#"{" 1":true}"#,
        r#"{"-1":true}"#,
        r#"{"x":true}"#,
        r#"{"":true}"#,
        r#"{"1.5":true}"#,
    ] {
        same::<BTreeMap<i32, bool>>(document);
    }
    same::<&str>(r#""borrowed""#);
    same::<&str>(r#""esc\u0061ped""#);
    same::<Vec<u8>>("[1,2,300]");
    same::<(u8, u8)>("[1,2,3]");
    same::<(u8, u8)>("[1]");
    same::<()>("null");
    same::<Option<u8>>("nul");
}

#[test]
fn messages() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Order {
        price: f64,
        count: u8,
    }
    let cases = [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("x", "expected value at line 1 column 1"),
        (
            "{\"price\":\n 1.5,\"count\":300}",
            "invalid value: integer `300`, expected u8 at line 2 column 16",
        ),
        (
            "{\"price\":\"a\\\"b\"}",
            "invalid type: string \"a\\\"b\", expected f64 at line 1 column 15",
        ),
        (
            "{\"price\":true}",
            "invalid type: boolean `true`, expected f64 at line 1 column 13",
        ),
        (
            "{\"count\":1.5}",
            "invalid type: floating point `1.5`, expected u8 at line 1 column 12",
        ),
        (
            "{\"count\":1.0}",
            "invalid type: floating point `1.0`, expected u8 at line 1 column 12",
        ),
        (
            "{\"price\":null}",
            "invalid type: null, expected f64 at line 1 column 13",
        ),
        ("{\"price\":1}", "missing field `count` at line 1 column 11"),
        (
            "7",
            "invalid type: integer `7`, expected struct Order at line 1 column 1",
        ),
        ("{\"price\":01}", "invalid number at line 1 column 11"),
        ("{\"price\":1,}", "trailing comma at line 1 column 12"),
        ("{\"price\" 1}", "expected `:` at line 1 column 10"),
        (
            "{\"price\":1,\"count\":1}}",
            "trailing characters at line 1 column 22",
        ),
    ];
    for (document, expected) in cases {
        assert_eq!(
            from_str::<Order>(document).unwrap_err().to_string(),
            expected,
            "{document}"
        );
    }
    let error = from_slice::<String>(b"\"\xff\"").unwrap_err().to_string();
    assert_eq!(error, "invalid unicode code point at line 1 column 1");
    let error = to_string(&BTreeMap::from([(vec![1], 1)])).unwrap_err();
    assert_eq!(error.to_string(), "key must be a string");
    let error = to_string(&BTreeMap::from([(Some(1), 1), (None, 1)])).unwrap_err();
    assert_eq!(error.to_string(), "key must be a string");
}

#[test]
fn what_is_not_asked_for_is_skipped() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Id {
        id: u8,
    }
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let text = format!(
        r#"{{"x":{{"a":[1,{{"b":"]\"}}"}},1e999]}},"deep":{deep},"id":1,"y":{{}},"z":[]}}"#
    );
    assert_eq!(from_str::<Id>(&text).unwrap(), Id { id: 1 });
    for text in [
        r#"{"x":[1,],"id":1}"#,
        r#"{"x":{"a"},"id":1}"#,
        r#"{"x":[}"#,
        r#"{"x":01,"id":1}"#,
    ] {
        assert!(from_str::<Id>(text).is_err(), "{text}");
    }
    assert!(
        from_str::<Value>(&deep)
            .unwrap_err()
            .to_string()
            .contains("recursion limit")
    );
    let allowed = format!("{}{}", "[".repeat(127), "]".repeat(127));
    assert!(from_str::<Value>(&allowed).is_ok() && serde_json::from_str::<Value>(&allowed).is_ok());
    let too_deep = format!("[{allowed}]");
    assert!(
        from_str::<Value>(&too_deep).is_err() && serde_json::from_str::<Value>(&too_deep).is_err()
    );
}

#[test]
fn raw_values_of_serde_json() {
    let text = r#"{"a":[1, 2.50],"b":"x"}"#;
    let read: BTreeMap<String, Box<RawValue>> = from_str(text).unwrap();
    assert_eq!(read["a"].get(), "[1, 2.50]");
    assert_eq!(to_string(&read).unwrap(), text);
    let borrowed: &RawValue = from_str(" [1] ").unwrap();
    assert_eq!(borrowed.get(), "[1]");
}
