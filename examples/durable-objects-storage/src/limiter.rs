//! A sliding window: a client has so many requests in the last seconds, whenever they begin.

use worker_sdk::durable_objects::State;
use worker_sdk::durable_objects::storage::Sql;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Response, Result, console_log, durable_object, now};

#[derive(Bindings)]
struct Limits {
    limit: u32,
    window_seconds: u32,
}

/// One for each client.
struct Limiter {
    sql: Sql,
    limits: Limits,
}

#[durable_object]
impl Limiter {
    fn new(state: State, limits: Limits) -> Result<Self> {
        let sql = state.storage().sql();
        sql.exec("CREATE TABLE IF NOT EXISTS hits (at INTEGER NOT NULL)", ())?;
        console_log!("a limiter is made");
        Ok(Self { sql, limits })
    }

    /// Nothing waits in here, so no other request comes in between, and all statements are one transaction.
    fn fetch(&self) -> Result<Response> {
        let Limits {
            limit,
            window_seconds,
        } = self.limits;
        let (now, window) = (now().as_millis() as i64, i64::from(window_seconds) * 1000);
        self.sql
            .exec("DELETE FROM hits WHERE at <= ?", [now - window])?;
        let (hits, oldest): (u32, Option<i64>) = self
            .sql
            .exec("SELECT COUNT(*), MIN(at) FROM hits", ())?
            .one()?;
        let reset = oldest.unwrap_or(now) + window;
        let response = if hits < limit {
            self.sql.exec("INSERT INTO hits VALUES (?)", [now])?;
            Response::text("welcome")
        } else {
            let seconds = (reset - now + 999) / 1000;
            Response::text("too many requests")
                .with_status(StatusCode::TOO_MANY_REQUESTS)
                .with_header("Retry-After", seconds.to_string())?
        };
        let remaining = limit.saturating_sub(hits + 1);
        response
            .with_header("X-RateLimit-Limit", limit.to_string())?
            .with_header("X-RateLimit-Remaining", remaining.to_string())?
            .with_header("X-RateLimit-Reset", ((reset + 999) / 1000).to_string())
    }
}
