//! A Rust worker and its JavaScript twin. The same bytes go to both, and the answers have to be the same.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::sync::LazyLock;

use e2e::raw::{self, RawAnswer};
use e2e::{Config, Panics, Project, Server, build_worker, is_todays_wrangler, workspace_root};
use serde_json::{Value, json};

pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let build = build_worker("tests/workers/semantics", Panics::Abort).unwrap();
    let script = |name: &str, file: &str| {
        let folder = workspace_root().join("tests/workers/semantics");
        Project::script(name, folder.join(file))
    };
    let props = json!({"user": "\u{e4}", "roles": ["a", "b"], "quota": 1.5});
    let config = Config::new()
        .worker(Project::built("rust", build).outbound("origin"))
        .worker(script("js", "twin.js").outbound("origin"))
        .worker(script("origin", "origin.js"))
        .worker(caller(script("caller", "caller.js"), &props));
    Server::start(&config).unwrap()
});

fn caller(mut caller: Project, props: &Value) -> Project {
    for worker in ["rust", "js"] {
        caller = caller.service(worker, worker).service_with_props(
            format!("{worker}-with-props"),
            worker,
            props.clone(),
        );
    }
    caller.flag("service_binding_extra_handlers")
}

pub(crate) struct Case {
    name: String,
    /// What the twin is known to answer, so that a case cannot compare two failures unnoticed.
    status: u16,
    may_be_refused: bool,
    request: Vec<u8>,
}

impl Case {
    /// Newer runtimes answer 400 before a worker sees it.
    pub(crate) fn or_refused(self) -> Self {
        Self {
            may_be_refused: true,
            ..self
        }
    }
}

pub(crate) fn case(name: impl Into<String>, status: u16, request: impl Into<Vec<u8>>) -> Case {
    Case {
        name: name.into(),
        status,
        may_be_refused: false,
        request: request.into(),
    }
}

pub(crate) fn head(method: &str, target: &str, headers: &[&str]) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: twins.example\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    head.into_bytes()
}

pub(crate) fn get(target: &str) -> Vec<u8> {
    head("GET", target, &[])
}

pub(crate) fn post(target: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = format!("content-length: {}", body.len());
    let kind = format!("content-type: {content_type}");
    [head("POST", target, &[&kind, &length]), body.to_vec()].concat()
}

/// Sends every case to both workers and reports all differences at once.
#[track_caller]
pub(crate) fn agree(cases: Vec<Case>) {
    let problems: Vec<_> = cases.iter().filter_map(difference).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn difference(case: &Case) -> Option<String> {
    let ask = |worker| raw::exchange(SERVER.address(worker), &case.request).map(comparable);
    let (js, rust) = match (ask("js"), ask("rust")) {
        (Ok(js), Ok(rust)) => (js, rust),
        (js, rust) => return Some(format!("{}: JavaScript {js:?}, Rust {rust:?}", case.name)),
    };
    let is_refused = is_todays_wrangler() && case.may_be_refused && js.status == 400;
    if js == rust && (js.status == case.status || is_refused) {
        return None;
    }
    Some(format!(
        "{} (expected status {}):\n  JavaScript {}\n  Rust       {}",
        case.name,
        case.status,
        show(&js),
        show(&rust)
    ))
}

pub(crate) fn comparable(mut answer: RawAnswer) -> RawAnswer {
    answer.headers.retain(|(name, _)| name != "date");
    answer.headers.sort();
    answer
}

fn show(answer: &RawAnswer) -> String {
    let headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.escape_ascii()))
        .collect();
    let body = answer.body.get(..300).unwrap_or(&answer.body);
    format!(
        "{} {} {headers:?} {}",
        answer.status,
        answer.reason,
        body.escape_ascii()
    )
}
