//! A worker that answers requests for WebSockets.

use worker_sdk::websockets::{self, AcceptOptions, Upgrade};
use worker_sdk::{Error, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request) -> Result<Response> {
    match request.path() {
        "/echo" => websockets::upgrade(&request, |mut socket| async move {
            while let Some(message) = socket.receive().await? {
                socket.send(message)?;
            }
            Ok(())
        }),
        "/once" => websockets::upgrade(&request, |mut socket| async move {
            socket.receive().await?;
            Ok(())
        }),
        "/err" => websockets::upgrade(&request, |mut socket| async move {
            socket.receive().await?;
            Err(Error::new("out of paper"))
        }),
        "/protocol" => {
            let upgrade = Upgrade::of(&request).protocols(&["chat.v2", "chat.v1"]);
            let protocol = upgrade.protocol().unwrap_or("none");
            upgrade.start(move |socket| async move { socket.send(protocol) })
        }
        "/half-open" => Upgrade::of(&request)
            .options(AcceptOptions::new().half_open())
            .start(|mut socket| async move {
                while socket.receive().await?.is_some() {}
                socket.send("not yet")?;
                socket.close(4001, "now")
            }),
        _ => Ok(Response::text("elsewhere")),
    }
}
