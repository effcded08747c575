//! A worker for the tests of `worker_sdk::test`.

mod elsewhere;

use std::time::Duration;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Context, Env, Error, Request, Response, Result, ScheduledEvent, event, sleep};

#[event(fetch)]
async fn main(mut request: Request, env: Env, context: Context) -> Result<Response> {
    match request.path() {
        "/greeting" => Ok(Response::text(env.var("GREETING")?)),
        "/echo" => {
            let line = format!("{} {}", request.method(), request.url());
            Ok(Response::text(format!("{line} {}", request.text().await?)))
        }
        "/upstream" => {
            let url = request.query_value("url").unwrap_or_default();
            worker_sdk::fetch(Request::new(Method::GET, &url)?).await
        }
        "/log" => {
            worker_sdk::console_warn!("an old client");
            Ok(Response::empty())
        }
        "/slow" => {
            sleep(Duration::from_secs(60)).await;
            Ok(Response::text("late"))
        }
        "/later" => {
            context.wait_until(async {
                sleep(Duration::from_millis(5)).await;
                worker_sdk::console_log!("done later");
            });
            Ok(Response::empty())
        }
        "/err" => Err(Error::new("out of paper")),
        "/panic" => panic!("the worker fell over"),
        "/panic/deep" => shop_core::total(&[]),
        path => match path.strip_prefix("/elsewhere/") {
            Some(what) => elsewhere::run(what).await,
            None => Ok(Response::empty().with_status(StatusCode::NOT_FOUND)),
        },
    }
}

/// Its name ends as that of a crate of the standard library.
mod shop_core {
    #[inline(never)]
    pub(super) fn total(prices: &[u32]) -> super::Result<super::Response> {
        Ok(super::Response::text(prices[0].to_string()))
    }
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) -> Result<()> {
    match event.cron() {
        "fail" => Err(Error::new("no time today")),
        "once" => {
            event.no_retry();
            Err(Error::new("never again"))
        }
        cron => {
            worker_sdk::console_log!("{cron} at {}", event.scheduled_time());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use worker_sdk::{Env, Result};

    #[worker_sdk::test]
    async fn unit_tests_have_the_environment(env: Env) -> Result<()> {
        assert_eq!(env.var("GREETING")?, "hello");
        Ok(())
    }

    #[worker_sdk::test]
    async fn unit_tests_reach_the_worker() -> Result<()> {
        let response = worker_sdk::test::fetch("/greeting").await?;
        assert_eq!(response.read_text().await?, "hello");
        Ok(())
    }
}
