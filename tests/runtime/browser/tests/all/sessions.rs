//! Sessions and their pages.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::browser_rendering::Browser;
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Error, Result};

use crate::{asked, browser, empty, older, with_session};

#[worker_sdk::test]
async fn the_simulator_without_a_browser(env: Env) -> Result<()> {
    let browser: Browser = env.get("BROWSER")?;
    let limits = browser.limits().await?;
    assert_eq!(
        (
            limits.max_concurrent_sessions,
            limits.allowed_browser_acquisitions
        ),
        (6, 6)
    );
    assert!(browser.sessions().await?.is_empty());
    assert!(browser.history().await?.is_empty());
    let error = browser.session("nobody").info().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the platform answered `devtools/session/nobody` with the status 404: {\"error\":\"Session not found\"}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_session_begins_is_seen_and_ends() -> Result<()> {
    let browser = browser();
    asked();
    let session = browser
        .acquire()
        .keep_alive(Duration::from_secs(90))
        .await?;
    assert_eq!(asked(), ["POST /v1/devtools/browser?keep_alive=90000"]);
    assert_eq!(
        format!("{browser:?} {session:?}"),
        format!("Browser {{ .. }} Session({:?})", session.id())
    );

    let info = session.info().await?;
    assert_eq!(
        (info.session_id.as_str(), info.start_time),
        (session.id(), Some(Timestamp::from_millis(1000.0)))
    );
    assert_eq!((info.connection_id, info.end_time), (None, None));
    let connected = session.connect().await?;
    let list = browser.sessions().await?;
    let [listed] = &list[..] else {
        panic!("{list:?}")
    };
    assert_eq!(listed.connection_id.as_deref(), Some("c"));
    let history = browser.history().await?;
    assert_eq!(history[0].close_reason_text.as_deref(), Some("BrowserIdle"));
    let at = |ms| Some(Timestamp::from_millis(ms));
    assert_eq!(
        (history[0].end_time, history[0].close_reason),
        (at(2000.0), Some(2))
    );
    assert_eq!(
        (history[0].connection_end_time, history[0].last_updated),
        (at(1900.0), at(2100.0))
    );
    assert_eq!(
        (
            history[0].websocket_debugger_url.as_deref(),
            history[0].devtools_frontend_url.as_deref()
        ),
        (Some("wss://a"), Some("https://a"))
    );
    let limits = browser.limits().await?;
    assert_eq!(limits.active_sessions[0].id, session.id());
    assert_eq!(
        (
            limits.max_concurrent_sessions,
            limits.allowed_browser_acquisitions
        ),
        (2, 1)
    );
    assert_eq!(limits.time_until_next_allowed_browser_acquisition, 500.5);

    assert_eq!(limits.used_browser_time_seconds, Some(12.5));

    let version = session.version().await?;
    assert_eq!(
        (
            version.v8.as_str(),
            version.webkit.as_str(),
            version.websocket_debugger_url.as_deref()
        ),
        ("12.8", "537.36", Some("wss://b"))
    );
    assert_eq!(
        (
            version.browser.as_str(),
            version.protocol.as_str(),
            version.user_agent.as_str()
        ),
        ("Chrome/1", "1.3", "Fake")
    );
    drop(connected);
    let id = session.id().to_owned();
    session.close().await?;
    assert!(browser.session(id).info().await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn targets() -> Result<()> {
    with_session(async |session| {
        let target = session.new_target("https://example.com/?a=1&b=ž").await?;
        assert_eq!(
            (target.kind.as_str(), target.url.as_str()),
            ("page", "https://example.com/?a=1&b=ž")
        );
        assert_eq!(target.title, "Title of https://example.com/?a=1&b=ž");
        assert_eq!(session.targets().await?, std::slice::from_ref(&target));
        let alone = session.target(&target.id).await?;
        assert_eq!(
            (alone.url, alone.description.as_deref()),
            (target.url.clone(), Some("a page"))
        );
        assert_eq!(
            (
                alone.websocket_debugger_url.as_deref(),
                alone.devtools_frontend_url.as_deref()
            ),
            (Some("wss://c"), Some("https://c"))
        );
        asked();
        session.activate_target(&target.id).await?;
        session.close_target(&target.id).await?;
        let path = format!("GET /v1/devtools/browser/{}/json", session.id());
        assert_eq!(
            asked(),
            [
                format!("{path}/activate/page%2F0"),
                format!("{path}/close/page%2F0")
            ]
        );
        assert!(session.targets().await?.is_empty());
        let error = session.close_target("x").await.unwrap_err();
        let said = "/json/close/x` with the status 404: No such target id: x";
        assert!(error.to_string().ends_with(said), "{error}");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn what_the_browser_speaks() -> Result<()> {
    with_session(async |session| {
        asked();
        let protocol: Value = session.protocol().await?;
        assert_eq!(protocol["domains"][0]["domain"], "Page");
        let path = format!("GET /v1/devtools/browser/{}/json/protocol", session.id());
        assert_eq!(asked(), [path]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_browser_that_may_not_go_everywhere() -> Result<()> {
    let browser = browser();
    asked();
    let guarded = browser
        .acquire()
        .keep_alive(Duration::from_secs(90))
        .recording(true)
        .allowed_domains(["example.com", "*.example.com"])
        .allowed_domain_sets(["common-cdns"]);
    guarded.await?.close().await?;
    let told = asked();
    let said = [
        "POST /v1/devtools/browser?keep_alive=90000&recording=true",
        r#"{"guardrails":{"allowedDomainSets":["common-cdns"],"allowedDomains":["example.com","*.example.com"]}}"#,
    ];
    assert_eq!(told[..2], said);
    let nowhere = browser.acquire().allowed_domains([""; 0]);
    nowhere.await?.close().await?;
    assert_eq!(asked()[1], r#"{"guardrails":{"allowedDomains":[]}}"#);
    Ok(())
}

#[worker_sdk::test]
async fn some_of_the_sessions() -> Result<()> {
    let browser = browser();
    let sessions = [browser.acquire().await?, browser.acquire().await?];
    asked();
    let second = browser.sessions().limit(2).offset(1).limit(1).await?;
    assert_eq!(asked(), ["GET /v1/devtools/session?limit=1&offset=1"]);
    let ids: Vec<_> = second
        .iter()
        .map(|session| &session.session_id[..])
        .collect();
    assert_eq!(ids, [sessions[1].id()]);
    for session in sessions {
        session.close().await?;
    }
    Ok(())
}

#[worker_sdk::test]
async fn no_more_sessions_than_allowed() -> Result<()> {
    let browser = browser();
    let sessions = [browser.acquire().await?, browser.acquire().await?];
    let error = browser.acquire().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the platform answered `devtools/browser` with the status 429: Rate limit exceeded; `Browser::limits` says how many \
         browsers may run and when the next one may start"
    );
    assert!(error.is_rate_limited());
    for session in sessions {
        session.close().await?;
    }
    Ok(())
}

#[worker_sdk::test]
async fn quick_actions() -> Result<()> {
    let response = browser()
        .quick_action("markdown", &json!({"url": "https://example.com/"}))
        .await?;
    let told: Value = response.read_json().await?;
    assert_eq!(
        told,
        json!({"action": "markdown", "options": {"url": "https://example.com/"}})
    );
    let error = Browser::from_raw(older())
        .quick_action("pdf", &json!({"html": "x"}))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "an action of the browser failed: TypeError: browser.quickAction is not a function"
    );
    Ok(())
}

#[worker_sdk::test]
async fn requests_of_your_own() -> Result<()> {
    let limits = browser().fetch("https://browser/v1/limits").await?;
    let limits: Value = limits.read_json().await?;
    assert_eq!(limits["maxConcurrentSessions"], 2);
    Ok(())
}

#[worker_sdk::test]
async fn a_session_that_ends_whatever_happens() -> Result<()> {
    let browser = browser();
    let title = browser.with_session(async |session| {
        let mut page = session.open("https://example.com/").await?;
        page.evaluate::<String>("document.title").await
    });
    assert_eq!(title.await?, "Title of https://example.com/");
    let failed = browser
        .with_session::<()>(async |_| Err(Error::new("not today")))
        .await;
    assert_eq!(failed.unwrap_err().to_string(), "not today");
    assert!(browser.sessions().await?.is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn answers_without_what_was_asked_for() -> Result<()> {
    let browser = Browser::from_raw(empty());
    for (error, said) in [
        (
            browser.acquire().await.map(drop),
            "missing field `sessionId`",
        ),
        (
            browser.limits().await.map(drop),
            "missing field `maxConcurrentSessions`",
        ),
        (
            browser.sessions().await.map(drop),
            "the platform answered without a list of sessions",
        ),
        (
            browser
                .session("x")
                .new_target("about:blank")
                .await
                .map(drop),
            "missing field `id`",
        ),
        (
            browser.session("x").version().await.map(drop),
            "missing field `Browser`",
        ),
        (
            browser.session("x").info().await.map(drop),
            "missing field `sessionId`",
        ),
    ] {
        let error = error.unwrap_err();
        assert!(
            error.is_malformed() && error.to_string().contains(said),
            "{error}"
        );
    }
    Ok(())
}
