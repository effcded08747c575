//! The examples that live on D1.

use std::io::{BufRead, BufReader, Read};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Answer, Config, Server, example};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let names = ["d1", "posts", "csv"];
    let config = names.into_iter().fold(Config::new(), |config, name| {
        let project = example(name).unwrap();
        config.worker(project.migrate("DB"))
    });
    Server::start(&config).unwrap()
});

fn post(worker: &str, path: &str, body: &Value) -> Answer {
    let client = SERVER.client(worker);
    client.post(path, "application/json", body.to_string())
}

fn get(worker: &str, path: &str) -> Value {
    SERVER.client(worker).get(path).json()
}

fn send(worker: &str, method: &str, path: &str) -> Answer {
    let client = SERVER.client(worker);
    client.send(Request::builder().method(method).uri(client.url(path)), ())
}

#[test]
fn money_never_disappears() {
    let open = |owner: &str, balance: i32| {
        post(
            "d1",
            "/accounts",
            &json!({"owner": owner, "balance": balance}),
        )
    };
    let ada: Value = open("ada", 10).json();
    assert_eq!(ada, json!({"id": 1, "owner": "ada", "balance": 10}));
    assert_eq!(open("grace", 0).status, 201);
    assert_eq!(open("ada", 5).status, 409);

    let transfer = |amount: u32, payee: u32| {
        post(
            "d1",
            "/transfers",
            &json!({"payer": 1, "payee": payee, "amount": amount}),
        )
    };
    assert_eq!(transfer(4, 2).json::<Value>(), json!([1, [[1, 6], [2, 4]]]));
    let before = get("d1", "/accounts");
    assert_eq!(
        before,
        json!([{"id": 1, "owner": "ada", "balance": 6}, {"id": 2, "owner": "grace", "balance": 4}])
    );
    // The payee's balance has already grown when the payer's would become negative.
    assert_eq!(transfer(7, 2).status, 422);
    assert_eq!(transfer(1, 99).status, 422);
    assert_eq!(transfer(0, 2).status, 422);
    assert_eq!(get("d1", "/accounts"), before);

    assert_eq!(get("d1", "/accounts/grace")["balance"], 4);
    let client = SERVER.client("d1");
    assert_eq!(client.get("/accounts/nobody").status, 404);
    assert_eq!(client.get("/accounts").header("x-rows-read"), "2");
    assert_eq!(
        client.post("/accounts", "application/json", "x").status,
        400
    );
}

#[test]
fn posts_have_pages() {
    let titles: Vec<String> = (1..=23).map(|n| format!("post {n}")).collect();
    for title in &titles {
        let created = post(
            "posts",
            "/api/posts",
            &json!({"title": title, "content": "ü 😀"}),
        );
        assert_eq!(created.status, 201);
        let created: Value = created.json();
        assert!(
            created["id"].is_u64() && created["created_at"].is_u64(),
            "{created}"
        );
        assert_eq!(
            (&created["title"], &created["content"]),
            (&json!(title), &json!("ü 😀"))
        );
    }
    let page = |query: &str| {
        let mut page = get("posts", &format!("/api/posts{query}"));
        let posts = page["posts"].take();
        let titles = posts
            .as_array()
            .unwrap()
            .iter()
            .map(|post| post["title"].clone());
        (titles.collect::<Vec<_>>(), page)
    };
    let newest = |from: usize, to: usize| {
        titles
            .iter()
            .rev()
            .skip(from)
            .take(to - from)
            .map(|title| json!(title))
            .collect::<Vec<_>>()
    };
    let about = |page: u32, limit: u32, pages: u32| json!({"posts": null, "page": page, "limit": limit, "total": 23, "pages": pages});
    assert_eq!(page(""), (newest(0, 10), about(1, 10, 3)));
    assert_eq!(page("?page=3"), (newest(20, 23), about(3, 10, 3)));
    assert_eq!(page("?page=2&limit=5"), (newest(5, 10), about(2, 5, 5)));
    assert_eq!(page("?page=9"), (vec![], about(9, 10, 3)));
    assert_eq!(
        page("?page=-1&limit=1000"),
        (newest(0, 23), about(1, 100, 1))
    );
}

#[test]
fn posts_are_checked() {
    let refused = |body: &str| {
        let answer = SERVER
            .client("posts")
            .post("/api/posts", "application/json", body);
        assert_eq!(answer.status, 400, "{body}");
        answer.json::<Value>()["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused(r#"{"title":" ","content":"x"}"#),
        "`title` is empty"
    );
    assert_eq!(
        refused(r#"{"title":"x","content":""}"#),
        "`content` is empty"
    );
    let long = json!({"title": "ü".repeat(201), "content": "x"}).to_string();
    assert_eq!(refused(&long), "`title` is longer than 200 characters");
    assert!(refused(r#"{"title":"x"}"#).contains("missing field `content`"));
    assert!(refused("no JSON").contains("expected"));
    assert_eq!(SERVER.client("posts").get("/other").status, 404);
    let answer = send("posts", "DELETE", "/api/posts");
    assert_eq!((answer.status, answer.header("allow")), (405, "GET, POST"));
}

/// Pages for answers of this type that were read so far.
fn pages_read(server: &Server, content_type: &str) -> usize {
    let (logs, read) = (server.logs(), format!("read a page of {content_type}"));
    let pages = logs.iter().filter(|line| line.text.contains(&read));
    pages.count()
}

/// The memory of the worker's module, in pages of 64 KiB.
fn memory_pages(worker: &str) -> u64 {
    SERVER.client(worker).get("/memory").text().parse().unwrap()
}

#[test]
fn tables_of_any_size_come_and_go() {
    const ROWS: u32 = 100_000;
    // The buffers between worker and client hold about 4 MB, the table has 20.
    let place = "x".repeat(200);
    let rows: String = (1..=ROWS)
        .map(|n| format!("sensor {} {place},{}\n", n % 7, f64::from(n) / 8.0))
        .collect();
    let sent = format!("{rows}neither\n");
    let answer = SERVER.client("csv").post("/readings", "text/csv", &sent);
    assert_eq!(
        answer.json::<Value>(),
        json!({"written": ROWS, "skipped": 1})
    );

    let before = memory_pages("csv");
    let client = SERVER.client("csv");
    let request = Request::builder().uri(client.url("/readings"));
    let mut body = BufReader::new(client.open(request, ()).into_body().into_reader());
    let mut first = String::new();
    body.read_line(&mut first).unwrap();
    assert_eq!(first, format!("1,sensor 1 {place},0.125\n"));
    // What is read for a client that takes nothing waits in the buffers.
    thread::sleep(Duration::from_secs(1));
    let pages = pages_read(&SERVER, "text/csv");
    assert!(
        (1..30).contains(&pages),
        "{pages} of 100 pages were read ahead"
    );

    let mut rest = String::new();
    body.read_to_string(&mut rest).unwrap();
    let expected = rows
        .lines()
        .zip(1..)
        .skip(1)
        .map(|(row, id)| format!("{id},{row}\n"));
    assert!(rest.lines().map(|line| format!("{line}\n")).eq(expected));
    let grown = memory_pages("csv") - before;
    assert!(grown <= 4, "memory grew by {grown} pages");
}

/// The example `csv` with tables of its own.
static IMPORTS: LazyLock<Server> = LazyLock::new(|| {
    let csv = example("csv").unwrap().migrate("DB");
    Server::start(&Config::new().worker(csv)).unwrap()
});

#[test]
fn what_is_no_number_is_skipped() {
    let import = |text: &str| -> Value {
        let client = IMPORTS.client("csv");
        client.post("/readings", "text/csv", text).json()
    };
    let skipped = json!({"written": 1, "skipped": 1});
    for line in ["door,nan", "door,inf", "door,-infinity", "door,", "door"] {
        assert_eq!(import(&format!("{line}\nroof,1\n")), skipped, "{line}");
    }
}

#[test]
fn a_log_is_read_page_by_page() {
    const LINES: u32 = 60_000;
    let place = "x".repeat(200);
    let lines: String = (1..=LINES).map(|n| format!("{n} {place}\n")).collect();
    let client = IMPORTS.client("csv");
    let answer: Value = client.post("/readings", "text/csv", &lines).json();
    assert_eq!(answer, json!({"written": 0, "skipped": LINES}));

    let request = Request::builder().uri(client.url("/log"));
    let mut body = BufReader::new(client.open(request, ()).into_body().into_reader());
    let mut first = String::new();
    body.read_line(&mut first).unwrap();
    assert!(first.starts_with("line "), "{first}");
    thread::sleep(Duration::from_secs(1));
    let pages = pages_read(&IMPORTS, "text/plain");
    assert!(
        (1..30).contains(&pages),
        "{pages} of 60 pages were read ahead"
    );
    let mut rest = String::new();
    body.read_to_string(&mut rest).unwrap();
    let all = (first + &rest).matches(&place).count();
    assert_eq!(all, LINES as usize);
    let start = Instant::now();
    while pages_read(&IMPORTS, "text/plain") < 60 {
        assert!(start.elapsed() < Duration::from_secs(10), "pages are left");
        thread::sleep(Duration::from_millis(50));
    }
}
