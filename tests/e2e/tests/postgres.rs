//! PostgreSQL, straight and through Hyperdrive, against a real server.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Certificate, Config, Panics, Postgres, Project, Server, build_worker};

static CERTIFICATE: LazyLock<Certificate> = LazyLock::new(|| Certificate::new("postgres").unwrap());

static POSTGRES: LazyLock<Postgres> = LazyLock::new(|| Postgres::start(&CERTIFICATE).unwrap());

static SERVER: LazyLock<Server> = LazyLock::new(|| start(&POSTGRES));

fn start(postgres: &Postgres) -> Server {
    let build = build_worker("tests/workers/sockets", Panics::Abort).unwrap();
    let project = Project::built("sockets", build)
        .trust(CERTIFICATE.file())
        .hyperdrive("DATABASE", postgres.url("disable"));
    let encrypted = project
        .clone()
        .name("encrypted")
        .hyperdrive("DATABASE", postgres.url("require"));
    Server::start(&Config::new().worker(project).worker(encrypted)).unwrap()
}

/// The ways to the server: plain, encrypted, and two that go through Hyperdrive.
fn ways() -> [(&'static str, String); 4] {
    [
        ("sockets", query("url", &POSTGRES.url("disable"))),
        ("sockets", query("url", &POSTGRES.url("require"))),
        ("sockets", String::new()),
        ("encrypted", String::new()),
    ]
}

fn query(name: &str, value: &str) -> String {
    let escaped: String = value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("&{name}={escaped}")
}

fn ask(worker: &str, what: &str, query: &str) -> String {
    let client = SERVER.client(worker);
    client.get(&format!("/postgres/{what}?{query}")).text()
}

/// The same answer on each way.
fn everywhere(what: &str, expected: &str) {
    for (worker, query) in ways() {
        assert_eq!(ask(worker, what, &query), expected, "{worker} {query}");
    }
}

#[test]
fn encryption() {
    let answers = ways().map(|(worker, query)| ask(worker, "encrypted", &query));
    assert_eq!(answers, ["false", "true", "false", "true"]);
    let prefer = query("url", &POSTGRES.url("prefer"));
    assert_eq!(ask("sockets", "encrypted", &prefer), "true");
}

#[test]
fn the_parts_of_a_connection_string() {
    assert_eq!(
        ask("sockets", "parts", ""),
        "postgres pass word postgres true true Database { .. }"
    );
}

#[test]
fn values() {
    everywhere("types", "true");
}

#[test]
fn prepared_statements() {
    everywhere("prepared", "2 4 6 10");
}

#[test]
fn transactions() {
    everywhere("transactions", "[1, 4], twice refused: true");
}

#[test]
fn many_rows() {
    everywhere("rows", "20000");
}

#[test]
fn queries_at_once() {
    everywhere("pipeline", "1275");
}

#[test]
fn copies() {
    everywhere("copy", "500 rows, 500000 bytes");
}

#[test]
fn a_task_beside_the_handler() {
    everywhere("beside", "beside");
}

#[test]
fn errors_of_queries() {
    everywhere(
        "errors",
        "42P01 PostgreSQL: db error: ERROR: relation \"nowhere\" does not exist; goes on",
    );
}

#[test]
fn connections_that_are_refused() {
    let url = POSTGRES.url("disable").replace("pass%20word", "guessed");
    assert_eq!(
        ask("sockets", "query", &query("url", &url)),
        "failed: PostgreSQL: db error: FATAL: password authentication failed for user \"postgres\""
    );
    let url = POSTGRES.url("require") + "&options=-c%20nothing%3D1";
    let failed = ask("sockets", "query", &query("url", &url));
    assert!(
        failed.contains("unrecognized configuration parameter"),
        "{failed}"
    );
    let plain =
        query("url", &POSTGRES.url("require")) + &query("plain-socket", &POSTGRES.address());
    assert_eq!(
        ask("sockets", "query", &plain),
        "failed: connecting to PostgreSQL failed: `sslmode` is `require`, and the socket cannot be encrypted; open it with \
         `SecureTransport::StartTls`"
    );
    assert_eq!(
        ask(
            "sockets",
            "query",
            &query("url", "postgresql:///postgres?user=ada")
        ),
        "failed: connecting to PostgreSQL failed: the configuration has no host; name it in the connection string"
    );
}

/// Connections end with their event.
#[test]
fn nothing_stays_open() {
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'postgres'";
    let query = query("url", &POSTGRES.url("disable")) + &query("sql", count);
    for _ in 0..20 {
        ask("sockets", "query", &query);
    }
    let begin = Instant::now();
    loop {
        let open: u32 = ask("sockets", "query", &query).parse().unwrap();
        // Other tests have some as well.
        if open < 12 {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "{open} are open");
        thread::sleep(Duration::from_millis(100));
    }
}

/// Sends 100 requests at once, does something to the server when all of them wait for it, and gives the answers.
fn storm(url: &dyn Fn(&Postgres) -> String, harm: fn(&mut Postgres)) -> Vec<(String, Duration)> {
    let mut postgres = Postgres::start(&CERTIFICATE).unwrap();
    let server = start(&postgres);
    let path = format!(
        "/postgres/query?limit=4000{}{}",
        url(&postgres),
        query("sql", "SELECT pg_sleep(30)")
    );
    let answers = thread::scope(|scope| {
        let requests: Vec<_> = (0..100)
            .map(|_| {
                let client = server.client("sockets");
                let path = &path;
                scope.spawn(move || {
                    let begin = Instant::now();
                    (client.get(path).text(), begin.elapsed())
                })
            })
            .collect();
        thread::sleep(Duration::from_secs(2));
        harm(&mut postgres);
        requests
            .into_iter()
            .map(|request| request.join().unwrap())
            .collect()
    });
    // The worker goes on.
    assert!(
        server
            .client("sockets")
            .get("/postgres/nothing")
            .text()
            .starts_with("failed: ")
    );
    answers
}

fn plain(postgres: &Postgres) -> String {
    query("url", &postgres.url("disable"))
}

fn encrypted(postgres: &Postgres) -> String {
    query("url", &postgres.url("require"))
}

fn hyperdrive(_: &Postgres) -> String {
    String::new()
}

#[test]
fn a_hundred_requests_when_the_server_is_killed() {
    for way in [plain, encrypted, hyperdrive] {
        for (answer, time) in storm(&way, Postgres::kill) {
            assert!(answer.starts_with("failed: "), "{answer}");
            assert!(!answer.contains("the operation did not end"), "{answer}");
            assert!(time < Duration::from_secs(8), "{time:?}");
        }
    }
}

#[test]
fn a_hundred_requests_when_the_server_stands_still() {
    for (answer, time) in storm(&plain, |postgres| postgres.freeze()) {
        assert_eq!(
            answer,
            "failed: the operation did not end within 4s; allow more time, or go on without it"
        );
        assert!(time < Duration::from_secs(10), "{time:?}");
    }
}
