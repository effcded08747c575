//! Messages of the crate `log`, as lines of JSON on the console.
//!
//! Behind the feature `log`. One line switches it on, for instance when the worker starts:
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::event;
//!
//! #[event(start)]
//! fn start() {
//!     worker_sdk::integrations::log::init(log::LevelFilter::Info);
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! `log::warn!("slow")` then writes `{"level":"warn","message":"slow","target":"shop::orders"}` with `console.warn`. Log
//! tools of the platform read the fields of such lines. `trace` and `debug` are `console.debug`.

use log::{LevelFilter, Log, Metadata, Record};

use crate::console::Level;
use crate::console::line::{self, Object};

/// Writes messages up to `level` to the console, from here on. When messages go elsewhere already, that stays, and
/// `level` is theirs.
pub fn init(level: LevelFilter) {
    // An error says that there is another logger.
    let _ = log::set_logger(&Console);
    log::set_max_level(level);
}

struct Console;

impl Log for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let (level, name) = match record.level() {
            log::Level::Error => (Level::Error, "error"),
            log::Level::Warn => (Level::Warn, "warn"),
            log::Level::Info => (Level::Info, "info"),
            log::Level::Debug => (Level::Debug, "debug"),
            log::Level::Trace => (Level::Debug, "trace"),
        };
        let mut object = Object::default();
        object.text("level", name);
        object.text("message", &record.args().to_string());
        object.text("target", record.target());
        line::log(level, &object, Vec::new());
    }

    fn flush(&self) {}
}
