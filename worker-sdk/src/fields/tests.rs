use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::parse;

#[derive(Deserialize, Debug, PartialEq)]
enum Kind {
    Small,
    Large,
    Other(u8),
}

#[derive(Deserialize, Debug, PartialEq)]
struct Id<T>(T);

#[derive(Deserialize, Debug, PartialEq)]
struct Everything {
    #[serde(default)]
    number: u8,
    maybe: Option<i64>,
    text: Option<String>,
    #[serde(default)]
    flag: bool,
    #[serde(default)]
    many: Vec<Option<u16>>,
    kind: Option<Kind>,
    price: Option<f64>,
}

/// Each of these beside and after each other, read as each of the types, gives what the reference gives.
#[test]
fn agrees_with_the_reference() {
    const PARTS: [&str; 24] = [
        "",
        "=",
        "number=5",
        "number=256",
        "num%62er=7",
        "number",
        "maybe=",
        "maybe=-3",
        "maybe=x",
        "text=",
        "text=a+b%26%C3%A9",
        "text=%FF",
        "flag=on",
        "flag=true",
        "flag=false",
        "flag=yes",
        "many=",
        "many=1",
        "many=70000",
        "kind=Small",
        "kind=Tiny",
        "price=1e3",
        "price=",
        "unknown=1",
    ];
    for first in PARTS {
        for second in PARTS {
            for third in PARTS {
                let text = format!("{first}&{second}&{third}");
                compare::<Everything>(&text);
                compare::<BTreeMap<String, Vec<String>>>(&text);
                compare::<BTreeMap<String, Option<i32>>>(&text);
                compare::<Vec<(String, String)>>(&text);
                compare::<Vec<(String, Option<u8>)>>(&text);
                compare::<Vec<(String, Vec<u8>)>>(&text);
            }
        }
    }
}

fn compare<T: DeserializeOwned + Debug + PartialEq>(text: &str) {
    let expected: Result<T, _> = serde_html_form::from_str(text);
    let found: Result<T, _> = parse(text);
    match (found, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
        (found, expected) => assert_eq!(found.is_err(), expected.is_err(), "{text}: {found:?}"),
    }
}

#[test]
fn types_that_the_reference_refuses() {
    #[derive(Deserialize, Debug, PartialEq)]
    struct More {
        ids: Id<Vec<u8>>,
        pair: (u8, String),
        large: u128,
    }

    let more: More = parse("ids=1&pair=2&ids=3&pair=b&large=5").unwrap();
    assert_eq!(
        more,
        More {
            ids: Id(vec![1, 3]),
            pair: (2, "b".to_owned()),
            large: 5
        }
    );
    assert_eq!(
        parse("a=1&a=2"),
        Ok(Id(vec![("a".to_owned(), 1), ("a".to_owned(), 2)]))
    );
    assert_eq!(parse("a=1"), Ok(Some(BTreeMap::from([('a', 1)]))));
    assert_eq!(parse("a=1"), Ok(()));
}

#[test]
fn mistakes_name_the_field() {
    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "never made")]
    struct Strict {
        id: Id<u32>,
        pair: (u8, u8),
        kind: Kind,
        #[serde(default)]
        many: Vec<i8>,
    }

    let cases = [
        (
            "id=x",
            "id: `x` is not an integer of 32 bits without a sign",
        ),
        ("id=", "id: `` is not an integer of 32 bits without a sign"),
        (
            "id=1&id=2&id=3",
            "id: was sent 3 times, but takes one value",
        ),
        (
            "pair=1",
            "pair: invalid length 1, expected a tuple of size 2",
        ),
        (
            "pair=1&pair=2&pair=3",
            "pair: invalid length 3, expected 2 elements in sequence",
        ),
        ("pair=1&pair=y", "pair: `y` is not an integer from 0 to 255"),
        (
            "many=0&many=128",
            "many: `128` is not an integer from -128 to 127",
        ),
        (
            "kind=Tiny",
            "kind: unknown variant `Tiny`, expected one of `Small`, `Large`, `Other`",
        ),
        (
            "kind=Other",
            "kind: this variant has values, which a text cannot give; send the name of one without",
        ),
        (
            "size=1",
            "size: unknown field `size`, expected one of `id`, `pair`, `kind`, `many`",
        ),
        ("id=1", "missing field `pair`"),
    ];
    for (text, expected) in cases {
        let error = parse::<Strict>(text).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

/// The documentation of `Query` and `Form` says so: serde keeps what it flattens as the text that it was sent as.
#[test]
fn below_flatten_there_is_text_alone() {
    #[derive(Deserialize, Debug, PartialEq)]
    struct Page<T> {
        page: T,
    }

    #[derive(Deserialize, Debug, PartialEq)]
    struct Search<T> {
        q: String,
        #[serde(flatten)]
        page: Page<T>,
    }

    let search = Search {
        q: "a".to_owned(),
        page: Page {
            page: "3".to_owned(),
        },
    };
    assert_eq!(parse("q=a&page=3"), Ok(search));
    let wrong = |error: Option<super::Error>| error.map(|error| error.to_string());
    assert_eq!(
        wrong(parse::<Search<u32>>("q=a&page=3").err()).as_deref(),
        Some("invalid type: string \"3\", expected u32")
    );
    assert!(parse::<Search<bool>>("q=a&page=true").is_err());
}

#[test]
fn what_is_shown_of_a_text_is_short() {
    let text = format!("{}={}", "n".repeat(200), "é".repeat(5_000));
    let error = parse::<BTreeMap<String, u8>>(&text).unwrap_err();
    let (name, value) = ("n".repeat(100), "é".repeat(40));
    assert_eq!(
        error.to_string(),
        format!("{name}…: `{value}…` is not an integer from 0 to 255")
    );
}

/// As many names as fit into the largest body that is read.
#[test]
fn many_names_take_no_longer_each() {
    let text: String = (0..200_000).map(|number| format!("{number:x}&")).collect();
    let fields: BTreeMap<String, String> = parse(&text).unwrap();
    assert_eq!(fields.len(), 200_000);
}
