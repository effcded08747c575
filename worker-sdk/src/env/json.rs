//! Variables of any shape.

use std::error::Error as StdError;
use std::fmt;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::{Binding, Env};
use crate::Json;
use crate::error::{Detail, Error, Kind, Result};
use crate::{js, json};

impl<T: DeserializeOwned> Binding for Json<T> {
    const SECTION: &'static str = "vars";
    const EXPECTED: &'static str = "a JSON value";

    fn from_value(value: JsValue) -> Option<Self> {
        parse(&value)?.ok().map(Self)
    }

    fn find(env: &Env, name: &str) -> Result<Self> {
        read(env, name).map(Self)
    }
}

pub(super) fn read<T: DeserializeOwned>(env: &Env, name: &str) -> Result<T> {
    let value = env.existing(name, "vars")?;
    match parse(&value) {
        Some(Ok(value)) => Ok(value),
        Some(Err(source)) => Err(Error::of(WrongShape {
            name: name.to_owned(),
            source,
        })),
        None => Err(env.wrong(name, "a JSON value")),
    }
}

/// Text may be the JSON text of what is wanted: in secrets and in `.dev.vars` there is nothing else.
fn parse<T: DeserializeOwned>(value: &JsValue) -> Option<std::result::Result<T, json::Error>> {
    let parsed = json::from_str(&js::json_text(value)?);
    if parsed.is_err()
        && let Some(text) = js::string(value)
        && let Ok(inner) = json::from_str(&text)
    {
        return Some(Ok(inner));
    }
    Some(parsed)
}

struct WrongShape {
    name: String,
    source: json::Error,
}

impl Detail for WrongShape {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}

impl fmt::Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the variable `{}` does not have the expected shape: {}; correct its value, or ask for the type that it has",
            self.name, self.source
        )
    }
}
