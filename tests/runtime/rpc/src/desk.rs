//! A named entrypoint.

use std::cell::Cell;
use std::cell::RefCell;

use worker_sdk::env::Raw;
use worker_sdk::rpc::Function;
use worker_sdk::sockets::Socket;
use worker_sdk::streams::Writable;
use worker_sdk::{
    Body, Env, Error, Headers, HttpError, Request, Response, Result, sleep, worker_entrypoint,
};

use crate::interfaces::{Clerk, Cursor, CursorStub, Cursors, Everything, Shade, Sum};

thread_local! {
    static ALIVE: Cell<i32> = const { Cell::new(0) };
    static KEPT: RefCell<Option<Function<(String,), String>>> = const { RefCell::new(None) };
}

/// Counts itself.
struct Token;

impl Token {
    fn new() -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Self
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

struct Desk {
    env: Env,
}

#[worker_entrypoint(rpc(Clerk))]
impl Desk {
    fn new(env: Env) -> Self {
        Self { env }
    }

    async fn fetch(&self, mut request: Request) -> Result<String> {
        let text = request.text().await?;
        Ok(format!("{} {text}", self.env.var("GREETING")?))
    }

    /// Answers each letter with a large one, until there are no more.
    async fn connect(&self, mut socket: Socket) -> Result<()> {
        let mut letters = [0; 4];
        loop {
            let length = socket.read(&mut letters).await?;
            let read = letters.get(..length).unwrap_or_default();
            match read {
                [] => return socket.close().await,
                b"stop" => return Err(Error::new("no more connections")),
                letters => socket.write_all(letters.to_ascii_uppercase()).await?,
            }
        }
    }
}

impl Clerk for Desk {
    async fn add(&self, a: i64, b: i64) -> Result<Sum> {
        Ok(Sum {
            total: a + b,
            parts: vec![a, b],
            note: None,
        })
    }

    fn their_version(&self) -> String {
        "1".to_owned()
    }

    fn nothing(&self) {}

    fn missing(&self, name: String) -> Result<String, HttpError> {
        Err(HttpError::not_found(format!("no file `{name}`")))
    }

    async fn echo(&self, value: Everything) -> Result<Everything> {
        Ok(value)
    }

    fn raw(&self, value: Raw) -> Raw {
        value
    }

    async fn each(&self, items: Vec<i64>, f: Function<(i64,), i64>) -> Result<Vec<i64>> {
        let mut results = Vec::new();
        for item in items {
            results.push(f.call((item,)).await?);
        }
        Ok(results)
    }

    async fn adder(&self, k: i64) -> Result<Function<(i64,), i64>> {
        let token = Token::new();
        Ok(Function::new(async move |n: i64| {
            let _ = &token;
            Ok(n + k)
        }))
    }

    async fn keep(&self, f: Function<(String,), String>) -> Result<()> {
        KEPT.set(Some(f));
        Ok(())
    }

    async fn call_kept(&self, text: String) -> Result<Option<String>> {
        match KEPT.take() {
            Some(f) => f.call((text,)).await.map(Some),
            None => Ok(None),
        }
    }

    async fn letters(&self, text: String) -> Result<Body> {
        Ok(text.into())
    }

    async fn upper(&self, text: Body) -> Result<Body> {
        Ok(text.text().await?.to_uppercase().into())
    }

    async fn write(&self, mut into: Writable, text: String) -> Result<()> {
        for letter in text.chars() {
            into.write(letter.to_string()).await?;
        }
        into.close().await
    }

    async fn sign(&self, mut headers: Headers) -> Result<Headers> {
        headers.append("x-signed-by", "the desk")?;
        Ok(headers)
    }

    fn mix(&self, shade: Shade, more: Option<u8>) -> Shade {
        match shade {
            Shade::Mixed { red, green } => Shade::Mixed {
                red: red + more.unwrap_or(1),
                green,
            },
            other => other,
        }
    }

    fn motto(&self) -> String {
        "count twice".to_owned()
    }

    async fn first_cursor(&self) -> Result<CursorStub> {
        Ok(CursorStub::of(UpTo::new(1, 2)))
    }

    async fn forward(&self, mut request: Request) -> Result<Response> {
        let text = request.text().await?;
        let text = format!("{} {} {text}", request.method(), request.path());
        Response::text(text).with_header("x-desk", "1")
    }

    async fn cursors_of(&self) -> Result<Function<(u32,), CursorStub>> {
        Ok(Function::new(async |end: u32| {
            Ok(CursorStub::of(UpTo::new(0, end)))
        }))
    }

    async fn cursor(&self, end: u32) -> Result<CursorStub> {
        Ok(CursorStub::of(UpTo::new(0, end)))
    }

    async fn cursors(&self, ends: Vec<u32>) -> Result<Cursors> {
        let all = ends.iter().map(|end| CursorStub::of(UpTo::new(0, *end)));
        let all: Vec<_> = all.collect();
        let first = all.first().cloned();
        Ok(Cursors { all, first })
    }

    async fn exhaust(&self, cursor: CursorStub) -> Result<u32> {
        let mut sum = 0;
        while let Some(n) = cursor.next().await? {
            sum += n;
        }
        Ok(sum)
    }

    fn alive(&self) -> i32 {
        ALIVE.get()
    }

    async fn fail(&self, how: String) -> Result<()> {
        Err(match how.as_str() {
            "range" => Error::named("RangeError", "too far"),
            "named" => Error::named("NotFound", "no such thing")
                .with_property("code", 404)
                .with_property("path", ["a", "b"]),
            "late" => {
                sleep(std::time::Duration::from_millis(5)).await;
                Error::new("too late")
            }
            other => Error::new(other.to_owned()),
        })
    }

    async fn fail_with_text(&self) -> Result<u8, String> {
        Err("just text".to_owned())
    }

    async fn panics(&self) -> Result<()> {
        panic!("the clerk fell over")
    }
}

struct UpTo {
    at: Cell<u32>,
    end: u32,
    _token: Token,
}

impl UpTo {
    fn new(at: u32, end: u32) -> Self {
        Self {
            at: Cell::new(at),
            end,
            _token: Token::new(),
        }
    }
}

impl Cursor for UpTo {
    fn next(&self) -> Option<u32> {
        let at = self.at.get();
        self.at.set(at + 1);
        (at < self.end).then_some(at)
    }

    fn position(&self) -> u32 {
        self.at.get()
    }

    fn split(&self) -> CursorStub {
        CursorStub::of(Self::new(self.at.get(), self.end))
    }
}
