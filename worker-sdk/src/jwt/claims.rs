//! The claims that RFC 7519 knows, and the scopes of RFC 8693.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::token::Names;

#[derive(Clone, Default)]
pub(super) struct Registered {
    pub(super) iss: Option<String>,
    pub(super) sub: Option<String>,
    pub(super) aud: Option<Vec<String>>,
    pub(super) jti: Option<String>,
    pub(super) exp: Option<f64>,
    pub(super) nbf: Option<f64>,
    pub(super) iat: Option<f64>,
    pub(super) scopes: Vec<String>,
    /// All names that are there, sorted, without those of scopes that are null.
    pub(super) names: Vec<String>,
    /// The first one that has another form than it is to have.
    pub(super) wrong: Option<Wrong>,
}

/// A claim that has another form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wrong {
    pub(super) name: &'static str,
    /// What it is not.
    pub(super) form: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the claim `{}` is no {}", self.name, self.form)
    }
}

impl Registered {
    fn read(&mut self, name: &str, value: Value) {
        let wrong = match name {
            "iss" => set(&mut self.iss, value.text(), "iss", TEXT),
            "sub" => set(&mut self.sub, value.text(), "sub", TEXT),
            "jti" => set(&mut self.jti, value.text(), "jti", TEXT),
            "aud" => set(&mut self.aud, value.texts(), "aud", TEXTS),
            "exp" => set(&mut self.exp, value.number(), "exp", NUMBER),
            "nbf" => set(&mut self.nbf, value.number(), "nbf", NUMBER),
            "iat" => set(&mut self.iat, value.number(), "iat", NUMBER),
            "scope" => self.add_scopes(value, "scope"),
            "scp" => self.add_scopes(value, "scp"),
            _ => None,
        };
        self.wrong = self.wrong.or(wrong);
    }

    fn add_scopes(&mut self, value: Value, name: &'static str) -> Option<Wrong> {
        let mut scopes = None;
        let wrong = set(&mut scopes, value.texts(), name, TEXTS);
        self.scopes.extend(scopes.unwrap_or_default());
        wrong
    }
}

const KNOWN: [&str; 9] = [
    "iss", "sub", "aud", "jti", "exp", "nbf", "iat", "scope", "scp",
];

/// An `Option` of them is null where it is none; RFC 7519 does not know these.
fn is_scope(name: &str) -> bool {
    matches!(name, "scope" | "scp")
}

const TEXT: &str = "text";
const TEXTS: &str = "text and no list of texts";
const NUMBER: &str = "number";

fn set<T>(
    place: &mut Option<T>,
    value: Option<T>,
    name: &'static str,
    form: &'static str,
) -> Option<Wrong> {
    *place = value;
    place.is_none().then_some(Wrong { name, form })
}

impl<'de> Deserialize<'de> for Registered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Registered;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims of a token")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Registered, M::Error> {
        let mut claims = Registered::default();
        let mut names = Names::default();
        let mut absent = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match KNOWN.contains(&name.as_str()) {
                true => match map.next_value()? {
                    Value::Null if is_scope(&name) => absent.push(name.clone()),
                    value => claims.read(&name, value),
                },
                false => drop(map.next_value::<IgnoredAny>()?),
            }
            names.0.push(name);
        }
        claims.names = names.unique()?;
        claims.names.retain(|name| !absent.contains(name));
        Ok(claims)
    }
}

/// A claim of any form.
enum Value {
    Text(String),
    Texts(Vec<String>),
    Number(f64),
    Null,
    Other,
}

impl Value {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// One text, or a list of them.
    fn texts(self) -> Option<Vec<String>> {
        match self {
            Self::Text(text) => Some(vec![text]),
            Self::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Forms)
    }
}

struct Forms;

impl<'de> Visitor<'de> for Forms {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a claim")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Value, S::Error> {
        let mut texts = Some(Vec::new());
        while let Some(element) = list.next_element::<Value>()? {
            texts = texts.zip(element.text()).map(|(mut texts, text)| {
                texts.push(text);
                texts
            });
        }
        Ok(texts.map_or(Value::Other, Value::Texts))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::{NUMBER, Registered, TEXT, TEXTS, Wrong};

    fn read(json: &str) -> Option<Registered> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn forms_of_claims() {
        let claims = read(
            r#"{"iss":"a","aud":["b","c"],"exp":1300819380,"nbf":1.5,"iat":-1,"scope":"x y","http://d":{"e":[1]}}"#,
        )
        .unwrap();
        assert_eq!(claims.aud.unwrap(), ["b", "c"]);
        assert_eq!(
            (claims.exp, claims.nbf, claims.iat),
            (Some(1_300_819_380.0), Some(1.5), Some(-1.0))
        );
        assert_eq!(
            claims.names,
            ["aud", "exp", "http://d", "iat", "iss", "nbf", "scope"]
        );
        assert_eq!(claims.wrong, None);
        assert_eq!(read(r#"{"aud":"b"}"#).unwrap().aud.unwrap(), ["b"]);
        assert_eq!(read(r#"{"scp":["x","y"]}"#).unwrap().scopes, ["x", "y"]);
    }

    #[test]
    fn scopes_that_are_null_are_not_there() {
        let claims = read(r#"{"scope":null,"scp":null,"a":null}"#).unwrap();
        assert_eq!(claims.wrong, None);
        assert_eq!(claims.names, ["a"]);
        let claims = read(r#"{"scope":null,"scp":["x"]}"#).unwrap();
        assert_eq!(
            (claims.scopes, claims.names),
            (vec!["x".into()], vec!["scp".into()])
        );
    }

    #[test]
    fn claims_of_another_form_are_named() {
        for (claims, name, form) in [
            (r#"{"exp":"1"}"#, "exp", NUMBER),
            (r#"{"exp":null}"#, "exp", NUMBER),
            (r#"{"exp":true}"#, "exp", NUMBER),
            (r#"{"nbf":[1]}"#, "nbf", NUMBER),
            (r#"{"iat":{}}"#, "iat", NUMBER),
            (r#"{"iss":1}"#, "iss", TEXT),
            (r#"{"sub":null}"#, "sub", TEXT),
            (r#"{"sub":["a"]}"#, "sub", TEXT),
            (r#"{"jti":{"a":[{}]}}"#, "jti", TEXT),
            (r#"{"aud":-1.5}"#, "aud", TEXTS),
            (r#"{"aud":["a",1,"b"]}"#, "aud", TEXTS),
            (r#"{"aud":[["a"]]}"#, "aud", TEXTS),
            (r#"{"aud":null}"#, "aud", TEXTS),
            (r#"{"scope":1}"#, "scope", TEXTS),
            (r#"{"scp":[null]}"#, "scp", TEXTS),
            (r#"{"a":1,"sub":1,"exp":"1"}"#, "sub", TEXT),
            (r#"{"exp":"1","sub":1,"iss":"a"}"#, "exp", NUMBER),
        ] {
            let wrong = read(claims).unwrap().wrong;
            assert_eq!(wrong, Some(Wrong { name, form }), "{claims}");
        }
    }

    #[test]
    fn what_are_no_claims_is_refused() {
        for wrong in [
            "1",
            "[]",
            "null",
            "\"a\"",
            r#"{"exp":1e999}"#,
            r#"{"exp":1,"exp":2}"#,
            r#"{"exp":1,"\u0065xp":2}"#,
            r#"{"exp":"1","exp":"1"}"#,
            r#"{"scope":null,"scope":"a"}"#,
            r#"{"a":1,"a":2}"#,
            "{}{}",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
