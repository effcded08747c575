//! The interfaces.

use serde::{Deserialize, Serialize};
use worker_sdk::env::Raw;
use worker_sdk::rpc::{Described, Function};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Bytes, Request, Response, Result, rpc};

#[derive(Serialize, Deserialize, Debug, PartialEq)]
pub struct Sum {
    pub total: i64,
    pub parts: Vec<i64>,
    pub note: Option<String>,
}

impl Described for Sum {
    const TYPESCRIPT: &'static str = "{ total: number; parts: Array<number>; note: string | null }";
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
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
    async fn echo(&self, value: Everything) -> Result<Everything>;
    fn raw(&self, value: Raw) -> Raw;

    async fn each(&self, items: Vec<i64>, f: Function<(i64,), i64>) -> Result<Vec<i64>>;
    async fn adder(&self, k: i64) -> Result<Function<(i64,), i64>>;
    async fn keep(&self, f: Function<(String,), String>) -> Result<()>;
    async fn call_kept(&self, text: String) -> Result<Option<String>>;

    async fn letters(&self, text: String) -> Result<Body>;
    async fn upper(&self, text: Body) -> Result<Body>;
    async fn forward(&self, request: Request) -> Result<Response>;

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

#[derive(Serialize, Deserialize, Debug)]
pub struct Cursors {
    pub all: Vec<CursorStub>,
    pub first: Option<CursorStub>,
}

#[rpc]
pub trait Cursor {
    fn next(&self) -> Option<u32>;
    /// A cursor that begins where this one is.
    fn split(&self) -> CursorStub;
}

#[rpc]
pub trait Counter {
    async fn count(&self, by: u32) -> Result<u32>;
    fn peek(&self) -> u32;
}

#[rpc]
pub trait Resets {
    async fn reset(self: std::rc::Rc<Self>, reason: String) -> Result<()>;
}
