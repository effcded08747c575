//! Mail that comes in and goes out.

use std::fs;
use std::sync::LazyLock;

use e2e::{Config, LogLine, Panics, Project, Server, build_worker, example, stand_in};
use http::Request;
use serde_json::{Value, json};

use crate::PATIENCE;

static EXAMPLE: LazyLock<Server> = LazyLock::new(|| {
    let example = example("email")
        .unwrap()
        .var("WELCOME_TOKEN", "not to be guessed")
        .service("MAIL", "mailbox");
    let config = Config::new()
        .worker(example)
        .worker(stand_in("mailbox", "mailbox.js"));
    Server::start(&config).unwrap()
});

fn mail(from: &str, more: &str) -> String {
    format!(
        "From: {from}\r\nTo: desk@example.com\r\nMessage-ID: <1@example.org>\r\nSubject: help\r\n{more}\r\nhello\r\n"
    )
}

fn receive(from: &str, to: &str, more: &str) -> (u16, String) {
    let answer = EXAMPLE.email("email", from, to, &mail(from, more));
    (answer.status, answer.text())
}

/// Waits until the simulator says that mail to this address was handed on to the team.
#[track_caller]
fn forwarded(to: &str) {
    let line = EXAMPLE
        .wait_for_log(&format!("x-desk: {to}"), PATIENCE)
        .unwrap();
    let begin = "Email handler forwarded message with\n  rcptTo: team@example.com\n";
    assert!(line.text.starts_with(begin), "{}", line.text);
}

#[test]
fn mail_is_forwarded_and_answered() {
    assert_eq!(receive("ada@example.org", "help@example.com", "").0, 200);
    forwarded("help@example.com");
    // The only one that may be answered.
    let replied = "Email handler replied to sender";
    let line = EXAMPLE.wait_for_log(replied, PATIENCE).unwrap();
    let file = line.text.lines().last().unwrap().trim();
    let reply = fs::read_to_string(file).unwrap();
    for header in ["To: ada@example.org", "Subject: Re: help"] {
        assert!(reply.contains(header), "{reply}");
    }
    assert!(
        !EXAMPLE
            .logs()
            .iter()
            .any(|line| line.text.contains("no answer to ada@example.org"))
    );
}

#[test]
fn what_must_not_be_answered_is_forwarded_all_the_same() {
    let automatic = "Auto-Submitted: auto-generated\r\n";
    let (status, _) = receive("robot@example.org", "robots@example.com", automatic);
    assert_eq!(status, 200);
    forwarded("robots@example.com");
    let line = EXAMPLE
        .wait_for_log("no answer to robot@example.org", PATIENCE)
        .unwrap();
    assert_eq!(line.level, "warn");
    assert!(line.text.contains("must not be answered"), "{}", line.text);
}

#[test]
fn blocked_mail_is_rejected() {
    for from in ["eve@spam.example", "eve@Spam.EXAMPLE"] {
        let (status, reason) = receive(from, "spam@example.com", "");
        assert_eq!(status, 400, "{from}");
        assert!(
            reason.contains("this desk takes no mail from there"),
            "{reason}"
        );
    }
    let handed_on = |line: &LogLine| line.text.contains("x-desk: spam@example.com");
    assert!(!EXAMPLE.logs().iter().any(handed_on));
}

#[test]
fn a_mail_is_sent() {
    let client = EXAMPLE.client("email");
    let customer = json!({"name": "Ada", "email": "ada@example.org"});
    let welcome = |authorization: &str| {
        let request = Request::post(client.url("/welcome"));
        let request = request.header("authorization", authorization);
        client.send(request, customer.to_string())
    };
    for stranger in ["", "Bearer ", "Bearer a guess", "not to be guessed"] {
        assert_eq!(welcome(stranger).status, 401, "{stranger}");
    }
    let answer = welcome("Bearer not to be guessed");
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "<1@example.com>")
    );
    let sent: Value = EXAMPLE.client("mailbox").get("/").json();
    assert_eq!(sent.as_array().unwrap().len(), 1);
    let mail = &sent[0];
    assert_eq!(
        mail["from"],
        json!({"name": "Help desk", "email": "desk@example.com"})
    );
    assert_eq!(mail["to"], customer);
    assert_eq!(mail["subject"], "Welcome, Ada");
    assert!(mail["html"].as_str().unwrap().starts_with("<p>"));
    let card = &mail["attachments"][0];
    assert_eq!(
        (&card["filename"], &card["disposition"]),
        (&json!("desk.vcf"), &json!("attachment"))
    );
    assert!(
        card["content"]
            .as_str()
            .unwrap()
            .contains("EMAIL:desk@example.com")
    );
}

/// Whatever way a handler fails, the sender's server hears of it, and the next mail is received.
fn failures(panics: Panics) {
    let build = build_worker("tests/runtime/events", panics).unwrap();
    let server = Server::start(&Config::new().worker(Project::built("events", build))).unwrap();
    let receive = |subject: &str| {
        let raw = format!(
            "From: a@b.c\r\nTo: d@e.f\r\nMessage-ID: <1@b.c>\r\nSubject: {subject}\r\n\r\nhello\r\n"
        );
        server.email("events", "a@b.c", "d@e.f", &raw)
    };
    for subject in ["err", "named", "panic", "panic-late", "throw", "platform"] {
        assert_eq!(receive(subject).status, 500, "{subject}");
        assert_eq!(receive("reply").status, 200, "{subject}");
    }
    let rejected = receive("reject");
    assert_eq!(rejected.status, 400);
    assert!(rejected.text().contains("not today"));
}

#[test]
fn abort_failures() {
    failures(Panics::Abort);
}

#[test]
fn unwind_failures() {
    failures(Panics::Unwind);
}
