//! What a test can do with workers.

mod support;

use std::process::{self, Command};
use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};
use std::{env, fs};

use http::Request;
use serde_json::{Value, json};
use support::{WORD, project, with_build};
use worker_e2e::{Project, Runtime, Worker};

const PATIENCE: Duration = Duration::from_secs(5);
const GREETER: &str = "tests/projects/greeter";

static GREETER_AS_IT_IS: LazyLock<Worker> = LazyLock::new(|| Project::at(GREETER).start().unwrap());

fn peer(name: &str) -> Project {
    Project::script(name, "tests/projects/peer.js")
}

#[test]
fn a_worker_has_what_its_configuration_says() {
    let worker = &*GREETER_AS_IT_IS;
    assert_eq!(worker.name(), "greeter");
    assert_eq!(worker.url("/x"), format!("http://{}/x", worker.address()));
    assert_eq!(worker.get("/Ferris").unwrap().text(), "hello /Ferris");
    let env: Value = worker.get("/env").unwrap().json().unwrap();
    let expected = json!({"GREETING": "hello", "LIMITS": {"max": 3}, "CACHE": "put"});
    assert_eq!(env, expected);
}

#[test]
fn a_named_environment_has_its_own() {
    let worker = Project::at(GREETER).environment("staging").start().unwrap();
    assert_eq!(worker.get("/x").unwrap().text(), "hello from staging /x");
    let env: Value = worker.get("/env").unwrap().json().unwrap();
    assert_eq!(env, json!({"GREETING": "hello from staging"}));
}

#[test]
fn a_test_changes_variables_and_bindings() {
    let greeter = Project::at(GREETER)
        .name("changed")
        .var("GREETING", "hi")
        .var("ADDED", true)
        .without("LIMITS")
        .service("CACHE", "peer")
        .service_with_props("PEER", "peer", json!({"from": "greeter"}))
        .outbound("outside");
    let runtime = Runtime::start([greeter, peer("peer"), peer("outside")]).unwrap();
    let worker = runtime.worker("changed").unwrap();
    let get = |path| worker.get(path).unwrap().json::<Value>().unwrap();
    assert_eq!(
        get("/env"),
        json!({"GREETING": "hi", "ADDED": true, "CACHE": "fetch", "PEER": "fetch"})
    );
    assert_eq!(
        get("/peer"),
        json!({"url": "http://peer/from-greeter", "props": {"from": "greeter"}})
    );
    assert_eq!(get("/outside")["url"], "http://outside.example/thing");
    let direct: Value = runtime
        .worker("peer")
        .unwrap()
        .get("/")
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(direct["props"], json!({}));
}

#[test]
fn a_tail_worker_is_told_of_events() {
    let script =
        "export default { tail: ([{ event }]) => console.log(`told of ${event.request.url}`) };";
    let folder = project("observer", &[("observer.js", script)]);
    let observer = Project::script("observer", folder.join("observer.js"));
    let runtime = Runtime::start([peer("peer").tail("observer"), observer]).unwrap();
    let peer = runtime.worker("peer").unwrap();
    peer.get("/seen").unwrap();
    let line = runtime.wait_for_log("told of http://", Duration::from_secs(5));
    assert!(line.unwrap().text.ends_with("/seen"));
}

#[test]
fn storage_is_kept_where_a_test_says_so() {
    let config = json!({
        "name": "keeper", "main": "index.js", "compatibility_date": "2026-04-01",
        "kv_namespaces": [{ "binding": "KV", "id": "kept" }],
    });
    let script = "export default { async fetch({ url, method }, { KV }) {
        if (method === 'PUT') await KV.put('key', 'kept');
        return new Response(await KV.get('key'));
    } };";
    let folder = project(
        "keeper",
        &[("wrangler.json", &config.to_string()), ("index.js", script)],
    );
    let storage = folder.join("storage");
    let keeper = || Project::at(&folder).persist(&storage);
    let worker = keeper().start().unwrap();
    assert_eq!(worker.send(Request::put("/"), "").unwrap().text(), "kept");
    worker.stop();
    assert_eq!(keeper().start().unwrap().get("/").unwrap().text(), "kept");
    let forgetful = Project::at(&folder).start().unwrap();
    assert_eq!(forgetful.get("/").unwrap().text(), "");
}

#[test]
fn configurations_bind_each_other_by_name() {
    let config = json!({
        "name": "caller", "main": "index.js", "compatibility_date": "2026-04-01",
        "services": [{ "binding": "OTHER", "service": "greeter" }],
    });
    let folder = project(
        "caller",
        &[
            ("wrangler.json", &config.to_string()),
            (
                "index.js",
                "export default { fetch: (request, env) => env.OTHER.fetch(request) };",
            ),
        ],
    );
    let runtime = Runtime::start([Project::at(GREETER), Project::at(folder)]).unwrap();
    let caller = runtime.worker("caller").unwrap();
    assert_eq!(caller.get("/there").unwrap().text(), "hello /there");
}

#[test]
fn requests_carry_what_the_test_says() {
    let worker = &*GREETER_AS_IT_IS;
    let request = Request::put("/echo")
        .header("host", "shop.example")
        .header("content-type", "text/x")
        .header("MF-CF-Blob", r#"{"country": "NL"}"#);
    let answer = worker.send(request, "body").unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let seen: Value = answer.json().unwrap();
    assert_eq!(
        seen,
        json!({"method": "PUT", "type": "text/x", "host": "shop.example", "country": "NL", "body": "body"})
    );
    let seen: Value = worker
        .post("/echo", "a/b", b"bytes")
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(
        (&seen["method"], &seen["body"]),
        (&json!("POST"), &json!("bytes"))
    );
    let answer = worker.get("/redirect").unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("location"), Some("http://elsewhere.example/"));
}

/// Today's wrangler knows `access`.
#[test]
fn requests_come_from_whom_access_lets_in() {
    let identity = json!({"email": "žofie@example.com"});
    let config = json!({
        "name": "protected", "main": "index.js", "compatibility_date": "2026-04-01",
        "access": { "dev": { "aud": "tag", "identity": identity } },
    });
    let script = "export default { async fetch(request, env, { access }) {
        const caller = access ? `${access.aud} ${(await access.getIdentity())?.email}` : 'nobody';
        if (!request.headers.has('upgrade')) return new Response(caller);
        const [client, server] = Object.values(new WebSocketPair());
        server.accept();
        server.send(caller);
        return new Response(null, { status: 101, webSocket: client });
    } };";
    let config = [
        ("wrangler.json", &*config.to_string()),
        ("index.js", script),
    ];
    let worker = Project::at(project("protected", &config)).start().unwrap();
    let is_todays = env::var_os("TODAYS_WRANGLER").is_some();
    let caller = |text| if is_todays { text } else { "nobody" };
    let expected = caller("tag žofie@example.com");
    assert_eq!(worker.get("/").unwrap().text(), expected);
    assert_eq!(worker.client().get("/").unwrap().text(), expected);
    let stream = worker.stream("/").unwrap();
    assert_eq!(stream.answer().unwrap().text(), expected);
    let upload = worker.upload(Request::put("/"), &b"x"[..]).unwrap();
    assert_eq!(upload.text(), expected);
    let mut socket = worker.websocket("/").unwrap();
    assert_eq!(socket.receive_text().unwrap(), expected);

    let other = json!({"app_aud": "other", "jwt_claims": {"email": "eve@example.com"}});
    let other = Request::get("/").header("MF-Access-Blob", other.to_string());
    let other = worker.send(other, "").unwrap().text();
    assert_eq!(other, caller("other eve@example.com"));
}

#[test]
fn answers_that_are_not_json_are_shown() {
    let error = GREETER_AS_IT_IS
        .get("/x")
        .unwrap()
        .json::<Value>()
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("the answer is not the expected JSON: "),
        "{message}"
    );
    assert!(
        message.ends_with("; it has status 200: hello /x"),
        "{message}"
    );
}

#[test]
fn console_messages_keep_level_and_lines() {
    let worker = &*GREETER_AS_IT_IS;
    worker.get("/logged").unwrap();
    let line = worker.wait_for_log("about /logged", PATIENCE).unwrap();
    assert_eq!(
        (line.level.as_str(), line.text.as_str()),
        ("warn", "two lines\nabout /logged")
    );
    assert!(worker.logs().contains(&line));
}

#[test]
fn waiting_for_a_line_that_does_not_come_shows_the_others() {
    let worker = &*GREETER_AS_IT_IS;
    worker.get("/other").unwrap();
    worker.wait_for_log("about /other", PATIENCE).unwrap();
    let error = worker
        .wait_for_log("never", Duration::from_millis(10))
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("no log line with `never` within 10ms; there are these:\n"),
        "{message}"
    );
    assert!(
        message.contains("[warn] two lines\nabout /other"),
        "{message}"
    );
}

#[test]
fn scheduled_events_reach_the_worker() {
    let runtime = Runtime::start([
        Project::at(GREETER).name("first").var("GREETING", "first"),
        Project::at(GREETER)
            .name("second")
            .var("GREETING", "second"),
    ])
    .unwrap();
    let second = runtime.worker("second").unwrap();
    let time = UNIX_EPOCH + Duration::from_millis(1_000);
    assert_eq!(
        second.scheduled("*/5 * * * MON#1", time).unwrap().status,
        200
    );
    runtime
        .wait_for_log("second by */5 * * * MON#1 at 1000", PATIENCE)
        .unwrap();
    assert_eq!(second.scheduled("fail", time).unwrap().status, 500);
}

#[test]
fn each_start_has_empty_storage() {
    let count = |worker: &Worker| worker.get("/count").unwrap().text();
    let first = Project::at(GREETER).start().unwrap();
    let second = Project::at(GREETER).start().unwrap();
    assert_eq!(
        (count(&first), count(&first)),
        ("1".to_owned(), "2".to_owned())
    );
    assert_eq!(count(&second), "1");
    drop(first);
    assert_eq!(count(&Project::at(GREETER).start().unwrap()), "1");
}

#[test]
fn secrets_come_from_the_file_for_development() {
    let folder = project(
        "secrets",
        &[
            (
                "wrangler.toml",
                "name = \"secrets\"\nmain = \"index.js\"\ncompatibility_date = \"2026-04-01\"\n",
            ),
            (".dev.vars", "TOKEN=secret\n"),
            (
                "index.js",
                "export default { fetch: (_, env) => Response.json(env) };",
            ),
        ],
    );
    let env: Value = Project::at(folder)
        .start()
        .unwrap()
        .get("/")
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(env, json!({"TOKEN": "secret"}));
}

const WITH_DATABASE: &str = r#"{
    "name": "database", "main": "index.js", "compatibility_date": "2026-04-01",
    "d1_databases": [{ "binding": "DB", "database_name": "db", "database_id": "db", "migrations_dir": "schema" }],
}"#;

#[test]
fn a_database_has_its_migrations() {
    let answer = "SELECT group_concat(name) AS names FROM (SELECT name FROM users UNION ALL SELECT * FROM (SELECT name FROM d1_migrations ORDER BY id))";
    let script = format!(
        "export default {{ fetch: async (_, env) => new Response(await env.DB.prepare(`{answer}`).first('names')) }};"
    );
    let folder = project(
        "database",
        &[
            ("wrangler.jsonc", WITH_DATABASE),
            ("index.js", &script),
            (
                "schema/0002_first.sql",
                "INSERT INTO users (name)\nVALUES ('semicolon;'); -- the end",
            ),
            (
                "schema/0001_users.sql",
                "CREATE TABLE users (\n  name TEXT\n);\n",
            ),
            ("schema/10_ten.sql", "DELETE FROM users"),
            ("schema/9_nine.sql", "INSERT INTO users VALUES ('gone')"),
            ("schema/more.sql", "INSERT INTO users VALUES ('last')"),
        ],
    );
    let storage = folder.join("storage");
    // The second time, all of them have been applied.
    for _ in 0..2 {
        let project = Project::at(&folder).persist(&storage).migrate("DB");
        let worker = project.start().unwrap();
        assert_eq!(
            worker.get("/").unwrap().text(),
            "last,0001_users.sql,0002_first.sql,9_nine.sql,10_ten.sql,more.sql"
        );
        worker.stop();
    }
}

#[cfg(unix)]
#[test]
fn a_project_is_built_once_and_knows_what_for() {
    let command =
        "echo \"$WRANGLER_COMMAND $CARGO_MANIFEST_DIR\" >> runs; mkdir -p build; cp index.js build";
    let folder = project(
        "once",
        &[("wrangler.json", &with_build(command)), ("index.js", WORD)],
    );
    for _ in 0..2 {
        let worker = Project::at(&folder).start().unwrap();
        assert_eq!(worker.get("/").unwrap().text(), "word");
    }
    Project::at(&folder).release().start().unwrap();
    Project::at(&folder).skip_build().start().unwrap();
    let runs = fs::read_to_string(folder.join("runs")).unwrap();
    assert_eq!(runs, "test \ndeploy \n");
}

/// A build that writes what it is for into the module.
#[cfg(unix)]
const SAYS_WHAT_FOR: &str = "mkdir -p build; echo \"export default { fetch: () => new Response('$WRANGLER_COMMAND') };\" > build/index.js";

#[cfg(unix)]
#[test]
fn a_build_of_another_kind_takes_the_place_of_the_last() {
    let files = [("wrangler.json", &*with_build(SAYS_WHAT_FOR))];
    let folder = project("kinds", &files);
    let said = |project: Project| project.start().unwrap().get("/").unwrap().text();
    assert_eq!(said(Project::at(&folder)), "test");
    assert_eq!(said(Project::at(&folder).release()), "deploy");
    assert_eq!(said(Project::at(&folder)), "test");
}

#[cfg(unix)]
#[test]
fn two_kinds_of_a_project_run_side_by_side() {
    let files = [("wrangler.json", &*with_build(SAYS_WHAT_FOR))];
    let folder = project("both-kinds", &files);
    let runtime = Runtime::start([
        Project::at(&folder),
        Project::at(&folder).name("released").release(),
    ]);
    let runtime = runtime.unwrap();
    let said = runtime
        .workers()
        .into_iter()
        .map(|worker| worker.get("/").unwrap().text());
    assert_eq!(said.collect::<Vec<_>>(), ["test", "deploy"]);
}

/// As in `wrangler dev`: the date says what a stream can be made of.
#[test]
fn without_a_compatibility_date_it_is_a_recent_one() {
    let streams = "export default { fetch: () => new Response(new ReadableStream({
        start(controller) { controller.enqueue(new TextEncoder().encode(\"streamed\")); controller.close(); },
    })) };";
    let config = r#"{ "name": "dateless", "main": "index.js" }"#;
    let folder = project(
        "dateless",
        &[("wrangler.json", config), ("index.js", streams)],
    );
    let worker = Project::at(folder).start().unwrap();
    assert_eq!(worker.get("/").unwrap().text(), "streamed");
}

#[test]
fn a_request_may_have_any_method() {
    let echo = "export default { fetch: (request) => new Response(request.method) };";
    let config = r#"{ "name": "methods", "main": "index.js", "compatibility_date": "2026-04-01" }"#;
    // Two processes run this test at the same time; see the next one.
    let name = format!("methods-{}", process::id());
    let folder = project(&name, &[("wrangler.json", config), ("index.js", echo)]);
    let worker = Project::at(&folder).start().unwrap();
    let purge = Request::builder().method("PURGE").uri("/");
    assert_eq!(worker.send(purge, "").unwrap().text(), "PURGE");
    fs::remove_dir_all(folder).unwrap();
}

/// A company's proxy is for others; what is on this machine is asked itself.
#[test]
fn a_proxy_in_the_environment_is_not_asked() {
    let again = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_request_may_have_any_method"])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .envs(["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"].map(|name| (name, "http://127.0.0.1:9")))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn a_worker_that_is_built_needs_no_configuration() {
    let folder = project(
        "modules",
        &[
            (
                "index.js",
                "import text from \"./deep/word.txt\";\nexport default { fetch: () => new Response(text) };",
            ),
            ("deep/word.txt", "from a file"),
        ],
    );
    let worker = Project::built("modules", folder).start().unwrap();
    assert_eq!(worker.get("/").unwrap().text(), "from a file");
}

#[test]
fn a_stopped_worker_answers_no_more() {
    let worker = Project::at(GREETER).start().unwrap();
    let other = worker.clone();
    worker.stop();
    let error = other.get("/x").unwrap_err().to_string();
    assert!(error.starts_with("`GET /x` failed: "), "{error}");
}
