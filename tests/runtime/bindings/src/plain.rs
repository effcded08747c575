//! A class without experimental flags.

use std::future::pending;

use worker_sdk::sockets::Socket;
use worker_sdk::{Context, Request, Response, Result, worker_entrypoint};

struct Plain {
    context: Context,
}

#[worker_entrypoint]
impl Plain {
    fn new(context: Context) -> Self {
        Self { context }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if request.path() == "/abort" {
            self.context.abort("enough of it")?;
            pending::<()>().await;
        }
        Ok(Response::text("plain"))
    }

    async fn connect(&self, mut socket: Socket) -> Result<()> {
        let all = socket.read_to_end().await?;
        socket.write_all(format!("{} bytes", all.len())).await?;
        socket.close().await
    }
}
