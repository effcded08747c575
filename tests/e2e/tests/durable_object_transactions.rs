//! Transactions of objects that fail: nothing of them is stored, and the object goes on at once.

use std::time::{Duration, Instant};

use e2e::{Config, Panics, Project, Server, build_worker, workspace_root};

const PLACES: [&str; 3] = ["sync", "at-once", "after-an-await"];

fn start(panics: Panics, mode: &str) -> Server {
    build_worker("tests/workers/objects", panics).unwrap();
    let file = workspace_root().join(format!("tests/workers/objects/{mode}.jsonc"));
    Server::start(&Config::new().worker(Project::at(file).name("ledger").skip_build())).unwrap()
}

fn nothing_is_stored_of_what_failed(server: &Server) {
    let client = server.client("ledger");
    for place in PLACES {
        for how in ["error", "panic", "overflow"] {
            let object = format!("/LEDGER/{place}-{how}");
            let start = Instant::now();
            let failed = client.get(&format!("{object}/{place}/{how}"));
            assert_ne!(failed.text(), "written", "{object}");
            assert_eq!(client.get(&format!("{object}/")).text(), "[]", "{object}");
            let written = client.get(&format!("{object}/{place}/well"));
            assert_eq!(written.text(), "written", "{object}");
            let rows = client.get(&format!("{object}/")).text();
            assert_eq!(rows, r#"[("well",)]"#, "{object}");
            // A transaction that nobody ends is ended by the platform, after 30 seconds.
            assert!(start.elapsed() < Duration::from_secs(15), "{object}");
        }
    }
}

#[test]
fn with_panics_that_abort() {
    nothing_is_stored_of_what_failed(&start(Panics::Abort, "abort"));
}

#[test]
fn with_panics_that_unwind() {
    nothing_is_stored_of_what_failed(&start(Panics::Unwind, "unwind"));
}
