//! The example of Stream, with the simulator.

use std::sync::LazyLock;

use e2e::{Answer, Client, Config, Server, example};
use http::Request;
use serde_json::{Value, json};

/// The simulator loads it as from any other address, and looks into nothing.
const ADDRESS: &str = "data:video/mp4;base64,bm8gdmlkZW8=";

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("videos").unwrap();
    Server::start(&Config::new().worker(example.name("example"))).unwrap()
});

fn client() -> Client {
    SERVER.client("example")
}

fn upload(url: &str, name: &str) -> Answer {
    let video = json!({ "url": url, "name": name });
    client().post("/videos", "application/json", video.to_string())
}

fn send(request: http::request::Builder, body: &str) -> u16 {
    client().send(request, body).status
}

#[test]
fn a_video_is_uploaded_listed_captioned_watched_and_deleted() {
    let uploaded = upload(ADDRESS, "<Beach>");
    assert_eq!(uploaded.status, 201, "{}", uploaded.text());
    let video: Value = uploaded.json();
    assert_eq!(
        (&video["name"], &video["state"], &video["seconds"]),
        (&json!("<Beach>"), &json!("ready"), &Value::Null)
    );
    let all: Vec<Value> = client().get("/videos").json();
    assert!(all.contains(&video), "{all:?}");

    let path = format!("/videos/{}", video["id"].as_str().unwrap());
    let captions = format!("{path}/captions");
    assert_eq!(client().get(&captions).json::<Value>(), json!([]));
    let english = Request::put(client().url(&format!("{captions}/en")));
    assert_eq!(send(english, "WEBVTT\n"), 204);
    assert_eq!(client().get(&captions).json::<Value>(), json!(["en"]));

    let page = client().get(&path);
    assert_eq!(page.header("cache-control"), "private, no-store");
    let page = page.text();
    assert!(page.contains("<h1>&lt;Beach&gt;</h1>"), "{page}");
    // What the simulator has for a token is JSON in base64; it stands where the id was.
    let (_, player) = page.split_once("cloudflarestream.com/").unwrap();
    assert!(player.starts_with("eyJzdWIi"), "{page}");
    assert!(player.contains("/iframe\""), "{page}");
    assert!(!page.contains(video["id"].as_str().unwrap()), "{page}");

    assert_eq!(send(Request::delete(client().url(&path)), ""), 204);
    for path in [&path, &captions] {
        assert_eq!(client().get(path).status, 404, "{path}");
    }
    assert_eq!(send(Request::delete(client().url(&path)), ""), 404);
}

#[test]
fn an_address_without_a_video_is_refused() {
    let missing = client().url("/nothing");
    let answer = upload(&missing, "nothing");
    assert_eq!(answer.status, 400, "{}", answer.text());
    let problem: Value = answer.json();
    assert_eq!(problem["detail"], "Stream cannot take this");
}
