//! Tables of any size: CSV that is written to D1 while it arrives, an export that reads the next page when the client
//! has taken the last, and a log that is sent line by line. `/memory` says how little memory that needs.
//!
//! Run it with `npx wrangler d1 migrations apply DB --local` in this folder, then `cargo xtask dev csv`, and
//! `curl --data-binary $'door,1.5\nroof,20\n' http://localhost:8787/readings` and `curl http://localhost:8787/readings`.

use std::time::Duration;

use futures_util::{TryStreamExt, stream};
use serde_json::{Value, json};
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{
    Bindings, Body, IntoResponse, Json, Request, Response, Result, console_log, event, now, params,
    sleep,
};

/// Rows that are in memory at once.
const PAGE: usize = 1_000;
/// Bytes of a line; a client could fill the memory with one that does not end.
const MAX_LINE: usize = 1_024;

#[derive(Bindings)]
struct App {
    db: Database,
}

#[event(fetch)]
async fn main(request: Request, App { db }: App) -> Result<Response> {
    match (request.method().clone(), request.path()) {
        (Method::POST, "/readings") => import(&db, request.into_body()).await,
        (Method::GET, "/readings") => export(&db),
        (Method::GET, "/log") => log(),
        (Method::GET, "/memory") => Ok(memory()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Writes the rows of each full page, and then those that are left.
async fn import(db: &Database, body: Body) -> Result<Response> {
    let mut lines = body.into_stream()?.lines().max_length(MAX_LINE);
    let (mut rows, mut written, mut skipped) = (Vec::new(), 0, 0);
    while let Some(line) = lines.line().await? {
        match reading(&line) {
            Some(row) => rows.push(row),
            None => skipped += 1,
        }
        if rows.len() == PAGE {
            written += write(db, std::mem::take(&mut rows)).await?;
        }
    }
    written += write(db, rows).await?;
    Json(json!({ "written": written, "skipped": skipped })).into_response()
}

/// A line of two fields without quotes; for more than that there is the crate `csv`.
fn reading(line: &str) -> Option<Value> {
    let (sensor, value) = line.trim().split_once(',')?;
    Some(json!([sensor, value.parse::<f64>().ok()?]))
}

/// One parameter for all rows: a statement has at most 100.
async fn write(db: &Database, rows: Vec<Value>) -> Result<u64> {
    let insert = db.prepare(
        "INSERT INTO readings (sensor, value) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
    );
    Ok(insert.bind(params![Json(rows)]).run().await?.changes())
}

type Reading = (u32, String, f64);

fn export(db: &Database) -> Result<Response> {
    let pages = db
        .prepare("SELECT id, sensor, value FROM readings WHERE id > ?1 ORDER BY id LIMIT ?2")
        .pages(PAGE as u32, 0, |(id, _, _): &Reading| *id)
        .into_stream();
    let lines = pages.map_ok(|page| {
        console_log!("read a page of {}", page.len());
        let lines = page
            .iter()
            .map(|(id, sensor, value)| format!("{id},{sensor},{value}\n"));
        lines.collect::<String>().into_bytes()
    });
    Response::new(Body::from_stream(lines)).with_header("content-type", "text/csv; charset=utf-8")
}

/// How much memory the module has, in pages of 64 KiB: it never shrinks, so this is the most that was ever needed.
fn memory() -> Response {
    Response::text(core::arch::wasm32::memory_size(0).to_string())
}

/// Ten lines, one every 100 ms.
fn log() -> Result<Response> {
    let lines = stream::try_unfold(1, async |line: u32| {
        if line > 10 {
            return Ok(None);
        }
        sleep(Duration::from_millis(100)).await;
        Ok::<_, worker_sdk::Error>(Some((
            format!("{} line {line}\n", now()).into_bytes(),
            line + 1,
        )))
    });
    Response::new(Body::from_stream(Box::pin(lines)))
        .with_header("content-type", "text/plain; charset=utf-8")
}
