//! What members send and get, what they ask for, and what is kept.

use serde::{Deserialize, Serialize};
use worker_sdk::sql::FromRow;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Incoming {
    Say { text: String },
    Typing,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Outgoing<'a> {
    Joined {
        name: &'a str,
        members: usize,
    },
    Left {
        name: &'a str,
    },
    Typing {
        name: &'a str,
    },
    Said {
        id: i64,
        name: &'a str,
        text: &'a str,
    },
    Error {
        message: String,
    },
}

#[derive(Serialize, FromRow)]
pub(crate) struct Line {
    id: i64,
    name: String,
    text: String,
    at: f64,
}

/// Who joins.
#[derive(Deserialize)]
pub(crate) struct Member {
    pub(crate) name: Option<String>,
}

/// Which of the lines somebody wants to read.
#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) before: Option<i64>,
    pub(crate) limit: Option<i64>,
}
