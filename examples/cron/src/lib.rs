//! Several cron patterns in one worker.
//!
//! Run it with `cargo xtask dev cron`, then
//! `curl 'http://localhost:8787/cdn-cgi/handler/scheduled?cron=0+3+*+*+*'`.

use std::time::Duration;

use worker_sdk::{Context, Error, Result, ScheduledEvent, console_log, event, sleep};

#[event(scheduled)]
async fn main(event: ScheduledEvent, context: Context) -> Result<()> {
    match event.cron() {
        "*/15 * * * *" => refresh().await,
        "0 3 * * *" => clean_up(&event, &context),
        "0 9 * * MON" => console_log!("weekly report for {}", event.scheduled_time()),
        other => {
            event.no_retry();
            return Err(Error::new(format!(
                "no work for the pattern `{other}`; add it to `main`"
            )));
        }
    }
    Ok(())
}

async fn refresh() {
    sleep(Duration::from_millis(10)).await;
    console_log!("refreshed");
}

/// The event ends at once, the work goes on behind it.
fn clean_up(event: &ScheduledEvent, context: &Context) {
    let due = event.scheduled_time();
    context.wait_until(async move {
        sleep(Duration::from_millis(10)).await;
        console_log!("cleaned up what is older than {due}");
    });
}
