//! A worker with tests: of its functions on the host (below), and of all of it in the runtime (`tests/runtime.rs`).
//!
//! Run them with `cargo test -p testing` and `cargo test -p testing --target wasm32-unknown-unknown`.

use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Request, Response, Result, console_warn, event, fetch, kv};

#[derive(Bindings)]
struct App {
    forecasts: kv::Namespace,
    weather: String,
}

/// Answers with the forecast for the city in the path; asks for it once an hour.
#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let Some(city) = city(request.path()) else {
        return Ok(
            Response::text("ask for a city, as in /utrecht").with_status(StatusCode::NOT_FOUND)
        );
    };
    if let Some(known) = app.forecasts.get(&city).text().await? {
        return Ok(Response::text(known));
    }
    let url = format!("{}/forecast?city={city}", app.weather);
    let answer = fetch(&url).await?;
    if !answer.is_ok() {
        console_warn!("no forecast for {city}: {}", answer.status());
        return Ok(Response::text("no forecast, try again").with_status(StatusCode::BAD_GATEWAY));
    }
    let forecast = answer.read_text().await?;
    app.forecasts.put(&city, forecast.as_str()).await?;
    Ok(Response::text(forecast))
}

/// Forgets all forecasts, each hour.
#[event(scheduled)]
async fn forget(app: App) -> Result<()> {
    let mut pages = app.forecasts.list().pages();
    while let Some(page) = pages.try_next().await? {
        let names = page.keys.iter().map(|key| &key.name);
        app.forecasts.delete_many(names).await?;
    }
    Ok(())
}

/// The name of the city that a path asks for.
fn city(path: &str) -> Option<String> {
    let name = path.strip_prefix('/')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    is_name.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::city;

    #[test]
    fn cities() {
        assert_eq!(city("/Utrecht").as_deref(), Some("utrecht"));
        assert_eq!(city("/den-haag").as_deref(), Some("den-haag"));
        for path in ["/", "/a/b", "/%2e", "/utrecht?"] {
            assert_eq!(city(path), None, "{path}");
        }
    }
}
