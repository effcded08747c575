//! Tables of any size: CSV that is written to D1 while it arrives, an export that reads the next page when the client
//! has taken the last, and a log of the lines that were no rows. `/memory` says how little memory that needs.
//!
//! Run it with `npx wrangler d1 migrations apply DB --local` in this folder, then `cargo xtask dev csv`, and
//! `curl --data-binary $'door,1.5\nroof\n' http://localhost:8787/readings`, `curl http://localhost:8787/readings` and
//! `curl http://localhost:8787/log`.

use futures_util::{Stream, TryStreamExt};
use serde_json::{Value, json};
use worker_sdk::d1::{Database, Statement};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{
    Bindings, Body, IntoResponse, Json, Request, Response, Result, console_log, event, params,
};

/// Rows that are in memory at once.
const PAGE: usize = 1_000;
/// Bytes of a line; a client could fill the memory with one that does not end. A page of them, each byte written as
/// `\u0000`, is a parameter that D1 takes: below 2 MB.
const MAX_LINE: usize = 256;

#[derive(Bindings)]
struct App {
    db: Database,
}

#[event(fetch)]
async fn main(request: Request, App { db }: App) -> Result<Response> {
    match (request.method().clone(), request.path()) {
        (Method::POST, "/readings") => import(&db, request.into_body()).await,
        (Method::GET, "/readings") => export(&db),
        (Method::GET, "/log") => log(&db),
        (Method::GET, "/memory") => Ok(memory()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What is no reading goes to the log, with the number of its line.
async fn import(db: &Database, body: Body) -> Result<Response> {
    let mut lines = body.into_stream()?.lines().max_length(MAX_LINE);
    let mut readings = Writer::new(db, "INSERT INTO readings (sensor, value)");
    let mut log = Writer::new(db, "INSERT INTO log (line, text)");
    let mut number = 0;
    while let Some(line) = lines.try_next().await? {
        number += 1;
        match reading(&line) {
            Some(row) => readings.write(row).await?,
            None => log.write(json!([number, line])).await?,
        }
    }
    let (written, skipped) = (readings.finish().await?, log.finish().await?);
    Json(json!({ "written": written, "skipped": skipped })).into_response()
}

/// A line of two fields without quotes; for more than that there is the crate `csv`.
fn reading(line: &str) -> Option<Value> {
    let (sensor, value) = line.trim().split_once(',')?;
    let value = value.parse::<f64>().ok()?;
    // `nan` and `inf` are numbers of Rust, and none of JSON.
    value.is_finite().then(|| json!([sensor, value]))
}

/// Writes rows of two columns when a page of them is full.
struct Writer {
    insert: Statement,
    rows: Vec<Value>,
    written: u64,
}

impl Writer {
    /// One parameter for all rows: a statement has at most 100.
    fn new(db: &Database, insert: &str) -> Self {
        let values = "SELECT value ->> 0, value ->> 1 FROM json_each(?)";
        Self {
            insert: db.prepare(&format!("{insert} {values}")),
            rows: Vec::new(),
            written: 0,
        }
    }

    async fn write(&mut self, row: Value) -> Result<()> {
        self.rows.push(row);
        match self.rows.len() {
            PAGE => self.flush().await,
            _ => Ok(()),
        }
    }

    async fn flush(&mut self) -> Result<()> {
        let rows = Json(std::mem::take(&mut self.rows));
        let insert = self.insert.clone().bind(params![rows]);
        self.written += insert.run().await?.changes();
        Ok(())
    }

    async fn finish(mut self) -> Result<u64> {
        self.flush().await?;
        Ok(self.written)
    }
}

fn export(db: &Database) -> Result<Response> {
    let rows =
        db.prepare("SELECT id, sensor, value FROM readings WHERE id > ?1 ORDER BY id LIMIT ?2");
    let line = |(id, sensor, value): &(u32, String, f64)| format!("{id},{sensor},{value}\n");
    let pages = rows.pages(PAGE as u32, 0, |(id, ..): &(u32, String, f64)| *id);
    streamed("text/csv; charset=utf-8", pages.into_stream(), line)
}

fn log(db: &Database) -> Result<Response> {
    let rows = db.prepare("SELECT id, line, text FROM log WHERE id > ?1 ORDER BY id LIMIT ?2");
    let line = |(_, number, text): &(u32, u32, String)| format!("line {number}: {text}\n");
    let pages = rows.pages(PAGE as u32, 0, |(id, ..): &(u32, u32, String)| *id);
    streamed("text/plain; charset=utf-8", pages.into_stream(), line)
}

/// Reads the next page when the client has taken the last.
fn streamed<T: 'static>(
    content_type: &str,
    pages: impl Stream<Item = Result<Vec<T>>> + 'static,
    line: fn(&T) -> String,
) -> Result<Response> {
    let name = content_type.to_owned();
    let chunks = pages.map_ok(move |page| {
        console_log!("read a page of {name}");
        page.iter().map(line).collect::<String>().into_bytes()
    });
    Response::new(Body::from_stream(chunks)).with_header("content-type", content_type)
}

/// How much memory the module has, in pages of 64 KiB: it never shrinks, so this is the most that was ever needed.
fn memory() -> Response {
    Response::text(core::arch::wasm32::memory_size(0).to_string())
}
