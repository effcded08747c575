#![deny(warnings)]

mod fetch_async {
    use worker_sdk::{Context, Env, Request, Response, event};

    #[event(fetch)]
    pub async fn main(request: Request, env: Env, ctx: Context) -> Response {
        drop((request, env, ctx));
        unreachable!()
    }
}

mod fetch_sync {
    use worker_sdk::{Env, Response, event};

    #[event(fetch)]
    fn main(_: Env) -> Response {
        unreachable!()
    }
}

mod fetch_without_parameters {
    #[worker_sdk::event(fetch)]
    async fn main() -> &'static str {
        "hello"
    }
}

mod fetch_opaque_response {
    use worker_sdk::{Context, IntoResponse, Request, event};

    #[event(fetch)]
    async fn main(mut _request: Request, _: Context) -> impl IntoResponse {
        "hello"
    }
}

mod scheduled_async {
    use worker_sdk::{Context, Env, ScheduledEvent, event};

    #[event(scheduled)]
    async fn tick(_: ScheduledEvent, _: Env, _: Context) {}
}

mod scheduled_sync {
    #[worker_sdk::event(scheduled)]
    fn tick() -> worker_sdk::Result<()> {
        Ok(())
    }
}

mod queue_async {
    use worker_sdk::queues::Batch;
    use worker_sdk::{Context, Env, event};

    #[event(queue)]
    async fn consume(_: Batch<String>, _: Env, _: Context) -> worker_sdk::Result<()> {
        Ok(())
    }
}

mod email_async {
    use worker_sdk::{Env, email, event};

    #[event(email)]
    async fn receive(message: email::Incoming, _: Env) -> worker_sdk::Result<()> {
        message.forward("a@example.com").await?;
        Ok(())
    }
}

mod tail_sync {
    use worker_sdk::{Context, event, tail};

    #[event(tail)]
    fn observe(events: tail::Events, _: Context) {
        drop(events);
    }
}

mod tail_stream {
    use worker_sdk::{Env, Result, event, tail};

    #[event(tail_stream)]
    async fn watch(mut stream: tail::Stream, _: Env) -> Result<()> {
        while stream.next().await.is_some() {}
        Ok(())
    }
}

mod connect {
    use worker_sdk::{Context, Env, Result, event, sockets};

    #[event(connect)]
    async fn answer(mut socket: sockets::Socket, _: Env, _: Context) -> Result<()> {
        socket.write_all("hello").await
    }
}

mod queue_untyped {
    use worker_sdk::{event, queues};

    #[event(queue)]
    fn consume(batch: queues::Batch) {
        batch.ack_all();
    }
}

mod start {
    #[worker_sdk::event(start)]
    fn setup() {}
}

mod start_fallible {
    #[worker_sdk::event(start)]
    fn setup() -> Result<(), String> {
        Err("no".to_owned())
    }
}

fn main() {}
