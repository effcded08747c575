//! PostgreSQL, straight and through Hyperdrive, against a real server.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Certificate, Config, Panics, Postgres, Project, Server, build_worker, example};
use serde_json::{Value, json};

static CERTIFICATE: LazyLock<Certificate> = LazyLock::new(|| Certificate::new("postgres").unwrap());

static POSTGRES: LazyLock<Postgres> = LazyLock::new(|| Postgres::start(&CERTIFICATE).unwrap());

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let bank = example("postgres")
        .unwrap()
        .hyperdrive("DATABASE", POSTGRES.url("disable"));
    let config = Config::new().worker(bank).worker(project(&POSTGRES));
    Server::start(&config).unwrap()
});

fn project(postgres: &Postgres) -> Project {
    let build = build_worker("tests/workers/sockets", Panics::Abort).unwrap();
    Project::built("sockets", build)
        .trust(CERTIFICATE.file())
        .hyperdrive("DATABASE", postgres.url("disable"))
        .hyperdrive("ENCRYPTED", postgres.url("require"))
}

/// The ways to the server: plain, encrypted, and two that go through Hyperdrive.
fn ways() -> [String; 4] {
    [
        query("url", &POSTGRES.url("disable")),
        query("url", &POSTGRES.url("require")),
        query("hyperdrive", "DATABASE"),
        query("hyperdrive", "ENCRYPTED"),
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

fn ask(what: &str, query: &str) -> String {
    let client = SERVER.client("sockets");
    client.get(&format!("/postgres/{what}?{query}")).text()
}

/// The same answer on each way.
fn everywhere(what: &str, expected: &str) {
    for query in ways() {
        assert_eq!(ask(what, &query), expected, "{query}");
    }
}

#[test]
fn encryption() {
    let answers = ways().map(|query| ask("encrypted", &query));
    assert_eq!(answers, ["false", "true", "false", "true"]);
    let prefer = query("url", &POSTGRES.url("prefer"));
    assert_eq!(ask("encrypted", &prefer), "true");
}

#[test]
fn the_parts_of_a_connection_string() {
    assert_eq!(
        ask("parts", ""),
        "postgres pass word postgres true true Hyperdrive { .. }"
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
        ask("query", &query("url", &url)),
        "failed: PostgreSQL: db error: FATAL: password authentication failed for user \"postgres\""
    );
    let url = POSTGRES.url("require") + "&options=-c%20nothing%3D1";
    let failed = ask("query", &query("url", &url));
    assert!(
        failed.contains("unrecognized configuration parameter"),
        "{failed}"
    );
    let plain =
        query("url", &POSTGRES.url("require")) + &query("plain-socket", &POSTGRES.address());
    assert_eq!(
        ask("query", &plain),
        "failed: connecting to PostgreSQL failed: `sslmode` is `require`, and the socket cannot be encrypted; open it with \
         `SecureTransport::StartTls`"
    );
    assert_eq!(
        ask("query", &query("url", "postgresql:///postgres?user=ada")),
        "failed: connecting to PostgreSQL failed: the configuration has no host; name it in the connection string"
    );
}

/// Connections end with their event.
#[test]
fn nothing_stays_open() {
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'postgres'";
    let query = query("url", &POSTGRES.url("disable")) + &query("sql", count);
    for _ in 0..20 {
        ask("query", &query);
    }
    let begin = Instant::now();
    loop {
        let open: u32 = ask("query", &query).parse().unwrap();
        // Other tests have some as well.
        if open < 12 {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{open} are open");
        thread::sleep(Duration::from_millis(100));
    }
}

/// A query that was given up does not hold the connection, or anything of its request.
#[test]
fn a_query_that_is_given_up() {
    let server = Server::start(&Config::new().worker(project(&POSTGRES))).unwrap();
    let client = server.client("sockets");
    let sleep = query("url", &POSTGRES.url("disable")) + &query("sql", "SELECT pg_sleep(60)");
    let answer = client.get(&format!("/postgres/query?limit=1500{sleep}"));
    assert!(
        answer.text().contains("did not end within"),
        "{}",
        answer.text()
    );
    let begin = Instant::now();
    while client.get("/live").text() != "1" {
        assert!(begin.elapsed() < Duration::from_secs(30));
        thread::sleep(Duration::from_millis(100));
    }
}

/// Sends 100 requests at once, does something to the server when all of them wait for it, and gives the answers with
/// the time that they took from then on.
fn storm(url: &dyn Fn(&Postgres) -> String, harm: fn(&mut Postgres)) -> Vec<(String, Duration)> {
    // One at a time: they are about the server, not about a machine with too much to do.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut postgres = Postgres::start(&CERTIFICATE).unwrap();
    let server = Server::start(&Config::new().worker(project(&postgres))).unwrap();
    let path = format!(
        "/postgres/query?limit=25000{}{}",
        url(&postgres),
        query("sql", "SELECT pg_sleep(60)")
    );
    let answers = thread::scope(|scope| {
        let requests: Vec<_> = (0..100)
            .map(|_| {
                let client = server.client("sockets");
                let path = &path;
                scope.spawn(move || (client.get(path).text(), Instant::now()))
            })
            .collect();
        wait_for_sleepers(&server, &postgres);
        let begin = Instant::now();
        harm(&mut postgres);
        requests
            .into_iter()
            .map(|request| request.join().unwrap())
            .map(|(answer, at)| (answer, at.saturating_duration_since(begin)))
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

/// Until all requests wait for the server.
fn wait_for_sleepers(server: &Server, postgres: &Postgres) {
    let count = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
    let path = format!("/postgres/query?{}{}", plain(postgres), query("sql", count));
    let begin = Instant::now();
    while server.client("sockets").get(&path).text() != "100" {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "100 requests do not reach the server"
        );
        thread::sleep(Duration::from_millis(100));
    }
}

fn plain(postgres: &Postgres) -> String {
    query("url", &postgres.url("disable"))
}

fn encrypted(postgres: &Postgres) -> String {
    query("url", &postgres.url("require"))
}

fn hyperdrive(_: &Postgres) -> String {
    query("hyperdrive", "DATABASE")
}

#[test]
fn a_hundred_requests_when_the_server_is_killed() {
    for way in [plain, encrypted] {
        for (answer, time) in storm(&way, Postgres::kill) {
            assert!(answer.starts_with("failed: PostgreSQL: "), "{answer}");
            assert!(!answer.contains("did not end"), "{answer}");
            assert!(time < Duration::from_secs(20), "{time:?}");
        }
    }
}

/// The simulator does not always pass on that its connection is lost.
#[test]
fn a_hundred_requests_through_hyperdrive_when_the_server_is_killed() {
    for (answer, time) in storm(&hyperdrive, Postgres::kill) {
        assert!(answer.starts_with("failed: "), "{answer}");
        assert!(time < Duration::from_secs(50), "{time:?}");
    }
}

#[test]
fn a_hundred_requests_when_the_server_stands_still() {
    for (answer, time) in storm(&plain, |postgres| postgres.freeze()) {
        assert_eq!(
            answer,
            "failed: the operation did not end within 25s; allow more time, or go on without it"
        );
        assert!(time < Duration::from_secs(50), "{time:?}");
    }
}

/// The example.
#[test]
fn money_is_moved_or_stays() {
    let client = SERVER.client("postgres");
    let post = |path: &str, body: Value| {
        client
            .post(path, "application/json", body.to_string())
            .status
    };
    let balances = || {
        let accounts = client.get("/accounts").json::<Vec<Value>>();
        let balances = accounts
            .iter()
            .map(|account| account["balance"].as_i64().unwrap());
        balances.collect::<Vec<_>>()
    };
    assert!(balances().is_empty());
    assert_eq!(
        post("/accounts", json!({"name": "Ada", "balance": 100})),
        201
    );
    assert_eq!(post("/accounts", json!({"name": "Bob", "balance": 0})), 201);
    assert_eq!(post("/accounts", json!({"name": "Bob", "balance": 1})), 409);
    for path in ["/accounts", "/transfers"] {
        assert_eq!(post(path, json!({"name": "Bob"})), 400, "{path}");
    }
    let transfer = |to: &str, amount: u32| {
        post(
            "/transfers",
            json!({"from": "Ada", "to": to, "amount": amount}),
        )
    };
    assert_eq!(transfer("Bob", 30), 204);
    assert_eq!(balances(), [70, 30]);
    assert_eq!(transfer("Bob", 71), 409);
    assert_eq!(transfer("nobody", 1), 404);
    assert_eq!(balances(), [70, 30]);
}
