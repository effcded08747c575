//! Documents as Markdown.

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::ai::{Document, GatewayOptions};
use worker_sdk::http::{Blob, File};

use crate::platform::Platform;

#[worker_sdk::test]
async fn documents_are_converted() -> Result<()> {
    let platform = Platform::with_json(&json!({"result": [
        {"id": "1", "name": "a.html", "mimeType": "text/html", "format": "markdown", "tokens": 3, "data": "# žluť"},
        {"id": "2", "name": "b.pdf", "mimeType": "application/pdf", "format": "error", "error": "no PDF"},
    ]}));
    let page = File::new("<h1>žluť</h1>", "a.html", "text/html");
    let documents = [
        Document::from(page),
        Document::new("b.pdf", Blob::new([0, 255], "application/pdf")),
    ];
    let converted = platform
        .ai
        .to_markdown(documents)
        .gateway(GatewayOptions::new("mine"))
        .header("x-own", "1")
        .conversion_options(&json!({"html": {"hostname": "example.com"}}))
        .await?;
    let [html, pdf] = &converted[..] else {
        panic!("{converted:?}")
    };
    assert_eq!(
        (
            html.id.as_str(),
            html.name.as_str(),
            html.mime_type.as_str()
        ),
        ("1", "a.html", "text/html")
    );
    let markdown = html.content.as_ref().unwrap();
    assert_eq!((markdown.text.as_str(), markdown.tokens), ("# žluť", 3));
    assert_eq!(
        (
            pdf.name.as_str(),
            pdf.content.as_ref().unwrap_err().as_str()
        ),
        ("b.pdf", "no PDF")
    );

    let [call] = &platform.calls()[..] else {
        panic!()
    };
    assert_eq!(
        call["url"],
        "https://workers-binding.ai/to-everything/markdown/transformer"
    );
    assert_eq!(call["headers"]["x-own"], "1");
    let sent: Value = serde_json::from_str(call["body"].as_str().unwrap())?;
    assert_eq!(
        sent["files"],
        json!([
            {"name": "a.html", "mimeType": "text/html", "data": "PGgxPsW+bHXFpTwvaDE+"},
            {"name": "b.pdf", "mimeType": "application/pdf", "data": "AP8="},
        ])
    );
    assert_eq!(sent["options"]["gateway"], json!({"id": "mine"}));
    assert_eq!(
        sent["options"]["conversionOptions"],
        json!({"html": {"hostname": "example.com"}})
    );
    Ok(())
}

#[worker_sdk::test]
async fn nothing_to_convert_makes_no_call() -> Result<()> {
    let platform = Platform::with_json(&json!({}));
    assert!(
        platform
            .ai
            .to_markdown(Vec::<Document>::new())
            .await?
            .is_empty()
    );
    assert!(platform.calls().is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn kinds_of_documents() -> Result<()> {
    let platform = Platform::with_json(
        &json!({"result": [{"mimeType": "application/pdf", "extension": ".pdf"}]}),
    );
    let formats = platform.ai.document_formats().await?;
    let [pdf] = &formats[..] else {
        panic!("{formats:?}")
    };
    assert_eq!(
        (pdf.mime_type.as_str(), pdf.extension.as_str()),
        ("application/pdf", ".pdf")
    );
    let failing = Platform::answering(
        &json!({"status": 500, "body": r#"{"errors": [{"message": "not today"}]}"#}),
    );
    let document = Document::new("a.txt", Blob::new("a", "text/plain"));
    let error = failing.ai.to_markdown([document]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "converting documents failed: AiInternalError: not today"
    );
    Ok(())
}
