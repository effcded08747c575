//! The example of Browser Rendering, with a stand-in for the browser.

use std::sync::LazyLock;

use e2e::{Client, Config, Project, Server, example, workspace_root};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("browser-rendering").unwrap();
    let browser = workspace_root().join("tests/runtime/browser/tests/all/browser.js");
    let config = Config::new()
        .worker(example.name("example").service("BROWSER", "browser"))
        .worker(Project::script("browser", browser));
    Server::start(&config).unwrap()
});

fn client() -> Client {
    SERVER.client("example")
}

#[test]
fn a_page_becomes_a_picture_a_pdf_and_text() {
    let client = client();
    let picture = client.get("/screenshot?url=https://example.com/");
    assert_eq!(
        (picture.status, picture.header("content-type")),
        (200, "image/png")
    );
    assert_eq!(picture.text(), "PNG of https://example.com/");
    let pdf = client.get("/pdf?url=https://example.com/");
    assert_eq!(
        (pdf.header("content-type"), pdf.text().as_str()),
        ("application/pdf", "PDF")
    );
    assert_eq!(
        client.get("/text?url=https://example.com/").text(),
        "Text of https://example.com/"
    );
    assert_eq!(client.get("/other?url=https://example.com/").status, 404);

    let lost = client.get("/text?url=https://nowhere.example/");
    let said = "the browser could not load `https://nowhere.example/`: net::ERR_NAME_NOT_RESOLVED";
    assert_eq!((lost.status, lost.text().as_str()), (502, said));
    assert_eq!(client.get("/text?url=file:///etc/passwd").status, 400);

    // All browsers were ended.
    let sessions: serde_json::Value = SERVER.client("browser").get("/v1/sessions").json();
    assert_eq!(sessions, serde_json::json!({"sessions": []}));
}
