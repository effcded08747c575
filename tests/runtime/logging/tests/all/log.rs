//! The crate `log`.

use ::log::{LevelFilter, debug, error, info, trace, warn};
use serde_json::json;
use worker_sdk::integrations::log::init;

use super::lines;

#[worker_sdk::test]
fn messages() {
    info!("nobody listens");
    init(LevelFilter::Trace);
    error!("a {}", "b");
    warn!(target: "shop", "\"quoted\"\n");
    info!("c");
    debug!("d");
    trace!("e");
    init(LevelFilter::Error);
    warn!("too much");
    let expected = [
        ("error", "error", "all::log", "a b"),
        ("warn", "warn", "shop", "\"quoted\"\n"),
        ("info", "info", "all::log", "c"),
        ("debug", "debug", "all::log", "d"),
        ("debug", "trace", "all::log", "e"),
    ];
    let expected = expected.map(|(method, level, target, message)| {
        let line = json!({"level": level, "message": message, "target": target});
        (method.to_owned(), line, String::new())
    });
    assert_eq!(lines(), expected);
}
