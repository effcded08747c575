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
        let number: String = page.evaluate("0 / 0").await?;
        assert_eq!(number, "NaN");

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
        assert_eq!(error.to_string(), "the script failed in the page: Uncaught null");
        let error = page.evaluate::<Value>("throw \"oops\"").await.unwrap_err();
        assert_eq!(error.to_string(), "the script failed in the page: Uncaught \"oops\"");
        let error = page.evaluate::<u32>("document.title").await.unwrap_err();
        assert!(error.to_string().starts_with("invalid type: string"), "{error}");
        let error = page.pdf().await.unwrap_err();
        assert_eq!(error.to_string(), "the browser answered `Page.printToPDF` without data");
        let error = session.page("page/7").await.unwrap_err();
        let said = "/page/page%2F7` with the status 404: no such page";
        assert!(error.to_string().ends_with(said), "{error}");
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
        let event = browser.try_next().await?.unwrap();
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
            "the browser closed the connection before it answered `Browser.crash`; the page or the whole session has ended"
        );
        assert_eq!(browser.try_next().await?, None);
        let error = browser.wait_for("Late.event").await.unwrap_err();
        assert!(error.to_string().contains("before it answered `Late.event`"), "{error}");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_page_that_sends_the_browser_on() -> Result<()> {
    with_session(async |session| {
        let mut page = session.open("https://example.com/forward").await?;
        let content = page.content().await?;
        assert_eq!(content, "<html>https://example.com/forward/end</html>");
        page.navigate("https://example.com/next").await?;
        assert_eq!(
            page.content().await?,
            "<html>https://example.com/next</html>"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_page_that_asks_something_is_told_no() -> Result<()> {
    with_session(async |session| {
        let mut page = session.open("https://example.com/alert").await?;
        assert_eq!(
            page.content().await?,
            "<html>https://example.com/alert</html>"
        );
        let asked = page
            .devtools()
            .wait_for("Page.javascriptDialogOpening")
            .await?;
        assert_eq!(asked.params, json!({"message": "hello"}));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_page_is_filled() -> Result<()> {
    with_session(async |session| {
        let mut page = session.new_page().await?;
        page.set_content("<p>\"12 €\"</p>\n").await?;
        assert_eq!(page.content().await?, "<html><p>\"12 €\"</p>\n</html>");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_page_that_crashes() -> Result<()> {
    with_session(async |session| {
        let mut page = session.new_page().await?;
        let error = page
            .devtools()
            .call::<Value>("Crash.page", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the page crashed before it answered `Crash.page`; open another one"
        );
        let error = page
            .devtools()
            .call::<Value>("No.number", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the browser refused `No.number`: Message must be a valid JSON"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn old_events_are_dropped() -> Result<()> {
    with_session(async |session| {
        let mut browser = session.connect().await?;
        let _: Value = browser.call("Many.events", &json!({"count": 1003})).await?;
        let event = browser.try_next().await?.unwrap();
        assert_eq!(event.params, json!({"n": 3}));
        Ok(())
    })
    .await
}
