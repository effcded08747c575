//! Requests that belong together.

use std::io;
use std::sync::LazyLock;

use http::Request;
use serde_json::{Value, json};
use worker_e2e::{Answer, Client, Project, Worker};

static WORKER: LazyLock<Worker> = LazyLock::new(|| {
    let script = Project::script("login", "tests/projects/login.js");
    script.start().unwrap()
});

/// What the worker has seen of the request that it answered last.
#[track_caller]
fn seen(answer: Result<Answer, worker_e2e::Error>) -> Value {
    answer.unwrap().json().unwrap()
}

#[track_caller]
fn cookie(client: &Client, path: &str) -> Value {
    seen(client.get(path))["cookie"].take()
}

#[test]
fn cookies_are_kept_by_a_client_and_not_by_the_worker() {
    let (ada, visitor) = (WORKER.client(), WORKER.client());
    let answer = ada.post("/login", "text/plain", "ada").unwrap();
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), Some("/me"));
    assert_eq!(ada.cookie("session").as_deref(), Some("ada"));
    assert_eq!(cookie(&ada.clone(), "/me"), "session=ada");
    assert_eq!(cookie(&visitor, "/me"), Value::Null);
    assert_eq!(seen(WORKER.get("/me"))["cookie"], Value::Null);
    ada.get("/logout").unwrap();
    assert_eq!(ada.cookie("session"), None);
    assert_eq!(cookie(&ada, "/me"), Value::Null);
}

#[test]
fn cookies_go_where_they_belong() {
    let client = WORKER.client();
    client.get("/admin/login").unwrap();
    assert_eq!(cookie(&client, "/admin/page"), "admin=yes");
    assert_eq!(cookie(&client, "/me"), Value::Null);

    client.get("/domain").unwrap();
    assert_eq!(cookie(&client, "/me"), Value::Null);
    let shop = WORKER.client().header("host", "shop.example");
    shop.get("/domain").unwrap();
    assert_eq!(cookie(&shop, "/me"), "session=domain");
    shop.post("/login", "text/plain", "secure").unwrap();
    assert!(cookie(&shop, "/me").to_string().contains("session=secure"));
    let other = shop.send(Request::get("/me").header("host", "other.example"), "");
    assert_eq!(seen(other)["cookie"], Value::Null);
}

#[test]
fn cookies_of_the_test() {
    let client = WORKER.client();
    client.set_cookie("theme=dark; Path=/").unwrap();
    assert_eq!(cookie(&client, "/me"), "theme=dark");
    let request = Request::get("/me").header("cookie", "own=1");
    assert_eq!(
        seen(client.send(request, ""))["cookie"],
        "own=1; theme=dark"
    );
    let error = client.set_cookie("a=b; Domain=shop.example").unwrap_err();
    let error = error.to_string();
    let expected = "the cookie `a=b; Domain=shop.example` is not one that `127.0.0.1` can set: ";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_path_begins_with_a_slash() {
    let error = WORKER.get("me").unwrap_err().to_string();
    assert_eq!(error, "`me` is not a path; write `/me`");
    let error = WORKER.client().get("me/too").unwrap_err().to_string();
    assert!(error.contains("whose path begins with `/`"), "{error}");
    assert_eq!(WORKER.url("me"), WORKER.url("/me"));
}

#[test]
fn headers_of_each_request() {
    let client = WORKER.client().header("authorization", "Bearer a");
    assert_eq!(seen(client.get("/me"))["token"], "Bearer a");
    let other = Request::get("/me").header("authorization", "Bearer b");
    assert_eq!(seen(client.send(other, ""))["token"], "Bearer b");
    let error = WORKER.client().header("a b", "c").get("/").unwrap_err();
    let error = error.to_string();
    assert!(
        error.starts_with("this is not a request, whose path begins with `/`: "),
        "{error}"
    );
    let error = WORKER.client().header("host", "a b").get("/").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the host `a b` of `GET /` is none: invalid international domain name"
    );
}

#[test]
fn redirects_are_answers_until_they_are_followed() {
    assert_eq!(WORKER.client().get("/found").unwrap().status, 302);
    let browser = WORKER.client().follow_redirects();
    let me = seen(browser.post("/login", "text/plain", "ada"));
    assert_eq!(
        me,
        json!({
            "method": "GET", "page": "/me", "host": WORKER.address(), "cookie": "session=ada",
            "type": null, "token": null, "body": "",
        })
    );
    for (path, page) in [
        ("/absolute", "/me?from=absolute"),
        ("/relative/page", "/me?from=relative"),
    ] {
        assert_eq!(seen(browser.get(path))["page"], page);
    }
    let shop = WORKER.client().follow_redirects();
    let shop = shop.header("host", "shop.example");
    let me = seen(shop.get("/absolute"));
    assert_eq!(
        (&me["page"], &me["host"]),
        (&json!("/me?from=absolute"), &json!("shop.example"))
    );
    let answer = browser.get("/nowhere").unwrap();
    assert_eq!(answer.to_string(), "302: no location");
}

#[test]
fn nothing_is_asked_of_other_hosts() {
    let browser = WORKER.client().follow_redirects();
    let answer = browser.get("/elsewhere").unwrap();
    assert_eq!(answer.status, 302);
    let location = answer.header("location");
    assert_eq!(location, Some("http://elsewhere.example/me"));
    assert_eq!(browser.cookie("state").as_deref(), Some("1"));
}

#[test]
fn what_is_sent_after_a_redirect() {
    let browser = WORKER.client().follow_redirects();
    let sent = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(path);
        let me = seen(browser.send(request.header("content-type", "a/b"), "body"));
        [&me["method"], &me["type"], &me["body"]].map(|value| value.as_str().map(str::to_owned))
    };
    let kept = |method: &str| [method, "a/b", "body"].map(|text| Some(text.to_owned()));
    let without = [Some("GET".to_owned()), None, Some(String::new())];
    assert_eq!(sent("POST", "/keep"), kept("POST"));
    assert_eq!(sent("POST", "/permanent"), kept("POST"));
    assert_eq!(sent("PUT", "/found"), kept("PUT"));
    assert_eq!(sent("POST", "/found"), without);
    assert_eq!(sent("PUT", "/login"), without);
}

#[test]
fn a_body_that_was_read_is_not_sent_again() {
    let browser = WORKER.client().follow_redirects();
    let upload = |path: &str| browser.upload(Request::post(path), io::Cursor::new("body"));
    assert_eq!(upload("/keep").unwrap().status, 307);
    assert_eq!(seen(upload("/found"))["method"], "GET");
    assert_eq!(seen(upload("/me"))["body"], "body");
}

#[test]
fn redirects_in_a_circle() {
    let browser = WORKER.client().follow_redirects();
    assert_eq!(
        browser.get("/loop").unwrap_err().to_string(),
        "`GET /loop` was redirected more than 20 times, last to `GET /loop`; leave `follow_redirects` out to see the \
         first answer"
    );
}

#[test]
fn sockets_and_streams_have_the_cookies() {
    let client = WORKER.client();
    client.post("/login", "text/plain", "ada").unwrap();
    let mut socket = client.websocket("/socket").unwrap();
    assert_eq!(socket.receive_text().unwrap(), "session=ada");
    assert_eq!(client.cookie("seen").as_deref(), Some("socket"));
    let error = client.websocket("/closed").unwrap_err();
    assert_eq!(error.answer().unwrap().status, 403);
    assert_eq!(client.cookie("seen").as_deref(), Some("refusal"));
    let line = client.stream("/me").unwrap().line().unwrap().unwrap();
    assert!(line.contains("session=ada"), "{line}");
    let browser = client.follow_redirects();
    let answer = browser.stream("/found").unwrap().answer();
    assert_eq!(seen(answer)["page"], "/me");
}
