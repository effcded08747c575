//! What the worker itself exports, and Access in front of it. The pinned wrangler knows neither `exports` nor `access`.

use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use e2e::{Config, Project, Server, build_project, is_todays_wrangler};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let file = build_project("tests/workers/exports").unwrap();
    let worker = |name: &str| Project::at(&file).name(name).skip_build();
    let config = Config::new()
        .worker(worker("plain"))
        .worker(worker("service-token").environment("service-token"))
        .worker(worker("early").environment("early"))
        .worker(worker("flagged").environment("flagged"));
    Server::start(&config).unwrap()
});

fn get(worker: &str, path: &str) -> String {
    SERVER.worker(worker).get(path).unwrap().text()
}

const NO_WORKFLOW: &str = "a workflow needs an entry of the type `workflow` in the `exports` of the configuration, and a wrangler that \
                           knows of those";

#[test]
fn a_workflow_without_a_binding() {
    if !is_todays_wrangler() {
        assert_eq!(get("plain", "/names"), "default");
        let missing =
            format!("this worker exports no `Order`; it exports `default`; {NO_WORKFLOW}");
        assert_eq!(get("plain", "/workflow/Order"), missing);
        return;
    }
    assert_eq!(get("plain", "/names"), "Order default");
    assert_eq!(get("plain", "/start"), "started");
    let begin = Instant::now();
    let mut status = get("plain", "/status");
    while status == "None" && begin.elapsed() < Duration::from_secs(20) {
        sleep(Duration::from_millis(50));
        status = get("plain", "/status");
    }
    assert_eq!(status, "Some(\"tea in a box\")");
}

#[test]
fn exports_that_are_not_there() {
    let no_entrypoint = "an entrypoint is a class with `#[worker_entrypoint]`, or `default` for the worker's own events";
    let no_object =
        "a class of objects needs a migration in the configuration, or an entry in its `exports`";
    for (path, advice) in [
        ("/object/Nobody", no_object),
        ("/service/Nobody", no_entrypoint),
        ("/workflow/Nobody", NO_WORKFLOW),
    ] {
        let expected = format!("this worker exports no `Nobody`; it exports `default`; {advice}");
        assert_eq!(get("service-token", path), expected);
    }
    if is_todays_wrangler() {
        let wrong = format!("the export `Order` is not a service; {no_entrypoint}");
        assert_eq!(get("plain", "/service/Order"), wrong);
    }
    let no_exports = "the context has no exports, so no `Nobody`; set `compatibility_date` to 2025-11-17 or later, or add the \
                      compatibility flag `enable_ctx_exports`";
    assert_eq!(get("early", "/object/Nobody"), no_exports);
    assert_eq!(get("flagged", "/names"), get("plain", "/names"));
}

#[test]
fn access_says_who_calls() {
    let somebody = |text| match is_todays_wrangler() {
        true => text,
        false => "nobody was let in",
    };
    let ada = somebody(
        "tag Some((Some(\"ada@example.com\"), Some(\"Ada \u{17d}i\u{17e}ka\"), Some(\"GB\")))",
    );
    assert_eq!(get("plain", "/caller"), ada);
    assert_eq!(get("service-token", "/caller"), somebody("tag None"));
}
