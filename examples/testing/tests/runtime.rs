//! The worker in the real runtime, with a namespace of its own for each test and without a network.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::test::{self, Recorded};
use worker_sdk::{Env, Request, Response, Result};

const WEATHER: &str = "weather.example.com";

#[worker_sdk::test]
async fn a_forecast_is_asked_for_once() -> Result<()> {
    let weather = test::stub(WEATHER, async |request: Request| {
        let city = request.query_value("city").unwrap_or_default();
        Ok(Response::text(format!("rain in {city}")))
    });
    for _ in 0..2 {
        let forecast = test::fetch("/Utrecht").await?.read_text().await?;
        assert_eq!(forecast, "rain in utrecht");
    }
    assert_eq!(weather.received().len(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn a_failure_is_not_kept() -> Result<()> {
    let _weather = Recorded::new()
        .answer(
            Method::GET,
            "/forecast?city=utrecht",
            Response::empty().with_status(StatusCode::SERVICE_UNAVAILABLE),
        )
        .answer(Method::GET, "/forecast?city=utrecht", Response::text("sun"))
        .stub(WEATHER);
    let failed = test::fetch("/utrecht").await?;
    assert_eq!(failed.status(), StatusCode::BAD_GATEWAY);
    assert!(
        test::logs()
            .iter()
            .any(|log| log.level == "warn" && log.text.contains("utrecht"))
    );
    assert_eq!(test::fetch("/utrecht").await?.read_text().await?, "sun");
    Ok(())
}

#[worker_sdk::test]
async fn forecasts_are_forgotten(env: Env) -> Result<()> {
    let forecasts = env.kv("FORECASTS")?;
    forecasts.put("utrecht", "snow").await?;
    assert_eq!(test::fetch("/utrecht").await?.read_text().await?, "snow");
    assert!(test::scheduled("0 * * * *").await?.is_ok());
    assert_eq!(forecasts.get("utrecht").text().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn there_are_cities_alone() -> Result<()> {
    assert_eq!(test::fetch("/").await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}
