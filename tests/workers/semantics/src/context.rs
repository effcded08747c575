//! What the context, the console and the controller of a scheduled event do.

use std::time::Duration;

use serde_json::json;
use worker_sdk::{
    Context, Error, Json, Response, Result, ScheduledEvent, console_debug, console_error,
    console_info, console_log, console_warn, event, sleep, spawn,
};

pub(crate) async fn route(path: &str, ctx: &Context) -> Result<Response> {
    match path {
        "/props" => return Response::json(&ctx.props::<serde_json::Value>()?),
        "/console" => write(),
        "/pass-then-answer" => {
            ctx.pass_through_on_exception();
            return Ok(Response::text("answered"));
        }
        "/pass-then-fail" => {
            ctx.pass_through_on_exception();
            return Err(Error::new("on purpose"));
        }
        _ => {
            ctx.pass_through_on_exception();
            sleep(Duration::from_millis(1)).await;
            return Err(Error::new("on purpose, late"));
        }
    }
    Ok(Response::text("ok"))
}

fn write() {
    let (ordinal, tree) = (
        "first",
        json!({"list": [1, {"deep": null}], "text": "\u{e4}"}),
    );
    console_debug!("written: {ordinal} line");
    console_log!("written: {} percent: %s", 100);
    console_info!("written: values"; 1, 1.5, true, "text", 2_i64, 'ä');
    let (exact, inexact) = (1_u64 << 53, (1_u64 << 53) + 1);
    console_info!("written: integers"; 3_usize, -4_isize, exact, inexact, i64::MIN, -1_i64 << 53);
    console_info!("written: optional"; Some("some"), None::<u8>, Json(["a", "b"]));
    console_info!("written: {} of {all}, {ordinal}, {x}", 1, all = 1 + 1, x = [3][0],; true, "four");
    console_warn!("written: a {}", "tree"; tree);
    console_error!("written: of %d parts, %s"; 3, String::from("formatted"));
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) -> Result<()> {
    if event.cron().ends_with('1') {
        event.no_retry();
    }
    if event.cron().starts_with('1') {
        return Err(Error::new("on purpose"));
    }
    if event.cron().starts_with('2') {
        let task = spawn(sleep(Duration::from_secs(20)));
        sleep(Duration::from_millis(1)).await;
        task.abort();
    }
    Ok(())
}
