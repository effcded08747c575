//! Bodies that Rust reads, writes, hands on, or makes.

use std::cell::Cell;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Body, Env, Request, Response, Result, sleep};

const MEBIBYTE: usize = 1 << 20;

thread_local! {
    /// How many blocks were made or read.
    static BLOCKS: Cell<usize> = const { Cell::new(0) };
}

fn counted() {
    BLOCKS.set(BLOCKS.get() + 1);
}

pub(crate) async fn route(path: &str, request: Request, env: &Env) -> Result<Response> {
    match path {
        "/pages" => Ok(Response::text(
            core::arch::wasm32::memory_size(0).to_string(),
        )),
        "/proxy/through" => proxy(request, env).await,
        "/rust-through" => Ok(Response::new(read_and_written(request)?)),
        "/rust-length" => length(request).await,
        "/form-size" => form_size(request).await,
        "/rust-slow" => slowly(request).await,
        "/rust-blocks" => Ok(Response::text(BLOCKS.get().to_string())),
        "/rust-made" => Ok(Response::new(made(&request)?)),
        _ => Ok(Response::text("not found").with_status(StatusCode::NOT_FOUND)),
    }
}

pub(crate) fn chunks() -> Body {
    let lines = (0..3).map(|number| Ok(format!("chunk {number}\n")));
    Body::from_stream(stream::iter(lines))
}

/// Every byte passes through the memory of this module.
fn read_and_written(request: Request) -> Result<Body> {
    let chunks = request.into_body().into_stream()?;
    Ok(Body::from_stream(chunks.map(|chunk| {
        chunk.map(|mut bytes| {
            bytes
                .iter_mut()
                .for_each(|byte| *byte = std::hint::black_box(*byte));
            bytes
        })
    })))
}

async fn length(request: Request) -> Result<Response> {
    let mut chunks = request.into_body().into_stream()?;
    let (mut length, mut count) = (0, 0);
    while let Some(chunk) = chunks.try_next().await? {
        length += chunk.len();
        count += 1;
    }
    Ok(Response::text(format!("{length} {count}")))
}

/// Reads a chunk of at most 32 KiB each 5 ms, 100 in all, and then gives up.
async fn slowly(request: Request) -> Result<Response> {
    let mut chunks = request.into_body().into_stream()?;
    for _ in 0..100 {
        if chunks.try_next().await?.is_none() {
            break;
        }
        counted();
        sleep(Duration::from_millis(5)).await;
    }
    Ok(Response::text("enough"))
}

async fn form_size(mut request: Request) -> Result<Response> {
    let Some(file) = request.form_data().await?.file("file") else {
        return Ok(Response::text("no file"));
    };
    let bytes = file.bytes().await?;
    let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
    Ok(Response::text(format!(
        "{} {} {sum}",
        file.name(),
        bytes.len()
    )))
}

/// Repetitions of the bytes 0 to 250, begun anew in each mebibyte.
fn made(request: &Request) -> Result<Body> {
    let count = request.query_value("mebibytes").unwrap_or_default();
    let count: usize = count.parse()?;
    let block: Vec<u8> = (0..MEBIBYTE).map(|at| (at % 251) as u8).collect();
    let blocks = (0..count).map(move |_| {
        counted();
        Ok(block.clone())
    });
    Ok(Body::from_stream(stream::iter(blocks)))
}

/// The body goes on to the service `PEER`, and that one's answer back.
async fn proxy(request: Request, env: &Env) -> Result<Response> {
    let headers = request.headers();
    let onward = Request::from_parts(
        Method::POST,
        "http://peer/through",
        headers,
        request.into_body(),
    )?;
    env.service("PEER")?.fetch(onward).await
}
