//! Scripts.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::browser_rendering::{Browser, Library};

use crate::{browser, older};

const CODE: &str = "return page.title();";

#[worker_sdk::test]
async fn in_a_new_browser() -> Result<()> {
    let plain: Value = browser().script(CODE).await?.read_json().await?;
    assert_eq!(plain, json!(["script", CODE, null]));
    let script = browser().script(CODE).library(Library::Playwright);
    let script = script.timeout(Duration::from_secs(5)).lab(true);
    let answer = script
        .keep_alive(Duration::from_millis(10_001))
        .recording(false)
        .await?;
    assert_eq!(answer.headers().get("x-session").as_deref(), Some("new"));
    let told: Value = answer.read_json().await?;
    assert_eq!(
        told,
        json!(["script", CODE, {
            "library": "playwright", "timeout": 5000, "lab": true, "keepAlive": 10001, "recording": false,
        }])
    );
    Ok(())
}

#[worker_sdk::test]
async fn in_a_browser_that_is_there() -> Result<()> {
    let session = browser().session("of-before");
    let plain: Value = session.script(CODE).await?.read_json().await?;
    assert_eq!(plain, json!(["scriptInSession", "of-before", CODE, null]));
    let script = session.script(CODE).library(Library::Puppeteer);
    let script = script.timeout(Duration::from_millis(1)).target("page/1");
    let told: Value = script.await?.read_json().await?;
    assert_eq!(
        told,
        json!(["scriptInSession", "of-before", CODE, {
            "library": "puppeteer", "timeout": 1, "targetId": "page/1",
        }])
    );
    Ok(())
}

#[worker_sdk::test]
async fn where_the_platform_is_older() -> Result<()> {
    let browser = Browser::from_raw(older());
    assert_eq!(
        format!(
            "{:?} {:?}",
            browser.script(CODE),
            browser.session("x").script(CODE)
        ),
        "Script { .. } SessionScript { .. }"
    );
    for (script, method) in [
        (browser.script(CODE).await, "script"),
        (browser.session("x").script(CODE).await, "scriptInSession"),
    ] {
        assert_eq!(
            script.unwrap_err().to_string(),
            format!(
                "a script of the browser failed: TypeError: this runtime has no `{method}`; deploy the worker, or call the API of Browser Run"
            )
        );
    }
    Ok(())
}
