//! Through a tape and back, without JavaScript.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Bytes, from_tape, ser};
use crate::error::Detail;
use crate::js::tape::{Reader, Tag, Writer};
use crate::time::Timestamp;

mod random;

use random::{Any, Random, SEEDS, is_exact};

fn written<T: Serialize + ?Sized>(value: &T) -> Result<Writer, String> {
    let mut writer = Writer::default();
    match value.serialize(ser::Serializer::new(&mut writer)) {
        Ok(()) => Ok(writer),
        Err(problem) => Err(text(&problem.while_writing())),
    }
}

fn read<T: DeserializeOwned>(writer: &Writer) -> Result<T, String> {
    from_tape(writer.reader()).map_err(|problem| text(&problem.while_reading("")))
}

fn text(detail: &dyn Detail) -> String {
    detail.to_string()
}

fn back<T: Serialize + DeserializeOwned>(value: &T) -> Result<T, String> {
    read(&written(value)?)
}

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
    assert_eq!(back(&value).as_ref(), Ok(&value));
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
enum Shape {
    Unit,
    Newtype(u8),
    Tuple(i64, String),
    Struct { a: Option<bool>, b: Vec<f64> },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Order {
    price: f64,
    #[serde(default)]
    note: Option<String>,
    shapes: Vec<Shape>,
    unit: (),
}

#[test]
fn values_survive() {
    survives(Order {
        price: 0.1,
        note: Some("ü€😀\0".into()),
        shapes: vec![
            Shape::Unit,
            Shape::Newtype(255),
            Shape::Tuple(-(1 << 53) + 1, String::new()),
            Shape::Struct {
                a: None,
                b: vec![f64::MIN_POSITIVE, f64::MAX, f64::INFINITY],
            },
        ],
        unit: (),
    });
    survives((1_u8, -2_i16, 'ü', true, None::<u8>, Some(3_u32)));
    survives(Bytes(vec![0, 255]));
    survives(vec![0_u8, 255]);
    survives(Timestamp::from_millis(1.5));
    survives(BTreeMap::from([
        (1_u64, "a".to_owned()),
        (2, String::new()),
    ]));
    survives(BTreeMap::from([
        (true, Bytes(vec![])),
        (false, Bytes(vec![7])),
    ]));
    survives(BTreeMap::from([
        ("__proto__".to_owned(), 1),
        (String::new(), 2),
    ]));
    survives(i128::from(exact()));
    survives(exact());
}

fn exact() -> u64 {
    (1 << 53) - 1
}

#[test]
fn numbers_keep_all_bits() -> Result<(), String> {
    for number in [-0.0, 0.0, 5e-324, 1.0 / 3.0, f64::NEG_INFINITY, 9e15] {
        assert_eq!(back(&number)?.to_bits(), f64::to_bits(number));
    }
    assert!(back(&f64::NAN)?.is_nan());
    assert!(back(&-f64::NAN)?.is_nan());
    let value: serde_json::Value = read(&written(&(1.0, 1.5, -0.0, -7))?)?;
    assert_eq!(value.to_string(), "[1,1.5,-0.0,-7]");
    Ok(())
}

#[derive(Deserialize, Debug, PartialEq)]
struct Reading {
    orders: Vec<Order>,
}

#[derive(Serialize)]
struct Wrong<T> {
    orders: [BTreeMap<&'static str, T>; 1],
}

fn wrong<T: Serialize>(field: &'static str, value: T) -> String {
    let wrong = Wrong {
        orders: [BTreeMap::from([(field, value)])],
    };
    match written(&wrong).and_then(|tape| read::<Reading>(&tape)) {
        Ok(value) => format!("{value:?}"),
        Err(error) => error,
    }
}

#[test]
fn messages_name_path_expected_and_found() {
    let messages = [
        (
            wrong("price", "12"),
            "cannot read `orders[0].price`: expected f64, found the text \"12\"",
        ),
        (
            wrong("price", None::<u8>),
            "cannot read `orders[0].price`: expected f64, found null",
        ),
        (
            wrong("note", true),
            "cannot read `orders[0].note`: expected a string, found `true`",
        ),
        (
            wrong("shapes", 1),
            "cannot read `orders[0].shapes`: expected a sequence, found the number 1",
        ),
        (
            wrong("shapes", [Some("Round")]),
            "cannot read `orders[0].shapes[0]`: unknown variant `Round`, expected one of `Unit`, `Newtype`, `Tuple`, `Struct`",
        ),
        (
            wrong("other", 1),
            "cannot read `orders[0]`: there is no `price`",
        ),
        (
            wrong("price", u64::MAX),
            "cannot send `orders[0].price`: 18446744073709551615 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text",
        ),
        (
            written(&exact())
                .and_then(|tape| read::<u8>(&tape))
                .unwrap_err(),
            "cannot read the value: expected u8, found the number 9007199254740991",
        ),
        (
            written(&1e16)
                .and_then(|tape| read::<i64>(&tape))
                .unwrap_err(),
            "cannot read the value: expected i64, found the number 10000000000000000, which is beyond 2^53 − 1 and may be rounded; pass it as text",
        ),
        (
            written(&[1, 2, 3])
                .and_then(|tape| read::<(u8, u8)>(&tape))
                .unwrap_err(),
            "cannot read the value: expected a list of 2, found one of 3",
        ),
        (
            written(&BTreeMap::from([(vec![1], 1)]))
                .err()
                .unwrap_or_default(),
            "cannot send the value: the key of a map is no text, number or boolean; write the map as a list of pairs",
        ),
    ];
    for (message, expected) in messages {
        assert_eq!(message, expected);
    }
}

#[test]
fn bytes_of_another_length() {
    let bytes = Bytes(vec![1, 2, 3]);
    let read = |tape: Writer| read::<[u8; 2]>(&tape);
    assert_eq!(
        written(&bytes).and_then(read).unwrap_err(),
        "cannot read the value: expected a list of 2, found one of 3"
    );
    assert_eq!(
        back(&(Bytes(vec![]), [7_u8, 9])),
        Ok((Bytes(vec![]), [7, 9]))
    );
}

/// JavaScript writes no such tapes.
#[test]
fn nonsense_is_an_error() {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..5_000 {
            let words: Vec<u64> = (0..random.below(40)).map(|_| word(&mut random)).collect();
            let reader = Reader::new(&words, "aü€😀 and more", b"bytes", random.below(2) == 0);
            let _ = from_tape::<serde_json::Value>(reader.clone());
            let _ = from_tape::<Order>(reader.clone());
            let _ = from_tape::<Any>(reader.clone());
            let _ = from_tape::<Vec<Shape>>(reader);
        }
    }
}

/// A number, or a tag with a small payload; no date, whose text JavaScript makes.
fn word(random: &mut Random) -> u64 {
    match random.below(4) {
        0 => random.next() >> 1,
        _ => match random.below(20) + 1 {
            11 => 0,
            tag => 0xFFF8_0000_0000_0000 | tag << 32 | random.below(5),
        },
    }
}

#[derive(Serialize, Deserialize)]
struct Nested(Vec<Nested>);

#[test]
fn nesting_has_a_limit() {
    let nested = |levels| (1..levels).fold(Nested(vec![]), |inner, _| Nested(vec![inner]));
    assert!(back(&nested(128)).is_ok());
    let Err(message) = written(&nested(129)) else {
        panic!("129 levels were written")
    };
    assert!(
        message.ends_with("more than 128 levels of values, one inside the other"),
        "{message}"
    );
}

/// What JavaScript has and Rust does not write.
#[test]
fn fields_without_a_value_are_absent() {
    let mut writer = Writer::default();
    let object = writer.open(Tag::Object);
    for (name, tag) in [
        ("price", Tag::Null),
        ("note", Tag::Undefined),
        ("other", Tag::Nothing),
    ] {
        writer.text(name);
        match name {
            "price" => writer.number(1.0),
            _ => writer.tag(tag),
        }
    }
    writer.close(object, 3);
    let value: Result<BTreeMap<String, f64>, _> = read(&writer);
    assert_eq!(value, Ok(BTreeMap::from([("price".to_owned(), 1.0)])));
}

#[test]
fn random_json_survives() -> Result<(), String> {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..100 {
            let value = random.json(5);
            assert_eq!(back(&value)?, value, "seed {seed}");
        }
    }
    Ok(())
}

fn beyond(integer: impl std::fmt::Display) -> String {
    format!(
        "{integer} is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text"
    )
}

#[test]
fn random_values_survive_or_have_too_large_an_integer() {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        let mut refused = 0;
        for _ in 0..500 {
            let value = random.value();
            let Some(integer) = value.beyond() else {
                assert_eq!(back(&value), Ok(value), "seed {seed}");
                continue;
            };
            let error = written(&value).err().unwrap_or_default();
            assert!(error.ends_with(&beyond(integer)), "seed {seed}: {error}");
            refused += 1;
        }
        assert!((50..250).contains(&refused), "seed {seed}: {refused}");
    }
}

fn sent<T: Copy + Into<i128> + std::fmt::Display>(integer: T) -> Result<T, String> {
    match is_exact(integer.into()) {
        true => Ok(integer),
        false => Err(format!("cannot send the value: {}", beyond(integer))),
    }
}

#[test]
fn random_integers_survive_or_are_refused() {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..2_000 {
            let (signed, unsigned) = (random.signed(), random.unsigned());
            assert_eq!(back(&signed), sent(signed));
            assert_eq!(back(&i128::from(signed)), sent(signed).map(i128::from));
            assert_eq!(back(&unsigned), sent(unsigned));
            assert_eq!(back(&u128::from(unsigned)), sent(unsigned).map(u128::from));
        }
    }
}

#[test]
fn random_numbers_are_read_as_integers_or_refused() {
    for seed in SEEDS {
        let mut random = Random::of(seed);
        for _ in 0..2_000 {
            let integer = random.signed();
            let number = integer as f64;
            let expected = match is_exact(integer.into()) {
                true => Ok(integer),
                false => Err(format!(
                    "cannot read the value: expected i64, found the number {number}, which is beyond 2^53 − 1 \
                     and may be rounded; pass it as text"
                )),
            };
            assert_eq!(written(&number).and_then(|tape| read(&tape)), expected);
        }
    }
}
