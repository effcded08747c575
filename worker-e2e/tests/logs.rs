//! What a worker that fails leaves in the logs, word for word.
#![cfg(unix)]

mod support;

use std::time::Duration;

use support::project;
use worker_e2e::{LogLine, Project, Worker};

const PATIENCE: Duration = Duration::from_secs(10);

const FAILING: &str = r#"export default {
  async fetch(request, env, ctx) {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/task") {
      ctx.waitUntil((async () => { await null; throw new RangeError("in a task\nof two lines"); })());
      return new Response();
    }
    if (pathname === "/reported") {
      reportError(new Error("reported"));
      return new Response();
    }
    if (pathname === "/null") ctx.waitUntil(Promise.reject(null));
    if (pathname === "/text") throw "some text";
    if (pathname === "/hanging") return new Promise(() => {});
    if (pathname === "/end") console.info(`the end of ${search}!`);
    if (pathname === "/thrown") throw new TypeError("in an answer");
    return new Response();
  },
};
"#;

/// What is logged while this path is asked for.
fn logged(worker: &Worker, path: &str) -> Vec<LogLine> {
    let before = worker.logs().len();
    worker.get(path).unwrap();
    // What a task leaves comes behind the answer.
    std::thread::sleep(Duration::from_millis(300));
    worker.get(&format!("/end?{path}")).unwrap();
    let end = format!("the end of ?{path}!");
    let end = worker.wait_for_log(&end, PATIENCE).unwrap();
    let mut lines = worker.logs().split_off(before);
    lines.retain(|line| *line != end);
    lines
}

#[test]
fn what_nobody_caught_is_logged_once_and_without_native_addresses() {
    let folder = project("failing", &[("failing.js", FAILING)]);
    let worker = Project::script("failing", folder.join("failing.js"))
        .start()
        .unwrap();
    let here = format!("file://{}/", folder.display());
    let cases: [(&str, &[&str]); 7] = [
        (
            "/task",
            &["Uncaught (in promise) RangeError: in a task\nof two lines\n    at failing.js:5:54"],
        ),
        (
            "/reported",
            &["Uncaught Error: reported\n    at Object.fetch (failing.js:9:19)"],
        ),
        ("/null", &["Uncaught (in promise) null"]),
        ("/text", &["Uncaught (in promise) some text"]),
        (
            "/hanging",
            &[
                "Uncaught exception: Error: The Workers runtime canceled this request because it detected that your \
               Worker's code had hung and would never generate a response. Refer to: \
               https://developers.cloudflare.com/workers/observability/errors/",
            ],
        ),
        (
            "/thrown",
            &[
                "Uncaught (in promise) TypeError: in an answer\n    at Object.fetch (failing.js:16:39)",
            ],
        ),
        ("/", &[]),
    ];
    for (path, expected) in cases {
        let lines = logged(&worker, path);
        assert!(lines.iter().all(|line| line.level == "error"), "{lines:#?}");
        let texts = lines.iter();
        let texts: Vec<_> = texts.map(|line| line.text.replace(&here, "")).collect();
        assert_eq!(texts, expected, "{path}");
    }
}

const DESK: &str = r#"export default {
  async email(message) {
    if (message.from === "eve@spam.example") return message.setReject("not from there");
    await message.forward("team@example.com", new Headers({ "x-desk": message.to }));
  },
};
"#;

#[test]
fn what_became_of_a_mail_is_logged() {
    let folder = project("desk", &[("desk.js", DESK)]);
    let worker = Project::script("desk", folder.join("desk.js"))
        .start()
        .unwrap();
    let receive = |from: &str| {
        let mail =
            format!("From: {from}\r\nTo: desk@example.com\r\nMessage-ID: <1@a.b>\r\n\r\nhi\r\n");
        worker.email(from, "desk@example.com", mail).unwrap().status
    };
    assert_eq!(
        (receive("ada@a.b"), receive("eve@spam.example")),
        (200, 400)
    );
    let said = [
        "Email handler forwarded message with\n  rcptTo: team@example.com\n  headers:\n    x-desk: desk@example.com",
        "Email handler rejected message with the following reason: \"not from there\"",
    ];
    for text in said {
        let line = worker.wait_for_log(text, PATIENCE).unwrap();
        assert_eq!((line.level.as_str(), line.text.as_str()), ("runtime", text));
    }
}
