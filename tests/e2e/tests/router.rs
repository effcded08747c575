//! The examples that are routers.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use e2e::{Answer, Config, Project, Server, build_for_development, example, is_todays_wrangler};
use http::Request;
use serde_json::{Value, json};

/// The example `router` once more, for a test that uses its limit up.
const LIMITED: &str = "limited";
/// And one that shows what failures came from.
const SHOWING: &str = "showing";

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config = ["router", "sessions", "assets", "html", "openapi", LIMITED]
        .into_iter()
        .fold(Config::new(), |config, name| {
            let directory = if name == LIMITED { "router" } else { name };
            config.worker(example(directory).unwrap().name(name))
        });
    let router = example("router").unwrap().name(SHOWING);
    let config = config.worker(router.var("SHOW_CAUSES", true));
    let leptos = build_for_development("examples/leptos-pages").unwrap();
    let config = config.worker(Project::at(leptos).skip_build());
    Server::start(&config).unwrap()
});

/// A request with headers.
fn ask(worker: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let client = SERVER.client(worker);
    let mut request = Request::builder().method(method).uri(client.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    match body {
        "" => client.send(request, ()),
        body => client.send(request, body),
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");
/// Signed with the key of the configuration, and good until 2100.
const ADMIN: (&str, &str) = (
    "authorization",
    "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImRldiJ9.eyJzdWIiOiJhZGEiLCJhdWQiOiJzaG9wIiwic2NvcGUiOiJhZG1pbiIsImV4cCI6NDEwMjQ0NDgwMH0.Ks5wDdnHSlyqWudG09L-MrIs8in0H_bjihlP5mZwYgU",
);
/// The same without the scope.
const READER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImRldiJ9.eyJzdWIiOiJib2IiLCJhdWQiOiJzaG9wIiwic2NvcGUiOiJyZWFkIiwiZXhwIjo0MTAyNDQ0ODAwfQ.xVq_WpKc3Hn8PN3XGPmBK_rDUitW6MtthYcjzYigngk";
/// As that of the admin, and good until 1970.
const EXPIRED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImRldiJ9.eyJzdWIiOiJhZGEiLCJhdWQiOiJzaG9wIiwic2NvcGUiOiJhZG1pbiIsImV4cCI6MX0.HPkJAadcXyUASGTwTz05Sz57fUE_cqj_aHxWXmuxemY";

#[test]
fn orders_are_made_read_and_removed() {
    let order = r#"{"items":[{"name":"tea","price":2.5}],"note":null}"#;
    let created = ask("router", "POST", "/api/orders", &[JSON], order);
    assert_eq!(created.status, 201);
    let location = created.header("location").to_owned();
    let id: String = created.json();
    assert_eq!(location, format!("/api/admin/orders/{id}"));
    let listed: Vec<String> = ask("router", "GET", "/api/orders", &[], "").json();
    assert!(listed.contains(&id));
    let read = ask("router", "GET", &location, &[ADMIN], "");
    assert_eq!((read.status, read.text()), (200, order.to_owned()));
    assert_eq!(read.header("x-route"), "/api/admin/orders/{id}");
    assert_eq!(ask("router", "DELETE", &location, &[ADMIN], "").status, 204);
    let gone: Value = ask("router", "GET", &location, &[ADMIN], "").json();
    assert_eq!(gone["detail"], format!("there is no order {id}"));
}

#[test]
fn what_is_wrong_is_named() {
    let cases = [
        (
            r#"{"items":[{"name":"tea","price":"x"}]}"#,
            422,
            "items[0].price: invalid type: string \"x\", expected f64",
        ),
        (r#"{"items":[]}"#, 422, "items are none"),
        (
            "{",
            400,
            "the body is not JSON: EOF while parsing an object at line 1 column 1",
        ),
    ];
    for (body, status, detail) in cases {
        let answer = ask("router", "POST", "/api/orders", &[JSON], body);
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json::<Value>()["detail"], detail);
    }
    let text = ask(
        "router",
        "POST",
        "/api/orders",
        &[("content-type", "text/plain")],
        "{}",
    );
    assert_eq!(text.status, 415);
}

#[test]
fn layers_stand_around_their_routes_alone() {
    let home = ask("router", "GET", "/", &[], "");
    assert!(!home.headers.contains_key("access-control-allow-origin"));
    assert_eq!(home.header("x-content-type-options"), "nosniff");
    assert_eq!(home.header("x-request-id").len(), 36);
    let policy = home.header("content-security-policy").to_owned();
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .unwrap()
        .trim_end_matches('\'')
        .to_owned();
    assert!(
        home.text().contains(&format!("nonce=\"{nonce}\"")),
        "{policy}"
    );

    let refused = ask(
        "router",
        "GET",
        "/api/admin/orders/7",
        &[("x-request-id", "seven")],
        "",
    );
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"admin\"");
    assert_eq!(refused.header("x-request-id"), "seven");
    for (path, status) in [
        ("/api/orders", 200),
        ("/api/none", 404),
        ("/api/admin/none", 404),
        ("/api/slow", 504),
    ] {
        let answer = ask("router", "GET", path, &[], "");
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }

    let asked = [
        ("origin", "https://a.test"),
        ("access-control-request-method", "POST"),
    ];
    for path in ["/api/orders", "/api/none"] {
        let preflight = ask("router", "OPTIONS", path, &asked, "");
        assert_eq!(preflight.status, 204, "{path}");
        assert_eq!(preflight.header("access-control-allow-origin"), "*");
        assert_eq!(
            preflight.header("access-control-allow-methods"),
            "GET, HEAD, POST, PUT, PATCH, DELETE"
        );
    }
}

/// Twenty attempts in a minute, of which one may end meanwhile.
#[test]
fn who_guesses_tokens_is_stopped() {
    let wrong = ("authorization", "Bearer x");
    let guess = || ask(LIMITED, "GET", "/api/admin/orders/7", &[wrong], "");
    let answers: Vec<Answer> = (0..41).map(|_| guess()).collect();
    let count = |status| {
        answers
            .iter()
            .filter(|answer| answer.status == status)
            .count()
    };
    // Other tests ask, too, and newer simulators have one count for all workers.
    let least = if is_todays_wrangler() { 1 } else { 20 };
    assert!((least..=40).contains(&count(401)), "{}", count(401));
    assert_eq!(count(401) + count(429), 41);
    assert_eq!(answers[0].status, 401);
    assert_eq!(answers[0].header("ratelimit-policy"), "\"admin\";q=20;w=60");
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(refused.header("retry-after"), "60");
    assert_eq!(refused.header("ratelimit"), "\"admin\";r=0;t=60");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert!(
        !refused.headers.contains_key("www-authenticate"),
        "tokens are not looked at"
    );
    // Others are not limited.
    assert_eq!(ask(LIMITED, "GET", "/api/orders", &[], "").status, 200);
}

#[test]
fn a_token_says_who_asks() {
    let me = ask("router", "GET", "/api/admin/me", &[ADMIN], "");
    assert_eq!((me.status, me.text()), (200, "ada".to_owned()));
    let (signed, signature) = ADMIN.1["Bearer ".len()..].rsplit_once('.').unwrap();
    let forged = format!("{signed}.A{}", &signature[1..]);
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", signed.split_once('.').unwrap().1);
    let cases = [
        (
            READER,
            403,
            "Bearer error=\"insufficient_scope\", scope=\"admin\"",
        ),
        (EXPIRED, 401, "error_description=\"the token has expired\""),
        (
            &forged,
            401,
            "error_description=\"the signature of the token is wrong\"",
        ),
        (
            &unsigned,
            401,
            "error_description=\"the token names an algorithm that is not that of the key\"",
        ),
        (
            "a b",
            400,
            "Bearer realm=\"admin\", error=\"invalid_request\"",
        ),
    ];
    for (token, status, challenge) in cases {
        let bearer = format!("Bearer {token}");
        let refused = ask(
            "router",
            "GET",
            "/api/admin/me",
            &[("authorization", &bearer)],
            "",
        );
        assert_eq!(refused.status, status, "{token}");
        assert!(
            refused.header("www-authenticate").ends_with(challenge),
            "{token}"
        );
        assert_eq!(refused.header("access-control-allow-origin"), "*");
    }
}

#[test]
fn secrets_stay_out_of_errors() {
    let failed = ask("router", "GET", "/api/admin/failure", &[ADMIN], "");
    assert_eq!(failed.status, 500);
    assert_eq!(failed.header("access-control-allow-origin"), "*");
    let text = failed.text();
    assert!(!text.contains("development"), "{text}");
}

#[test]
fn causes_are_shown_where_a_variable_says_so() {
    let failed = ask(SHOWING, "GET", "/api/admin/failure", &[ADMIN], "");
    assert_eq!(failed.status, 500);
    assert_eq!(failed.header("access-control-allow-origin"), "*");
    assert_eq!(failed.header("content-type"), "application/problem+json");
    let problem: Value = failed.json();
    assert_eq!(problem["detail"], "in development, ada has done this");
    // What the client did is told as ever.
    let refused = ask(SHOWING, "GET", "/api/admin/me", &[], "");
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"admin\"");
}

#[test]
fn paths_and_methods() {
    let cases = [
        ("GET", "/hello/caf%C3%A9%2F", 200, "Hello, café/!"),
        ("POST", "/echo", 200, "say"),
        ("GET", "/echo", 405, ""),
        ("OPTIONS", "/echo", 204, ""),
        ("GET", "/hello/", 404, ""),
        ("GET", "/hello/a/", 404, ""),
    ];
    for (method, path, status, text) in cases {
        let body = if method == "POST" { "say" } else { "" };
        let answer = ask("router", method, path, &[], body);
        assert_eq!(answer.status, status, "{method} {path}");
        if status == 200 {
            assert_eq!(answer.text(), text);
        } else if path == "/echo" {
            assert_eq!(answer.header("allow"), "OPTIONS, POST");
        }
    }
    let head = ask("router", "HEAD", "/hello/you", &[], "");
    assert_eq!((head.status, head.text()), (200, String::new()));
}

#[test]
fn sessions_are_found_by_header_or_cookie() {
    let signed_in = ask("sessions", "POST", "/sign-in", &[], "ada");
    assert_eq!(signed_in.status, 200);
    let cookie = signed_in.header("set-cookie").to_owned();
    assert!(
        cookie.ends_with("; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Lax"),
        "{cookie}"
    );
    let pair = cookie.split(';').next().unwrap();
    let token = pair.strip_prefix("auth_token=").unwrap();
    let user = json!({"authenticated": true, "name": "ada"});
    let bearer = format!("Bearer {token}");
    for header in [("authorization", bearer.as_str()), ("cookie", pair)] {
        let answer = ask("sessions", "GET", "/", &[header], "");
        assert_eq!((answer.status, answer.json::<Value>()), (200, user.clone()));
    }
    for headers in [
        &[][..],
        &[("authorization", "Bearer unknown")],
        &[("cookie", "auth_token=x")],
        &[("cookie", &format!("auth_token={}", "x".repeat(600)))],
    ] {
        let refused = json!({"authenticated": false, "message": "there is no token"});
        let answer = ask("sessions", "GET", "/", headers, "");
        assert_eq!((answer.status, answer.json::<Value>()), (403, refused));
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
    // It looks like one of ours.
    let unknown = ("cookie", "auth_token=00000000-0000-4000-8000-000000000000");
    let answer = ask("sessions", "GET", "/", &[unknown], "");
    let message = "the token is unknown or too old";
    let refused = json!({"authenticated": false, "message": message});
    assert_eq!((answer.status, answer.json::<Value>()), (403, refused));
    let foreign = [
        ("content-type", "text/plain"),
        ("sec-fetch-site", "cross-site"),
    ];
    let foreign = ask("sessions", "POST", "/sign-in", &foreign, "eve");
    assert_eq!(foreign.status, 403);
    assert!(foreign.headers.get("set-cookie").is_none());
}

/// All that the files below a folder hold.
fn stored(folder: &Path) -> Vec<u8> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let contents = entries.flat_map(|entry| match entry.file_type().unwrap().is_dir() {
        true => stored(&entry.path()),
        false => fs::read(entry.path()).unwrap(),
    });
    contents.collect()
}

#[test]
fn tokens_of_sessions_are_not_stored() {
    let storage = Path::new(env!("CARGO_TARGET_TMPDIR")).join("session-tokens");
    let _ = fs::remove_dir_all(&storage);
    let example = example("sessions").unwrap().persist(&storage);
    let server = Server::start(&Config::new().worker(example)).unwrap();
    let client = server.client("sessions");
    let signed_in = client.post("/sign-in", "text/plain", "ada");
    let (token, _) = signed_in.header("set-cookie").split_once(';').unwrap();
    let token = token.strip_prefix("auth_token=").unwrap();
    assert_eq!(
        client
            .clone()
            .header("authorization", format!("Bearer {token}"))
            .get("/")
            .status,
        200
    );
    let stored = stored(&storage);
    let holds = |text: &str| {
        stored
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(holds("\"name\":\"ada\""));
    assert!(!holds(token));
}

#[test]
fn a_form_signs_in() {
    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
    let page = |cookie: &str| ask("sessions", "GET", "/account", &[("cookie", cookie)], "");
    let send = |path: &str, cookie: &str, form: &str| {
        let answer = ask("sessions", "POST", path, &[FORM, ("cookie", cookie)], form);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/account")
        );
        let set = answer.header("set-cookie").to_owned();
        set.split(';').next().unwrap().to_owned()
    };
    assert!(page("").text().contains("type=\"password\""));

    let refused = send("/account/sign-in", "", "name=%3Cb%3E&password=wrong");
    let text = page(&refused).text();
    assert!(text.contains("name or password are wrong"), "{text}");
    assert!(!text.contains("&lt;b&gt;"), "{text}");
    assert!(text.contains("type=\"password\""), "{text}");
    assert!(!page(&refused).text().contains("are wrong"));
    let long = format!("name={}&password=crab", "a".repeat(101));
    let refused = send("/account/sign-in", "", &long);
    assert!(page(&refused).text().contains("are wrong"));

    let signed_in = send("/account/sign-in", &refused, "name=ada&password=crab");
    assert_ne!(signed_in, refused, "a new name at sign-in");
    assert!(page(&signed_in).text().contains("Welcome, ada!"));
    assert!(!page(&refused).text().contains("Welcome"));

    let foreign = [
        FORM,
        ("cookie", &signed_in),
        ("sec-fetch-site", "cross-site"),
    ];
    let foreign = ask("sessions", "POST", "/account/sign-out", &foreign, "x=1");
    assert_eq!(foreign.status, 403);
    assert!(page(&signed_in).text().contains("Welcome, ada!"));
    send("/account/sign-out", &signed_in, "x=1");
    assert!(page(&signed_in).text().contains("type=\"password\""));
}

#[test]
fn assets_and_an_api() {
    let get = |path| ask("assets", "GET", path, &[], "");
    assert_eq!(get("/api/name").json::<Value>(), json!({"name": "Ferris"}));
    let missing = get("/api/none");
    assert_eq!(
        (missing.status, missing.header("content-type")),
        (404, "application/problem+json")
    );
    let script = get("/app.js");
    assert!(script.header("content-type").contains("javascript"));
    let page = get("/").text();
    assert!(page.contains("<title>assets</title>"));
    assert_eq!(get("/some/place").text(), page, "the page finds out itself");
}

#[test]
fn html_of_templates() {
    let page = |path: &str| {
        let answer = ask("html", "GET", path, &[], "");
        assert_eq!(answer.header("content-type"), "text/html;charset=UTF-8");
        let text = answer.text();
        let start = text.find("<h1>").unwrap_or_default();
        text[start..].split_whitespace().collect::<String>()
    };
    for engine in ["maud", "askama"] {
        let ferris = page(&format!("/{engine}/Ferris"));
        let known = "<h1>Hello,Ferris!</h1><ul><liclass=\"known\">Ferrishas10legs</li><li>Corrohas8legs</li></ul>";
        assert!(ferris.starts_with(known), "{engine}: {ferris}");
        let escaped = page(&format!("/{engine}/%3Cb%3E"));
        assert!(!escaped.contains("<b>"), "{engine}: {escaped}");
    }
}

#[test]
fn pages_of_leptos() {
    let page = || ask("leptos-pages", "GET", "/", &[], "");
    assert_eq!(page().header("content-type"), "text/html;charset=utf-8");
    assert!(page().text().ends_with("<h1>Posts</h1><ul><!></ul>"));
    for (name, title) in [("2", "<b>"), ("1", "Salt & pepper")] {
        let stored = ask("leptos-pages", "PUT", &format!("/posts/{name}"), &[], title);
        assert_eq!(stored.status, 201);
    }
    let listed = "<ul><li>Salt &amp; pepper</li><li>&lt;b&gt;</li><!></ul>";
    let text = page().text();
    assert!(text.ends_with(listed), "{text}");
}

#[test]
fn an_api_serves_its_document() {
    let mut write = std::process::Command::new(env!("CARGO"));
    write.args([
        "run",
        "--quiet",
        "--offline",
        "--package",
        "openapi",
        "--bin",
        "openapi-document",
    ]);
    let written = write.current_dir(e2e::workspace_root()).output().unwrap();
    assert!(written.status.success(), "{written:?}");
    let written: Value = serde_json::from_slice(&written.stdout).unwrap();
    let served: Value = ask("openapi", "GET", "/openapi.json", &[], "").json();
    assert_eq!(
        served, written,
        "run `cargo run --bin openapi-document > openapi.json` in `examples/openapi`"
    );
    for path in written["paths"].as_object().unwrap().keys() {
        let path = path.replace("{name}", "tea");
        assert_eq!(ask("openapi", "GET", &path, &[], "").status, 200, "{path}");
    }
    let cheap: Value = ask("openapi", "GET", "/items?up_to=250", &[], "").json();
    assert_eq!(cheap, json!([{"name": "tea", "price": 250}]));
}
