//! What newer runtimes have without experimental flags. Of older ones is tested what they say in its place.
#![cfg(target_family = "wasm")]

use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Result};

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
    match connected.await {
        Ok(answer) => assert_eq!(answer, b"5 bytes"),
        Err(error) => assert_eq!(
            error.to_string(),
            "connecting to `plain:7` failed: TypeError: Incoming CONNECT on a worker not supported"
        ),
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_event_is_aborted(app: App) -> Result<()> {
    let aborted = app.plain.fetch("https://plain/abort").await;
    let error = aborted.unwrap_err().to_string();
    let too_old = "this runtime has no `abort`; it takes a newer one, or the compatibility flag `experimental`";
    assert!(
        error.contains("enough of it") || error.contains(too_old),
        "{error}"
    );
    let answer = app.plain.fetch("https://plain/").await?;
    assert_eq!(answer.read_text().await?, "plain");
    Ok(())
}
