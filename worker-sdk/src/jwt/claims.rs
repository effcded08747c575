//! The claims that RFC 7519 knows.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::token::Names;

#[derive(Clone, Default)]
pub(super) struct Registered {
    pub(super) iss: Option<String>,
    pub(super) sub: Option<String>,
    pub(super) aud: Option<Texts>,
    pub(super) jti: Option<String>,
    pub(super) exp: Option<f64>,
    pub(super) nbf: Option<f64>,
    pub(super) iat: Option<f64>,
    pub(super) scopes: Vec<String>,
    /// All names that are there, sorted.
    pub(super) names: Vec<String>,
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
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "iss" => claims.iss = Some(map.next_value()?),
                "sub" => claims.sub = Some(map.next_value()?),
                "aud" => claims.aud = Some(map.next_value()?),
                "jti" => claims.jti = Some(map.next_value()?),
                "exp" => claims.exp = Some(map.next_value()?),
                "nbf" => claims.nbf = Some(map.next_value()?),
                "iat" => claims.iat = Some(map.next_value()?),
                "scope" | "scp" => claims.scopes.extend(map.next_value::<Texts>()?.0),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            names.0.push(name);
        }
        claims.names = names.unique()?;
        Ok(claims)
    }
}

/// One text, or a list of them.
#[derive(Clone, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextFields)
    }
}

struct TextFields;

impl<'de> Visitor<'de> for TextFields {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or a list of texts")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Texts, S::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        Ok(Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::Registered;

    fn read(json: &str) -> Option<Registered> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn forms_of_claims() {
        let claims = read(
            r#"{"iss":"a","aud":["b","c"],"exp":1300819380,"nbf":1.5,"iat":-1,"scope":"x y","http://d":{"e":[1]}}"#,
        )
        .unwrap();
        assert_eq!(claims.aud.unwrap().0, ["b", "c"]);
        assert_eq!(
            (claims.exp, claims.nbf, claims.iat),
            (Some(1_300_819_380.0), Some(1.5), Some(-1.0))
        );
        assert_eq!(
            claims.names,
            ["aud", "exp", "http://d", "iat", "iss", "nbf", "scope"]
        );
        assert_eq!(read(r#"{"aud":"b"}"#).unwrap().aud.unwrap().0, ["b"]);
        assert_eq!(read(r#"{"scp":["x","y"]}"#).unwrap().scopes, ["x", "y"]);
    }

    #[test]
    fn claims_of_another_form_are_refused() {
        for wrong in [
            "1",
            "[]",
            "null",
            "\"a\"",
            r#"{"exp":"1"}"#,
            r#"{"exp":null}"#,
            r#"{"exp":1e999}"#,
            r#"{"exp":true}"#,
            r#"{"exp":1,"exp":2}"#,
            r#"{"exp":1,"\u0065xp":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"nbf":[1]}"#,
            r#"{"iss":1}"#,
            r#"{"sub":null}"#,
            r#"{"aud":1}"#,
            r#"{"aud":[1]}"#,
            r#"{"aud":null}"#,
            r#"{"jti":{}}"#,
            r#"{"scope":1}"#,
            "{}{}",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
