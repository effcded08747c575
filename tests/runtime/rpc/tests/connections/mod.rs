//! TCP connections between workers, without a network. The pinned runtime has them behind the flag `experimental`.

use worker_sdk::durable_objects::{Id, Namespace};
use worker_sdk::fetch::Fetcher;
use worker_sdk::service_bindings::Service;
use worker_sdk::{Bindings, Result};

use crate::wrangler::IS_TODAYS;

#[derive(Bindings)]
struct App {
    desk: Service,
    front: Fetcher,
    tally: Namespace,
}

#[worker_sdk::test]
async fn a_handler_takes_connections(app: App) -> Result<()> {
    let mut socket = app.front.connect("quotes:17").await?;
    let quote = socket.read_to_end().await?;
    // The pinned runtime does not tell the handler the address.
    let address = match IS_TODAYS {
        true => "at an address",
        false => "no address",
    };
    assert_eq!(
        String::from_utf8_lossy(&quote),
        format!("a quote for the clerk, {address}")
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_entrypoint_takes_connections(app: App) -> Result<()> {
    let mut socket = app.desk.connect(("desk", 7)).await?;
    let mut answer = [0; 3];
    for letters in ["abc", "xyz"] {
        socket.write_all(letters).await?;
        let length = socket.read(&mut answer).await?;
        assert_eq!(
            answer.get(..length),
            Some(letters.to_uppercase().as_bytes())
        );
    }
    socket.shutdown().await?;
    assert_eq!(socket.read(&mut answer).await?, 0);
    Ok(())
}

#[worker_sdk::test]
async fn an_object_takes_connections(app: App) -> Result<()> {
    let object = app.tally.get_by_name("connected");
    for expected in ["5", "10"] {
        let mut socket = object.connect("tally:1").await?;
        socket.write_all("hello").await?;
        assert_eq!(socket.read_to_end().await?, expected.as_bytes());
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_connection_that_ends_badly(app: App) -> Result<()> {
    let mut socket = app.desk.connect("desk:7").await?;
    socket.write_all("stop").await?;
    assert_eq!(socket.read(&mut [0]).await?, 0, "a failure is an end");
    let error = failure(app.desk.connect("nowhere").await);
    assert!(
        error.starts_with("connecting to `nowhere` failed: "),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn no_connection_to_an_object_that_is_refused(app: App) {
    let refused = app.tally.get(&Id::from_raw(5.into()));
    let error = failure(refused.connect("object:1").await);
    assert!(
        error.starts_with("connecting to `object:1` failed: "),
        "{error}"
    );
}

fn failure<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}
