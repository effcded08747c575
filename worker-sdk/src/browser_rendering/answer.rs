//! Requests of the platform's protocol.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};

use super::error::Failed;
use super::types::SessionInfo;
use crate::error::{Error, Result};
use crate::fetch::Fetcher;
use crate::http::{IntoRequest, Method, Request, Response};
use crate::js::object::object;

/// How much of such an answer an error has, in letters.
const MAX_TEXT: usize = 500;

/// The host has no meaning.
pub(super) const BASE: &str = "https://browser/v1/";

/// Members of a query, each once. Their values need no escapes.
pub(super) type Query = BTreeMap<&'static str, String>;

pub(super) fn with_query(path: &str, query: &Query) -> String {
    let mut path = path.to_owned();
    for (at, (name, value)) in query.iter().enumerate() {
        path.push(if at == 0 { '?' } else { '&' });
        path.extend([name, "=", value]);
    }
    path
}

/// Asks, and reads JSON.
pub(super) async fn ask<T: DeserializeOwned>(
    browser: &Fetcher,
    method: Method,
    path: &str,
) -> Result<T> {
    let request = Request::builder(method, format!("{BASE}{path}"));
    ask_with(browser, path, request).await
}

/// As [`ask`], with a request that has more than a path.
pub(super) async fn ask_with<T: DeserializeOwned>(
    browser: &Fetcher,
    path: &str,
    request: impl IntoRequest,
) -> Result<T> {
    let response = browser.fetch(request).await?;
    if response.is_ok() {
        return response.read_json().await;
    }
    Err(refused(path, response).await)
}

/// What the platform said in place of an answer.
pub(super) async fn refused(path: &str, response: Response) -> Error {
    let status = response.status().as_u16();
    let text = response.read_text().await.unwrap_or_default();
    Error::of(Failed::Status {
        path: path.to_owned(),
        status,
        text: text.chars().take(MAX_TEXT).collect(),
    })
}

/// A list of sessions, alone or as a member of an object.
#[derive(Default)]
pub(super) struct Sessions(pub(super) Vec<SessionInfo>);

#[derive(Default)]
struct Named {
    sessions: Option<Vec<SessionInfo>>,
    history: Option<Vec<SessionInfo>>,
}

object!(Named, "a list of sessions", { "sessions" => sessions, "history" => history });

impl<'de> Deserialize<'de> for Sessions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SessionsVisitor).map(Sessions)
    }
}

struct SessionsVisitor;

impl<'de> Visitor<'de> for SessionsVisitor {
    type Value = Vec<SessionInfo>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of sessions")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut sessions = Vec::new();
        while let Some(session) = list.next_element()? {
            sessions.push(session);
        }
        Ok(sessions)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        let named = Named::deserialize(MapAccessDeserializer::new(map))?;
        let sessions = named.sessions.or(named.history);
        sessions.ok_or_else(|| M::Error::custom(Failed::NoSessions))
    }
}
