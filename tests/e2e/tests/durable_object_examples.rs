//! The examples that live in Durable Objects.

use std::thread;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Server, example, stand_in};
use serde_json::Value;

fn storage(limit: u32, window_seconds: u32) -> Server {
    started(limit, window_seconds, "/")
}

/// With checks that ask for this path.
fn checking(path: &str) -> Server {
    started(1, 1, path)
}

fn started(limit: u32, window_seconds: u32, path: &str) -> Server {
    let example = example("durable-objects-storage").unwrap();
    let config = Config::new()
        .worker(stand_in("upstream", "flaky.js"))
        .worker(
            example
                .name("storage")
                .var("LIMIT", limit)
                .var("WINDOW_SECONDS", window_seconds)
                .var("UPSTREAM", format!("http://upstream.example{path}"))
                .outbound("upstream"),
        );
    Server::start(&config).unwrap()
}

/// The statuses of so many requests.
fn statuses(client: &Client, path: &str, count: usize) -> Vec<u16> {
    (0..count).map(|_| client.get(path).status).collect()
}

#[test]
fn a_hundred_requests_pass_and_one_more_does_not() {
    let server = storage(100, 60);
    let client = server.client("storage");
    let first = client.get("/limited/ada");
    assert_eq!(first.status, 200);
    assert_eq!(first.header("x-ratelimit-limit"), "100");
    assert_eq!(first.header("x-ratelimit-remaining"), "99");
    assert_eq!(first.header("retry-after"), "");
    assert_eq!(statuses(&client, "/limited/ada", 99), [200; 99]);

    let refused = client.get("/limited/ada");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("x-ratelimit-remaining"), "0");
    let seconds = refused.header("retry-after").parse::<u64>();
    assert!((1..=60).contains(&seconds.unwrap()));
    let reset: u64 = refused.header("x-ratelimit-reset").parse().unwrap();
    assert!(reset > 1_700_000_000, "{reset}");
    assert_eq!(client.get("/limited/bob").status, 200);
}

#[test]
fn the_window_moves() {
    let server = storage(3, 5);
    let client = server.client("storage");
    assert_eq!(statuses(&client, "/limited/ada", 2), [200; 2]);
    thread::sleep(Duration::from_secs(3));
    assert_eq!(statuses(&client, "/limited/ada", 2), [200, 429]);
    thread::sleep(Duration::from_secs(3));
    // The first two have left the window, the third has not.
    assert_eq!(statuses(&client, "/limited/ada", 3), [200, 200, 429]);
}

/// The runtime evicts objects that nobody has called for ten seconds.
#[test]
fn what_was_counted_survives_eviction() {
    let server = storage(5, 300);
    let client = server.client("storage");
    assert_eq!(
        statuses(&client, "/limited/ada", 6),
        [200, 200, 200, 200, 200, 429]
    );
    let made = || {
        server
            .logs()
            .iter()
            .filter(|log| log.text.contains("a limiter is made"))
            .count()
    };
    assert_eq!(made(), 1);
    let start = Instant::now();
    while made() < 2 {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it was not evicted"
        );
        thread::sleep(Duration::from_secs(11));
        assert_eq!(client.get("/limited/ada").status, 429);
    }
}

/// The last checks, oldest first, when there are so many.
#[track_caller]
fn checks(client: &Client, count: usize) -> Vec<Value> {
    let start = Instant::now();
    loop {
        let mut checks: Vec<Value> = client.get("/checks/a").json();
        if checks.len() >= count {
            checks.reverse();
            return checks;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{checks:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn begin(client: &Client) {
    let begun = client.post("/checks/a", "text/plain", "100");
    assert_eq!(begun.text(), "begun");
}

fn end(client: &Client) {
    let ended = client.send(http::Request::delete(client.url("/checks/a")), "");
    assert_eq!(ended.text(), "ended");
}

#[test]
fn an_alarm_sets_itself_again_and_is_repeated_when_it_fails() {
    let server = checking("/");
    let client = server.client("storage");
    for pause in ["0", "-1", "x", "86400001"] {
        assert_eq!(client.post("/checks/b", "text/plain", pause).status, 400);
    }
    begin(&client);
    let checks = checks(&client, 4);
    let retries: Vec<_> = checks.iter().map(|check| &check["retries"]).collect();
    assert_eq!(retries[..4], [0, 1, 0, 0], "{checks:?}");
    assert_eq!(checks[1]["failure"], Value::Null);
    end(&client);
}

/// The platform would give up after some failures.
#[test]
fn an_upstream_that_stays_down_is_asked_again_and_again() {
    let server = checking("/down");
    let client = server.client("storage");
    begin(&client);
    for check in checks(&client, 3) {
        assert_eq!(check["retries"], 1, "{check}");
        let failure = "upstream says 500 Internal Server Error";
        assert_eq!(check["failure"], failure);
    }
    end(&client);
}

#[test]
fn checks_that_were_ended_while_the_upstream_was_asked_do_not_go_on() {
    let server = checking("/held");
    let (client, upstream) = (server.client("storage"), server.client("upstream"));
    begin(&client);
    let start = Instant::now();
    while upstream.get("/asked").text() == "0" {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody asked");
        thread::sleep(Duration::from_millis(10));
    }
    end(&client);
    upstream.get("/release");
    // Ten times the pause between two checks.
    thread::sleep(Duration::from_secs(1));
    assert_eq!(upstream.get("/asked").text(), "1");
    assert!(checks(&client, 0).is_empty());
}

#[test]
fn a_seat_is_booked_once() {
    let example = example("durable-objects").unwrap().name("shows");
    let server = Server::start(&Config::new().worker(example)).unwrap();
    let client = server.client("shows");
    let book = |seat: u32, guest: &str| {
        client
            .post(&format!("/hamlet/{seat}"), "text/plain", guest.to_owned())
            .status
    };
    // Ten guests want the same ten seats at the same time.
    let statuses: Vec<u16> = thread::scope(|scope| {
        let guests: Vec<_> = (0..10)
            .map(|guest| {
                scope.spawn(move || {
                    (0..10)
                        .map(|seat| book(seat, &format!("guest {guest}")))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        guests
            .into_iter()
            .flat_map(|guest| guest.join().unwrap())
            .collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 10);
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 90);
    assert_eq!(
        client
            .get("/hamlet")
            .json::<Value>()
            .as_object()
            .unwrap()
            .len(),
        10
    );
    assert_eq!(client.get("/faust").text(), "{}");
    assert_eq!((book(99, "ada"), book(100, "ada")), (201, 404));
}
