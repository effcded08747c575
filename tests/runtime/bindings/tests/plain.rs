//! What newer runtimes have without experimental flags. Of the pinned one is tested what it says in its place.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Result};

use crate::wrangler::IS_TODAYS;

#[derive(Bindings)]
struct App {
    plain: Fetcher,
}

#[worker_sdk::test]
async fn connections_between_workers(app: App) -> Result<()> {
    let connected = async {
        let mut socket = app.plain.connect("plain:7").await?;
        socket.write_all("hello").await?;
        socket.shutdown().await?;
        socket.read_to_end().await
    };
    let connected = connected.await.map_err(|error| error.to_string());
    let too_old =
        "connecting to `plain:7` failed: TypeError: Incoming CONNECT on a worker not supported";
    match IS_TODAYS {
        true => assert_eq!(connected.as_deref(), Ok(&b"5 bytes"[..])),
        false => assert_eq!(connected.unwrap_err(), too_old),
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_event_is_aborted(app: App) -> Result<()> {
    let aborted = app.plain.fetch("https://plain/abort").await;
    let error = aborted.unwrap_err().to_string();
    let too_old = "this runtime has no `abort`; it takes a newer one, or the compatibility flag `experimental`";
    let expected = if IS_TODAYS { "enough of it" } else { too_old };
    assert!(error.contains(expected), "{error}");
    let answer = app.plain.fetch("https://plain/").await?;
    assert_eq!(answer.read_text().await?, "plain");
    Ok(())
}
