//! A worker whose manifest gives the SDK another name, with a handler for each event. Driven by `tests/e2e`.

mod events {
    use std::sync::OnceLock;

    use sdk::{Env, Request, Response, Result, ScheduledEvent, event};

    static PREPARED: OnceLock<String> = OnceLock::new();

    #[event(start, crate = ::sdk)]
    fn prepare() {
        PREPARED.get_or_init(|| "prepared".to_owned());
    }

    #[event(fetch, crate = ::sdk)]
    async fn answer(request: Request, env: Env) -> Result<Response> {
        let state = PREPARED.get().map_or("not prepared", String::as_str);
        let name = env.var("NAME")?;
        Ok(Response::text(format!("{name} {state} {}", request.path())))
    }

    #[event(scheduled, crate = ::sdk)]
    fn tick(event: ScheduledEvent) {
        sdk::console_log!("due at {} by {}", event.scheduled_time(), event.cron());
    }
}
