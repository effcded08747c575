//! A worker whose manifest gives the SDK another name, with a handler for each event, and with names that ours could
//! collide with. Driven by `tests/e2e`.

mod events {
    use std::sync::OnceLock;

    use sdk::{Bindings, Request, Response, Result, ScheduledEvent, event};

    static PREPARED: OnceLock<String> = OnceLock::new();

    #[event(start, crate = ::sdk)]
    fn prepare() {
        PREPARED.get_or_init(|| "prepared".to_owned());
    }

    /// Called as a type of the SDK, which the handler takes as well.
    #[derive(Bindings)]
    #[binding(crate = ::sdk)]
    struct Env {
        name: String,
    }

    #[event(fetch, crate = ::sdk)]
    async fn answer(request: Request, raw: sdk::Env, env: Env) -> Result<Response> {
        let state = PREPARED.get().map_or("not prepared", String::as_str);
        assert_eq!(raw.var("NAME")?, env.name);
        let name = env.name;
        Ok(Response::text(format!("{name} {state} {}", request.path())))
    }

    #[event(scheduled, crate = ::sdk)]
    fn tick(event: ScheduledEvent) {
        sdk::console_log!("due at {} by {}", event.scheduled_time(), event.cron());
    }
}

mod classes {
    use std::marker::PhantomData;

    use sdk::{Response, durable_object, worker_entrypoint};

    /// Called as what the entry module imports.
    struct Half;

    #[durable_object(crate = ::sdk)]
    impl Half {
        fn new() -> Self {
            Self
        }

        fn fetch(&self) -> Response {
            Response::empty()
        }
    }

    /// A type with two classes.
    struct Table<T>(PhantomData<T>);

    #[worker_entrypoint(name = "Bytes", crate = ::sdk)]
    impl Table<u8> {
        fn new() -> Self {
            Self(PhantomData)
        }

        fn fetch(&self) -> Response {
            Response::text("bytes")
        }
    }

    #[worker_entrypoint(name = "Words", crate = ::sdk)]
    impl Table<u16> {
        fn new() -> Self {
            Self(PhantomData)
        }

        fn fetch(&self) -> Response {
            Response::text("words")
        }
    }
}
