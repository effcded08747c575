//! Rust values as JavaScript values and back, with `JSON` and `structuredClone` as references.

use std::collections::{BTreeMap, HashMap};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::__private::codec::{Live, from_js, to_js};
use worker_sdk::time::{Timestamp, iso8601};
use worker_sdk::{Bytes, Result};

#[path = "../../../../worker-sdk/src/js/codec/tests/random.rs"]
mod random;

use random::{Any, Random, SEEDS, is_exact};

#[wasm_bindgen(module = "/tests/reference.js")]
extern "C" {
    fn parse(text: &str) -> JsValue;
    fn stringify(value: &JsValue) -> String;
    fn clone(value: &JsValue) -> JsValue;
    fn value(name: &str) -> JsValue;
    fn kind(value: &JsValue) -> String;
    fn is_zero_negative(value: &JsValue) -> i32;
    fn own_names(value: &JsValue) -> String;
    fn is_plain(value: &JsValue) -> i32;
    fn url_of(request: &JsValue) -> String;
    fn revived(text: &str) -> JsValue;
    fn shown(value: &JsValue) -> String;
    fn big_integer(text: &str) -> JsValue;
    fn texts_of_units(lists: &str) -> JsValue;
    fn names_of_units(lists: &str) -> JsValue;
    fn with_getter(call: &Closure<dyn FnMut() -> String>) -> JsValue;
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T> {
    from_js(&value(name))
}

fn failure<T: DeserializeOwned>(name: &str) -> String {
    match read::<T>(name) {
        Ok(_) => "it was read".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[worker_sdk::test]
fn random_values_are_what_json_makes_of_them() -> Result<()> {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..60 {
            let expected = random.json(5);
            let text = expected.to_string();
            let parsed = parse(&text);
            assert_eq!(from_js::<Value>(&parsed)?, expected, "seed {seed}");
            let made = to_js(&expected)?;
            assert_eq!(stringify(&made), stringify(&parsed), "seed {seed}");
            assert_eq!(from_js::<Value>(&clone(&made))?, expected, "seed {seed}");
        }
    }
    Ok(())
}

/// JSON has no bytes and no dates: JavaScript makes them where their names tell.
#[worker_sdk::test]
fn random_values_with_bytes_dates_and_large_integers() -> Result<()> {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        let mut refused = 0;
        for _ in 0..100 {
            let expected = random.value();
            let revived = revived(&serde_json::to_string(&expected)?);
            if let Some(integer) = expected.beyond() {
                let error = to_js(&expected).unwrap_err().to_string();
                assert!(error.ends_with(&not_sent(integer)), "seed {seed}: {error}");
                let error = from_js::<Any>(&revived).unwrap_err().to_string();
                assert!(error.ends_with(&not_read(integer)), "seed {seed}: {error}");
                refused += 1;
                continue;
            }
            let made = to_js(&expected)?;
            assert_eq!(shown(&made), shown(&revived), "seed {seed}");
            assert_eq!(from_js::<Any>(&revived)?, expected, "seed {seed}");
            assert_eq!(from_js::<Any>(&clone(&made))?, expected, "seed {seed}");
        }
        assert!((5..50).contains(&refused), "seed {seed}: {refused}");
    }
    Ok(())
}

fn not_sent(integer: i128) -> String {
    format!(
        "{integer} is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text"
    )
}

fn not_read(integer: i128) -> String {
    let number = integer as f64;
    format!(
        "found the number {number}, which is beyond 2^53 − 1 and may be rounded; pass it as text"
    )
}

fn is_same_or_refused<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    integer: T,
    wide: i128,
) -> Result<()> {
    let text = wide.to_string();
    assert_eq!(from_js::<T>(&big_integer(&text))?, integer);
    match (to_js(&integer), from_js::<T>(&parse(&text))) {
        (Ok(made), Ok(read)) if is_exact(wide) => {
            assert_eq!((stringify(&made), read), (text, integer));
        }
        (Err(send), Err(read)) if !is_exact(wide) => {
            assert!(send.to_string().ends_with(&not_sent(wide)), "{send}");
            assert!(read.to_string().ends_with(&not_read(wide)), "{read}");
        }
        (made, read) => panic!("{wide}: {made:?}, {read:?}"),
    }
    Ok(())
}

#[worker_sdk::test]
fn random_integers_are_the_same_or_refused() -> Result<()> {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..200 {
            let (signed, unsigned) = (random.signed(), random.unsigned());
            is_same_or_refused(signed, signed.into())?;
            is_same_or_refused(unsigned, unsigned.into())?;
        }
    }
    Ok(())
}

/// ASCII, pairs, halves of pairs, and any other unit; few of them, or more than the usual buffer holds.
fn units(random: &mut Random) -> Vec<u16> {
    let length = match random.below(100) {
        0 => random.below(20_000),
        _ => random.below(8),
    };
    let mut units = Vec::new();
    for _ in 0..length {
        match random.below(5) {
            0 => units.push(random.below(0x80) as u16),
            1 => units.push(random.next() as u16),
            2 => units.push(0xD800 + random.below(0x400) as u16),
            3 => units.push(0xDC00 + random.below(0x400) as u16),
            _ => units.extend('😀'.encode_utf16(&mut [0; 2]).iter()),
        }
    }
    units
}

#[worker_sdk::test]
fn random_utf_16_is_read_as_rust_reads_it() -> Result<()> {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..60 {
            let lists: Vec<Vec<u16>> = (0..random.below(8)).map(|_| units(&mut random)).collect();
            let expected: Vec<String> = lists
                .iter()
                .map(|units| String::from_utf16_lossy(units))
                .collect();
            let text = serde_json::to_string(&lists)?;
            let read: Vec<String> = from_js(&texts_of_units(&text))?;
            assert_eq!(read, expected, "seed {seed}");
            let names: Vec<BTreeMap<String, String>> = from_js(&names_of_units(&text))?;
            let pairs = names.into_iter().flatten();
            let twice = expected.iter().map(|text| (text.clone(), text.clone()));
            assert!(pairs.eq(twice), "seed {seed}: {lists:x?}");
            assert_eq!(stringify(&to_js(&expected)?), json!(expected).to_string());
        }
    }
    Ok(())
}

#[worker_sdk::test]
fn texts_of_all_sizes() -> Result<()> {
    for part in ["a", "ü", "€", "😀", "\0", "aü€😀"] {
        for count in [0, 1, 7, 23, 24, 25, 1_000, 100_000] {
            let text = part.repeat(count);
            let list = [text.as_str(), "", "z", &text];
            let made = to_js(&list)?;
            assert_eq!(from_js::<Vec<String>>(&clone(&made))?, list);
            assert_eq!(stringify(&made), json!(list).to_string());
        }
    }
    Ok(())
}

#[worker_sdk::test]
fn many_values() -> Result<()> {
    let list: Vec<(u32, f64, String)> = (0..20_000)
        .map(|n| (n, f64::from(n) / 3.0, format!("text {n}")))
        .collect();
    let made = to_js(&list)?;
    assert_eq!(from_js::<Vec<(u32, f64, String)>>(&made)?, list);
    Ok(())
}

/// Names are written once for objects in a row that have the same ones.
#[worker_sdk::test]
fn objects_in_a_row() -> Result<()> {
    let lists = [
        r#"[{"a":1,"b":"x"},{"a":2,"b":"y"},{"a":3,"b":"z"}]"#,
        r#"[{"a":1,"b":2},{"a":3},{"a":4,"b":5,"c":6},{"b":7,"a":8},{},{"a":9,"b":10}]"#,
        r#"[{"a":{"b":1,"c":2},"d":{"b":3}},{"a":{"b":4,"c":5},"d":{"b":6}},{"a":{"c":7},"d":null}]"#,
        r#"[{"größe":1,"ü":"ä"},{"größe":2,"ü":"€"},{"a":"😀"},{"a":true},{"größe":3,"a":"é"}]"#,
        r#"[{"a":[{"b":1},{"b":2}]},{"a":[{"b":3},{"c":4}]},{"":5},{"":6,"__proto__":7}]"#,
        r#"[{"2":1,"1":2},{"1":3,"2":4},{"ab":1,"c":2},{"a":3,"bc":4}]"#,
    ];
    for text in lists {
        let expected: Value = serde_json::from_str(text)?;
        assert_eq!(from_js::<Value>(&parse(text))?, expected, "{text}");
    }
    let long = "n".repeat(20_000);
    let text = format!(r#"[{{"{long}":1}},{{"{long}":2}},{{"a":3}}]"#);
    let expected: Value = serde_json::from_str(&text)?;
    assert_eq!(from_js::<Value>(&parse(&text))?, expected);
    Ok(())
}

/// Names that an object has of its prototype are not its own, as in JSON, also where the object before has them itself.
#[worker_sdk::test]
fn inherited_names_are_left_out() -> Result<()> {
    for name in ["inherited", "inherited_by_all"] {
        assert_eq!(
            read::<Value>(name)?,
            json!([{"a": 1, "b": 2}, {"a": 3}, {"a": 4, "b": 5}]),
            "{name}"
        );
    }
    let both = json!({"a": 1, "b": 2});
    assert_eq!(from_js::<Value>(&parse(&both.to_string()))?, both);
    assert_eq!(read::<Value>("inherited_alone")?, json!({"a": 3}));
    Ok(())
}

/// What has the names of an object that was read before, or its first ones, alone.
#[worker_sdk::test]
fn objects_one_after_the_other() -> Result<()> {
    let texts = [
        r#"{"a":1,"b":{"c":"x"},"d":true}"#,
        r#"{"a":2,"b":{"c":"y"}}"#,
        r#"{"a":3}"#,
        r#"{"b":{"c":[1,2]},"a":"ü"}"#,
        r#"[{"x":"é"},{"a":4,"b":null}]"#,
        r#"{"a":5,"b":[{"c":1},{"d":2}],"d":"last"}"#,
        r#"{}"#,
    ];
    for text in texts.iter().chain(texts.iter().rev()) {
        let expected: Value = serde_json::from_str(text)?;
        assert_eq!(from_js::<Value>(&parse(text))?, expected, "{text}");
    }
    Ok(())
}

#[worker_sdk::test]
fn numbers() -> Result<()> {
    let numbers: Vec<f64> = read("numbers")?;
    let expected = [
        0.0,
        -0.0,
        0.1,
        5e-324,
        f64::MAX,
        9_007_199_254_740_991.0,
        -9_007_199_254_740_991.0,
    ];
    let bits = |list: &[f64]| list.iter().map(|n| n.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&numbers), bits(&expected));
    assert_eq!(is_zero_negative(&to_js(&-0.0)?), 1);
    assert_eq!(is_zero_negative(&to_js(&0.0)?), 0);
    let odd: Vec<f64> = read("no_numbers")?;
    assert!(odd[0].is_nan() && odd[1] == f64::INFINITY && odd[2] == f64::NEG_INFINITY);
    assert_eq!(to_js(&i64::from(u32::MAX))?.as_f64(), Some(4_294_967_295.0));
    assert_eq!(
        to_js(&((1_i64 << 53) - 1))?.as_f64(),
        Some(9_007_199_254_740_991.0)
    );
    Ok(())
}

#[worker_sdk::test]
fn integers_are_never_rounded() {
    let error = to_js(&json!({"orders": [{"id": 1_u64 << 53}]})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot send `orders[0].id`: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not exact; \
         pass it as text"
    );
    let error = from_js::<Vec<u64>>(&parse("[1, 9007199254740993]")).unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "cannot read `[1]`: expected u64, found the number 9007199254740992, which is beyond 2^53 − 1 and may be \
         rounded; pass it as text"
    );
}

#[worker_sdk::test]
fn big_integers_are_read() -> Result<()> {
    assert_eq!(read::<i64>("signed")?, i64::MIN);
    assert_eq!(read::<u64>("unsigned")?, u64::MAX);
    assert_eq!(
        failure::<u64>("huge"),
        "cannot read the value: expected u64, found a `bigint` of more than 64 bits"
    );
    assert_eq!(
        failure::<u64>("signed"),
        "cannot read the value: expected u64, found the number -9223372036854775808"
    );
    Ok(())
}

#[worker_sdk::test]
fn dates() -> Result<()> {
    let day = Timestamp::from_millis(86_400_000.0);
    let date = to_js(&day)?;
    assert_eq!(kind(&date), "[object Date]");
    assert_eq!(stringify(&date), r#""1970-01-02T00:00:00.000Z""#);
    assert_eq!(from_js::<Timestamp>(&date)?, day);
    assert_eq!(read::<f64>("date")?, 86_400_000.0);
    assert_eq!(read::<u64>("date")?, 86_400_000);
    assert_eq!(read::<String>("date")?, "1970-01-02T00:00:00.000Z");
    assert_eq!(read::<Value>("date")?, json!("1970-01-02T00:00:00.000Z"));
    assert_eq!(
        from_js::<Timestamp>(&to_js(&5)?)?,
        Timestamp::from_millis(5.0)
    );
    assert_eq!(read::<Value>("no_date")?, Value::Null);
    assert!(read::<Timestamp>("no_date")?.as_millis().is_nan());
    assert_eq!(serde_json::to_string(&day)?, "86400000");
    for json in ["86400000", "864e5", "\"1970-01-02T01:00:00.000+01:00\""] {
        assert_eq!(serde_json::from_str::<Timestamp>(json)?, day, "{json}");
    }
    for text in ["1970-01-02T00:00:00Z", "86400000"] {
        assert_eq!(from_js::<Timestamp>(&to_js(text)?)?, day, "{text}");
    }
    let before = serde_json::from_str::<Timestamp>("-1")?;
    assert_eq!(before.as_millis(), -1.0);
    for text in [
        "tomorrow", "NaN", "-nan", "inf", "infinity", "1e999", "-1e999",
    ] {
        let error = from_js::<Timestamp>(&to_js(text)?).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot read the value: expected a date, found the text \"{text}\"")
        );
    }
    Ok(())
}

/// Not their bytes, which are other numbers.
#[worker_sdk::test]
fn elements_of_typed_arrays() -> Result<()> {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Arrays {
        f32: Vec<f32>,
        f64: [f64; 1],
        i8: Vec<i8>,
        i16: Vec<i16>,
        u16: Vec<u16>,
        i32: Vec<i32>,
        u32: Vec<u32>,
        i64: Vec<i64>,
        u64: Vec<u64>,
        u8: Vec<u8>,
        none: Vec<f64>,
    }
    let expected = Arrays {
        f32: vec![1.5, -0.25],
        f64: [0.1],
        i8: vec![-1, 2],
        i16: vec![-300],
        u16: vec![1, 65535],
        i32: vec![-70000],
        u32: vec![u32::MAX],
        i64: vec![i64::MIN],
        u64: vec![u64::MAX],
        u8: vec![1, 255],
        none: vec![],
    };
    assert_eq!(read::<Arrays>("elements")?, expected);
    assert_eq!(read::<Value>("floats")?, json!([1]));
    assert_eq!(
        failure::<BTreeMap<String, Vec<u8>>>("elements"),
        "cannot read `f32[0]`: expected u8, found the number 1.5"
    );
    assert_eq!(
        failure::<[u8; 2]>("floats"),
        "cannot read the value: invalid length 1, expected an array of length 2"
    );
    Ok(())
}

/// serde asks for any value there, and a `Float32Array` is its elements then; `Uint8Array` and `ArrayBuffer` are bytes.
#[worker_sdk::test]
fn bytes_of_which_serde_does_not_know_the_type() -> Result<()> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Bytes(Bytes),
    }
    for (name, expected) in [
        ("floats", &[1][..]),
        ("bytes", &[0, 1, 255]),
        ("buffer", &[0, 1, 255]),
    ] {
        let Either::Bytes(found) = read(name)?;
        assert_eq!(*found, expected, "{name}");
    }
    Ok(())
}

#[worker_sdk::test]
fn bytes() -> Result<()> {
    let made = to_js(&Bytes(vec![0, 1, 255]))?;
    assert_eq!(kind(&made), "[object Uint8Array]");
    for name in ["bytes", "buffer", "part"] {
        assert_eq!(read::<Bytes>(name)?.0, [0, 1, 255], "{name}");
        assert_eq!(read::<Vec<u8>>(name)?, [0, 1, 255], "{name}");
    }
    assert_eq!(read::<Bytes>("floats")?.0, 1.0_f32.to_le_bytes());
    assert_eq!(from_js::<Bytes>(&parse("[0, 1, 255]"))?.0, [0, 1, 255]);
    assert_eq!(stringify(&to_js(&vec![0_u8, 1])?), "[0,1]");
    let both = BTreeMap::from([("a", Bytes(vec![1; 100])), ("b", Bytes(vec![]))]);
    let back: BTreeMap<String, Bytes> = from_js(&clone(&to_js(&both)?))?;
    assert_eq!((back["a"].len(), back["b"].len()), (100, 0));
    assert_eq!(
        failure::<[u8; 2]>("bytes"),
        "cannot read the value: expected a list of 2, found one of 3"
    );
    assert_eq!(
        failure::<String>("bytes"),
        "cannot read the value: expected a string, found bytes"
    );
    Ok(())
}

#[worker_sdk::test]
fn maps() -> Result<()> {
    let expected = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    assert_eq!(read::<BTreeMap<String, i32>>("map")?, expected);
    assert_eq!(read::<Value>("map")?, json!({"a": 1, "b": 2}));
    let made = to_js(&expected)?;
    assert_eq!(
        (is_plain(&made), stringify(&made).as_str()),
        (1, r#"{"a":1,"b":2}"#)
    );
    let numbered: BTreeMap<u8, String> = read("map_of_numbers")?;
    assert_eq!(
        numbered,
        BTreeMap::from([(1, "one".into()), (2, "two".into())])
    );
    assert_eq!(
        from_js::<BTreeMap<u8, String>>(&to_js(&numbered)?)?,
        numbered
    );
    let order: Vec<i32> = read("set")?;
    assert_eq!(order, [3, 1, 2]);
    let hashed: HashMap<String, Bytes> = from_js(&to_js(&HashMap::from([("k", Bytes(vec![1]))]))?)?;
    assert_eq!(hashed["k"].0, [1]);
    Ok(())
}

#[worker_sdk::test]
fn proto_is_a_name_like_others() -> Result<()> {
    let text = r#"{"__proto__":{"admin":true},"constructor":1}"#;
    let expected: Value = serde_json::from_str(text)?;
    assert_eq!(from_js::<Value>(&parse(text))?, expected);
    let made = to_js(&expected)?;
    assert_eq!(own_names(&made), r#"["__proto__","constructor"]"#);
    assert_eq!((is_plain(&made), stringify(&made).as_str()), (1, text));
    Ok(())
}

#[worker_sdk::test]
fn halves_of_pairs_are_replaced() -> Result<()> {
    let texts: Vec<String> = read("half_a_pair")?;
    assert_eq!(texts, ["a\u{fffd}", "\u{fffd}b", "😀"]);
    let object: BTreeMap<String, String> = read("object_of_halves")?;
    assert_eq!(object["\u{fffd}"], "\u{fffd}");
    Ok(())
}

#[derive(Deserialize, Serialize, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
struct Optional {
    a: Option<u8>,
    #[serde(default)]
    b: Vec<u8>,
    d: u8,
}

#[worker_sdk::test]
fn nothing_is_null_or_absent() -> Result<()> {
    let expected = Optional {
        a: None,
        b: vec![],
        d: 4,
    };
    assert_eq!(from_js::<Optional>(&parse(r#"{"d":4}"#))?, expected);
    assert_eq!(
        from_js::<Optional>(&parse(r#"{"a":null,"d":4}"#))?,
        expected
    );
    assert_eq!(stringify(&to_js(&expected)?), r#"{"a":null,"b":[],"d":4}"#);
    assert_eq!(read::<Value>("left_out")?, json!({"d": 4}));
    assert_eq!(
        read::<Value>("list_with_holes")?,
        json!([1, null, null, null, null])
    );
    assert_eq!(from_js::<Option<u8>>(&JsValue::UNDEFINED)?, None);
    assert_eq!(stringify(&to_js(&())?), "null");
    Ok(())
}

#[worker_sdk::test]
fn objects_of_other_kinds() -> Result<()> {
    assert_eq!(read::<Value>("without_prototype")?, json!({"a": 1}));
    assert_eq!(read::<Value>("instance")?, json!({"x": 1, "y": 2}));
    assert_eq!(read::<Value>("boxed")?, json!([1, "s", true]));
    assert_eq!(
        read::<Value>("error")?,
        json!({"name": "TypeError", "message": "no", "code": 7})
    );
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    inner: Vec<Live>,
}

#[worker_sdk::test]
fn values_that_stay_in_javascript() -> Result<()> {
    let envelope: Envelope = read("request")?;
    assert_eq!(url_of(&envelope.inner[0].0), "https://example.com/");
    let back: Envelope = from_js(&to_js(&envelope)?)?;
    assert_eq!(back.inner[0].0, envelope.inner[0].0);
    assert_eq!(
        failure::<Value>("request"),
        "cannot read `inner[0]`: expected any valid JSON value, found a value that stays in JavaScript"
    );
    assert_eq!(
        from_js::<Live>(&parse("1")).unwrap_err().to_string(),
        "cannot read the value: expected a value that stays in JavaScript, found the number 1"
    );
    assert!(serde_json::to_string(&envelope).is_err());
    Ok(())
}

#[worker_sdk::test]
fn what_contains_itself_is_refused() {
    assert_eq!(
        failure::<Value>("cycle"),
        "cannot read `list[0].back…`: more than 128 levels of values, one inside the other; is it part of itself?"
    );
}

/// A client's message of some hundred bytes can be each of these.
#[worker_sdk::test]
fn what_is_too_much_is_refused() {
    assert_eq!(
        failure::<Value>("holes"),
        "cannot read `[4194302]…`: too many values, about four million; is it a list with holes, or one value many times?"
    );
    let shared = failure::<Value>("shared");
    assert!(
        shared.ends_with(
            ": too many values, about four million; is it a list with holes, or one value many times?"
        ),
        "{shared}"
    );
    for one in ["many_texts", "many_bytes"] {
        assert_eq!(
            failure::<Value>(one),
            "cannot read the value: more than 64 MiB of text and bytes; pass so much as a stream"
        );
    }
}

/// Another value cannot be read in the middle of one, whose words it would take.
#[worker_sdk::test]
fn getters_that_read_a_value_are_refused() -> Result<()> {
    let read_another = Closure::new(|| failure::<Value>("request"));
    let outer: Value = from_js(&with_getter(&read_another))?;
    let said = "cannot read a value while a getter of another one runs";
    assert_eq!(outer, json!({"before": 1, "inner": said, "after": 2}));
    Ok(())
}

#[worker_sdk::test]
fn nesting_has_a_limit() -> Result<()> {
    let nested = |levels| "[".repeat(levels) + &"]".repeat(levels);
    // The parser of JSON refuses to go as deep as the codec.
    let inner: Value = from_js(&parse(&nested(128)))?;
    assert!(to_js(&inner).is_ok());
    assert!(to_js(&[inner]).is_err());
    let error = from_js::<Value>(&parse(&nested(129))).unwrap_err();
    assert!(
        error.to_string().contains("more than 128 levels"),
        "{error}"
    );
    assert!(from_js::<Value>(&parse(&nested(5_000))).is_err());
    Ok(())
}

#[worker_sdk::test]
fn what_a_getter_throws_is_kept() {
    let error = read::<Value>("throws").unwrap_err();
    assert!(error.is_named("RangeError"), "{error}");
    assert_eq!(
        error.to_string(),
        "reading a JavaScript value failed: RangeError: not today"
    );
    assert_eq!(
        read::<Vec<f64>>("numbers").map(|list| list.len()).ok(),
        Some(7)
    );
}

#[derive(Deserialize, Serialize, Debug, PartialEq)]
enum Shape {
    Point,
    Circle(f64),
    Line(f64, f64),
    Box { width: f64 },
}

#[worker_sdk::test]
fn enums_are_those_of_json() -> Result<()> {
    let shapes = vec![
        Shape::Point,
        Shape::Circle(1.5),
        Shape::Line(1.0, 2.0),
        Shape::Box { width: 3.0 },
    ];
    let made = to_js(&shapes)?;
    assert_eq!(
        stringify(&made),
        r#"["Point",{"Circle":1.5},{"Line":[1,2]},{"Box":{"width":3}}]"#
    );
    assert_eq!(from_js::<Vec<Shape>>(&made)?, shapes);
    let message = |text| from_js::<Vec<Shape>>(&parse(text)).unwrap_err().to_string();
    assert_eq!(
        message(r#"["Circle"]"#),
        "cannot read `[0]`: expected an object with one field, found the text \"Circle\" alone"
    );
    assert_eq!(
        message(r#"[{"Box":{"width":"3"}}]"#),
        "cannot read `[0].Box.width`: expected f64, found the text \"3\""
    );
    assert_eq!(
        message(r#"[{"a":1,"b":2}]"#),
        "cannot read `[0]`: expected enum Shape, found an object that has not exactly one field"
    );
    Ok(())
}

/// As JavaScript makes it of a type whose fields are all optional.
#[worker_sdk::test]
fn an_enum_may_have_fields_that_are_undefined() -> Result<()> {
    let shapes = value("shapes_beside_undefined");
    let expected = vec![
        Shape::Circle(1.0),
        Shape::Line(1.0, 2.0),
        Shape::Box { width: 1.0 },
        Shape::Point,
    ];
    assert_eq!(from_js::<Vec<Shape>>(&shapes)?, expected);
    for wrong in ["no_shape", "two_shapes", "empty"] {
        assert_eq!(
            failure::<Shape>(wrong),
            "cannot read the value: expected enum Shape, found an object that has not exactly one field",
            "{wrong}"
        );
    }
    Ok(())
}

/// Arithmetic makes it, of `0 * -1` and `Math.round(-0.2)`.
#[worker_sdk::test]
fn minus_zero_is_an_integer() -> Result<()> {
    #[derive(Deserialize, Debug, PartialEq)]
    struct Place {
        x: i32,
        y: u8,
        z: Option<u64>,
        w: f64,
    }
    let place: Place = read("minus_zeros")?;
    assert_eq!((place.x, place.y, place.z), (0, 0, Some(0)));
    assert!(place.w == 0.0 && place.w.is_sign_negative());
    assert_eq!(read::<i32>("minus_zero")?, 0);
    assert_eq!(read::<u8>("minus_zero")?, 0);
    assert_eq!(read::<Vec<i128>>("list_with_minus_zero")?, [0, -1]);
    Ok(())
}

/// What is behind the first entry, which is all that it takes.
#[derive(Debug)]
struct First(String, u32);

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = First;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<First, A::Error> {
                let key: String = map.next_key()?.unwrap_or_default();
                Ok(match key.as_str() {
                    "" | "unread" => First(key, 0),
                    _ => First(key, map.next_value()?),
                })
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[worker_sdk::test]
fn entries_that_a_type_leaves_are_not_taken_for_the_next_value() -> Result<()> {
    let read = |name| {
        let read = read::<Vec<First>>(name);
        read.map(|all| {
            all.into_iter()
                .map(|First(key, value)| (key, value))
                .collect::<Vec<_>>()
        })
    };
    let pairs = [("a", 1), ("c", 3)].map(|(key, value)| (key.to_owned(), value));
    for whole in [
        "entries_alone",
        "entries_beside_undefined",
        "entries_of_maps",
    ] {
        assert_eq!(read(whole)?, pairs, "{whole}");
    }
    for (left, expected) in [
        ("entries_left", "a map of 1, found one of 2"),
        ("entries_of_a_map_left", "a map of 1, found one of 2"),
        ("value_left", "a map of 0, found one of 1"),
        ("value_of_a_map_left", "a map of 0, found one of 1"),
    ] {
        assert_eq!(
            read(left).unwrap_err().to_string(),
            format!("cannot read `[0]`: expected {expected}"),
            "{left}"
        );
    }
    Ok(())
}

#[derive(Deserialize, Serialize, Debug, PartialEq)]
struct Note {
    #[serde(with = "iso8601")]
    at: Timestamp,
    #[serde(with = "iso8601::option", default)]
    read_at: Option<Timestamp>,
}

/// Dates outside of the years 0 to 9999 have a sign and six digits, and end 100 million days from 1970.
#[worker_sdk::test]
fn times_of_every_year_are_text() -> Result<()> {
    for (ms, text) in [
        (-62_167_219_200_001.0, "-000001-12-31T23:59:59.999Z"),
        (-62_167_219_200_000.0, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999.0, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000.0, "+010000-01-01T00:00:00.000Z"),
        (8.64e15, "+275760-09-13T00:00:00.000Z"),
        (-8.64e15, "-271821-04-20T00:00:00.000Z"),
    ] {
        let at = Timestamp::from_millis(ms);
        assert_eq!(at.to_iso_string().as_deref(), Some(text));
        let json = serde_json::to_string(&Note { at, read_at: None })?;
        assert_eq!(serde_json::from_str::<Note>(&json)?.at, at, "{json}");
    }
    Ok(())
}

#[worker_sdk::test]
fn times_are_text_where_a_field_says_so() -> Result<()> {
    let time = Timestamp::from_millis(1_500.0);
    for (read_at, json) in [
        (
            Some(time),
            r#"{"at":"1970-01-01T00:00:01.500Z","read_at":"1970-01-01T00:00:01.500Z"}"#,
        ),
        (None, r#"{"at":"1970-01-01T00:00:01.500Z","read_at":null}"#),
    ] {
        let note = Note { at: time, read_at };
        assert_eq!(serde_json::to_string(&note)?, json);
        assert_eq!(serde_json::from_str::<Note>(json)?, note);
        let made = to_js(&note)?;
        assert_eq!(stringify(&made), json);
        assert_eq!(from_js::<Note>(&made)?, note);
    }
    let missing = serde_json::from_str::<Note>(r#"{"at":"1970-01-01T00:00:01.5Z"}"#)?;
    assert_eq!(missing.read_at, None);
    let error = |json| serde_json::from_str::<Note>(json).unwrap_err().to_string();
    assert_eq!(
        error(r#"{"at":"today"}"#),
        "invalid value: string \"today\", expected a time such as `2026-11-20T12:00:00Z` at line 1 column 13"
    );
    assert_eq!(
        error(r#"{"at":5}"#),
        "invalid type: integer `5`, expected a time such as `2026-11-20T12:00:00Z` at line 1 column 7"
    );
    let never = Note {
        at: Timestamp::from_millis(f64::NAN),
        read_at: None,
    };
    assert_eq!(
        serde_json::to_string(&never).unwrap_err().to_string(),
        "no calendar has this time"
    );
    Ok(())
}
