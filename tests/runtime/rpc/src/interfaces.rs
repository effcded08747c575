//! The interfaces.

use serde::{Deserialize, Serialize};
use worker_sdk::env::Raw;
use worker_sdk::rpc::{Described, Function};
use worker_sdk::streams::Writable;
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Bytes, Headers, HttpError, Request, Response, Result, rpc};

/// What numbers are together.
#[derive(Serialize, Deserialize, Described, Debug, PartialEq)]
pub struct Sum {
    pub total: i64,
    pub parts: Vec<i64>,
    pub note: Option<String>,
}

#[derive(Serialize, Deserialize, Described, Debug, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Shade {
    Plain,
    Mixed { red: u8, green: u8 },
    Named(String),
}

#[derive(Serialize, Deserialize, Described, Debug, PartialEq)]
pub struct Everything {
    pub number: f64,
    pub text: String,
    pub is_set: bool,
    pub bytes: Bytes,
    pub time: Timestamp,
    pub nothing: Option<u8>,
    pub pair: (u8, String),
}

/// A clerk who can do a bit of everything.
#[rpc]
pub trait Clerk {
    /// Adds two numbers.
    async fn add(&self, a: i64, b: i64) -> Result<Sum>;
    #[rpc(name = "version")]
    fn their_version(&self) -> String;
    fn nothing(&self);
    fn missing(&self, name: String) -> Result<String, HttpError>;
    async fn echo(&self, value: Everything) -> Result<Everything>;
    fn raw(&self, value: Raw) -> Raw;

    async fn each(&self, items: Vec<i64>, f: Function<(i64,), i64>) -> Result<Vec<i64>>;
    async fn adder(&self, k: i64) -> Result<Function<(i64,), i64>>;
    async fn keep(&self, f: Function<(String,), String>) -> Result<()>;
    async fn call_kept(&self, text: String) -> Result<Option<String>>;

    async fn letters(&self, text: String) -> Result<Body>;
    async fn upper(&self, text: Body) -> Result<Body>;
    /// Writes the text, letter by letter, and closes the stream.
    async fn write(&self, into: Writable, text: String) -> Result<()>;
    async fn forward(&self, request: Request) -> Result<Response>;
    /// The same headers, with one more.
    async fn sign(&self, headers: Headers) -> Result<Headers>;
    fn mix(&self, shade: Shade, more: Option<u8>) -> Shade;
    #[rpc(getter)]
    fn motto(&self) -> String;
    #[rpc(getter)]
    async fn first_cursor(&self) -> Result<CursorStub>;

    async fn cursor(&self, end: u32) -> Result<CursorStub>;
    async fn cursors_of(&self) -> Result<Function<(u32,), CursorStub>>;
    async fn cursors(&self, ends: Vec<u32>) -> Result<Cursors>;
    async fn exhaust(&self, cursor: CursorStub) -> Result<u32>;
    /// How many cursors and closures are there.
    fn alive(&self) -> i32;

    async fn fail(&self, how: String) -> Result<()>;
    async fn fail_with_text(&self) -> Result<u8, String>;
    async fn panics(&self) -> Result<()>;
}

#[derive(Serialize, Deserialize, Described, Debug)]
pub struct Cursors {
    pub all: Vec<CursorStub>,
    pub first: Option<CursorStub>,
}

#[rpc]
pub trait Cursor {
    fn next(&self) -> Option<u32>;
    /// How far it is.
    #[rpc(getter)]
    fn position(&self) -> u32;
    /// A cursor that begins where this one is.
    fn split(&self) -> CursorStub;
}

#[rpc]
pub trait Counter {
    async fn count(&self, by: u32) -> Result<u32>;
    fn peek(&self) -> u32;
    #[rpc(getter)]
    fn total(&self) -> u32;
}

#[rpc]
pub trait Resets {
    async fn reset(self: std::rc::Rc<Self>, reason: String) -> Result<()>;
}

#[rpc]
pub trait Host {
    /// What the class `Inner` of a dynamic worker answers, as a facet of this object.
    async fn facet(&self, source: String) -> Result<String>;
}
