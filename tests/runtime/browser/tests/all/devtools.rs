//! Pages, and commands of the DevTools protocol.

use serde_json::{Value, json};
use worker_sdk::Result;

use crate::with_session;

#[worker_sdk::test]
async fn a_page_is_loaded_and_seen() -> Result<()> {
    with_session(async |session| {
        let mut page = session.open("https://example.com/").await?;
        assert_eq!(
            (page.target(), format!("{page:?}").as_str()),
            ("page/0", "Page(\"page/0\")")
        );
        let title: String = page.evaluate("document.title").await?;
        assert_eq!(title, "Title of https://example.com/");
        assert_eq!(page.content().await?, "<html>https://example.com/</html>");
        assert_eq!(page.screenshot().await?, b"PNG of https://example.com/");
        assert_eq!(page.pdf().await?, b"PDF");
        let sum: u32 = page.evaluate("1 + 1").await?;
        assert_eq!(sum, 2);
        let nothing: Option<u32> = page.evaluate("undefined").await?;
        assert_eq!(nothing, None);

        page.navigate("https://example.com/#part").await?;
        let again = session.page(page.target()).await?.content().await?;
        assert_eq!(again, "<html>https://example.com/#part</html>");
        page.close().await?;
        assert!(session.targets().await?.is_empty());
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn what_fails_in_a_page() -> Result<()> {
    with_session(async |session| {
        let error = session.open("https://nowhere.example/").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the browser could not load `https://nowhere.example/`: net::ERR_NAME_NOT_RESOLVED"
        );
        assert!(session.targets().await?.is_empty());
        let target = session.new_target("about:blank").await?;
        let mut page = session.page(target.id).await?;
        let error = page.evaluate::<Value>("x").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the script failed in the page: ReferenceError: x is not defined\n    at <anonymous>:1:1"
        );
        let error = page.evaluate::<Value>("throw null").await.unwrap_err();
        assert_eq!(error.to_string(), "the script failed in the page: Uncaught");
        assert!(page.evaluate::<u32>("document.title").await.is_err());
        let error = page.pdf().await.unwrap_err();
        assert_eq!(error.to_string(), "the browser answered `Page.printToPDF` without data");
        let error = session.page("page/7").await.unwrap_err();
        assert!(error.to_string().contains("404"), "{error}");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn commands_answers_and_events() -> Result<()> {
    with_session(async |session| {
        let mut browser = session.connect().await?;
        assert_eq!(format!("{browser:?}"), "DevTools { .. }");
        let echo: Value = browser.call("Target.getTargets", &json!({"a": 1})).await?;
        assert_eq!(echo, json!({"params": {"a": 1}}));
        let error = browser.call::<Value>("No.such", &json!({})).await.unwrap_err();
        assert_eq!(error.to_string(), "the browser refused `No.such`: 'No.such' wasn't found");

        let right: String = browser.call("Late.answer", &json!({})).await?;
        assert_eq!(right, "right");
        let event = browser.event().await?.unwrap();
        assert_eq!((event.method.as_str(), event.params, event.session_id), ("Late.event", json!({"id": 3}), None));
        let right: String = browser.call_in("s-1", "Late.answer", &json!({})).await?;
        assert_eq!(right, "right");
        let event = browser.wait_for("Late.event").await?;
        assert_eq!(event.session_id.as_deref(), Some("s-1"));

        let _: String = browser.call("Late.answer", &json!({})).await?;
        browser.clear_events();
        let error = browser.call::<Value>("Browser.crash", &json!({})).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the browser closed the connection before it answered `Browser.crash`; the session has ended, start another one"
        );
        assert_eq!(browser.event().await?, None);
        let error = browser.wait_for("Late.event").await.unwrap_err();
        assert!(error.to_string().contains("before it answered `Late.event`"), "{error}");
        Ok(())
    })
    .await
}
