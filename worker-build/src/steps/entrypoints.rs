//! Reads what the macros recorded in the module. `docs/contract.md` defines the records.

use super::classes::{self, Class};
use crate::bindings::{self, Required};
use crate::diagnostic::Diagnostic;
use crate::wasm::Facts;
use crate::wasm::records::{self, Record};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the name of the SDK's import begins with that finds a class of the worker.
const EXPORTED_CLASS: &str = "__wbg_exported_class_";

/// An event of the platform, in the order in which the shim names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    Start,
    Fetch,
    Scheduled,
    Queue,
    Email,
    Tail,
    TailStream,
    Connect,
}

impl Event {
    const ALL: [Self; 8] = [
        Self::Start,
        Self::Fetch,
        Self::Scheduled,
        Self::Queue,
        Self::Email,
        Self::Tail,
        Self::TailStream,
        Self::Connect,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Fetch => "fetch",
            Self::Scheduled => "scheduled",
            Self::Queue => "queue",
            Self::Email => "email",
            Self::Tail => "tail",
            Self::TailStream => "tail_stream",
            Self::Connect => "connect",
        }
    }

    /// The method that the platform calls.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::TailStream => "tailStream",
            other => other.name(),
        }
    }
}

/// A Rust function that handles an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handler {
    /// The wasm export that registers it.
    pub(crate) export: String,
    pub(crate) path: String,
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// The handlers of a worker, one for each event at most, and its classes; there is one of either at least.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Entrypoints {
    handlers: BTreeMap<Event, Handler>,
    /// The classes, by name.
    pub(crate) classes: Vec<Class>,
    /// The bindings that the handlers take, in the order of the source.
    pub(crate) bindings: Vec<Required>,
    /// Whether it takes classes of its own for facets, which need no binding.
    pub(crate) has_facets: bool,
}

impl Entrypoints {
    /// All handlers, in the order of [`Event`].
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Event, &Handler)> {
        self.handlers
            .iter()
            .map(|(event, handler)| (*event, handler))
    }

    pub(crate) fn handler(&self, event: Event) -> Option<&Handler> {
        self.handlers.get(&event)
    }

    /// Whether no event is handled, not even by a class; a start handler is not one.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.handlers.keys().all(|event| *event == Event::Start)
    }

    pub(crate) fn insert(&mut self, event: Event, handler: Handler) -> Result<()> {
        match self.handlers.get(&event) {
            Some(first) if *first != handler => Err(twice(event, first, &handler).into()),
            _ => {
                self.handlers.insert(event, handler);
                Ok(())
            }
        }
    }
}

/// A record of the contract.
#[derive(Deserialize)]
struct EventRecord {
    event: String,
    export: String,
    handler: String,
    file: String,
    line: u32,
}

fn has_facets(facts: &Facts) -> bool {
    let mut imports = facts.imports.iter();
    imports.any(|import| import.name.starts_with(EXPORTED_CLASS))
}

/// Reads the records of the package called `package`, which must handle an event.
pub(crate) fn read(facts: &Facts, package: &str) -> Result<Entrypoints> {
    let entrypoints = read_any(facts)?;
    if entrypoints.is_empty() {
        return Err(no_handler(package).into());
    }
    Ok(entrypoints)
}

/// Reads the records of a module that may handle nothing.
pub(crate) fn read_any(facts: &Facts) -> Result<Entrypoints> {
    let mut entrypoints = Entrypoints {
        bindings: bindings::required(facts)?,
        classes: classes::read(facts)?,
        has_facets: has_facets(facts),
        ..Entrypoints::default()
    };
    for record in records::read(facts)? {
        let Some((event, handler)) = handler(&record)? else {
            continue;
        };
        if !facts.exports.contains(&handler.export) {
            return Err(no_export(&handler).into());
        }
        entrypoints.insert(event, handler)?;
    }
    check_default(&entrypoints)?;
    Ok(entrypoints)
}

/// A default entrypoint handles requests and connections itself, or leaves them to the events.
fn check_default(entrypoints: &Entrypoints) -> Result<()> {
    let Some(class) = entrypoints.classes.iter().find(|class| class.is_default()) else {
        return Ok(());
    };
    let handles = |event: Event| class.hooks.iter().any(|hook| hook.name == event.method());
    match entrypoints.iter().find(|(event, _)| handles(*event)) {
        Some((event, handler)) => Err(handled_twice(event, handler, class).into()),
        None => Ok(()),
    }
}

fn handled_twice(event: Event, handler: &Handler, class: &Class) -> Diagnostic {
    let method = event.method();
    let what = match event {
        Event::Connect => "take connections",
        _ => "answer requests",
    };
    Diagnostic::new(format!(
        "two functions {what}: `{}` and `{method}` of the default entrypoint `{}`",
        handler.path, class.path
    ))
    .at(&handler.file, handler.line)
    .at(&class.file, class.line)
    .fix("remove one of them, or write `#[worker_entrypoint]` without `default`")
}

fn handler(record: &Record) -> Result<Option<(Event, Handler)>> {
    match record.kind.as_str() {
        records::EVENT => {}
        records::TEST | records::BINDING | records::CLASS => return Ok(None),
        other => return Err(unknown("kind of entrypoint", other).into()),
    }
    let record: EventRecord = serde_json::from_str(&record.text)
        .with_context(|| format!("cannot read this record of the module: {}", record.text))?;
    let known = |event: &&Event| event.name() == record.event;
    let event = Event::ALL.iter().find(known);
    let event = *event.ok_or_else(|| unknown("event", &record.event))?;
    let handler = Handler {
        export: record.export,
        path: record.handler,
        file: record.file,
        line: record.line,
    };
    Ok(Some((event, handler)))
}

pub(super) fn unknown(what: &str, name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "worker-build {} does not know the {what} `{name}`",
        env!("CARGO_PKG_VERSION")
    ))
    .fix("update the command with `cargo install --locked worker-build`")
}

fn no_export(handler: &Handler) -> Diagnostic {
    let what = format!("the handler `{}` is missing in the module", handler.path);
    Diagnostic::new(what)
        .at(&handler.file, handler.line)
        .note(format!(
            "the module has a record of it but no export `{}`",
            handler.export
        ))
        .fix("compile it again after `cargo clean`; if that does not help, please report it")
}

fn twice(event: Event, first: &Handler, second: &Handler) -> Diagnostic {
    let mut both = [first, second];
    both.sort_by_key(|handler| (&handler.file, handler.line));
    let what = format!(
        "two functions handle the `{}` event: `{}` and `{}`",
        event.name(),
        both[0].path,
        both[1].path
    );
    Diagnostic::new(what)
        .at(&both[0].file, both[0].line)
        .at(&both[1].file, both[1].line)
        .fix("remove one of the attributes; a worker has one handler for each event")
}

fn no_handler(package: &str) -> Diagnostic {
    Diagnostic::new(format!("`{package}` handles no event")).fix(
        "add a handler to `src/lib.rs`:\n\n\
         use worker_sdk::event;\n\n\
         #[event(fetch)]\n\
         fn main() -> &'static str {\n    \"hello\"\n}\n",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FETCH: &str = r#"{"v":1,"kind":"event","event":"fetch","export":"e1","handler":"hello::main","file":"src\lib.rs","line":3,"later":[]}"#;
    const SCHEDULED: &str = r#"{"v":1,"kind":"event","event":"scheduled","export":"e2","handler":"hello::tick","file":"src/lib.rs","line":9}"#;

    fn read(records: &[&str]) -> Result<Entrypoints> {
        let facts = Facts {
            records: records
                .iter()
                .flat_map(|record| format!("{record}\n").into_bytes())
                .collect(),
            exports: ["e1".to_owned(), "e2".to_owned()].into(),
            ..Facts::default()
        };
        super::read(&facts, "hello")
    }

    #[track_caller]
    fn fails(records: &[&str], message: &str) {
        let error = read(records).unwrap_err();
        assert_eq!(crate::diagnostic::render(&error), message);
    }

    #[test]
    fn handlers_come_in_the_order_of_events() {
        let entrypoints = read(&[SCHEDULED, FETCH]).unwrap();
        let events: Vec<_> = entrypoints
            .iter()
            .map(|(event, handler)| (event, handler.path.as_str(), handler.file.as_str()))
            .collect();
        let expected = [
            (Event::Fetch, "hello::main", "src/lib.rs"),
            (Event::Scheduled, "hello::tick", "src/lib.rs"),
        ];
        assert_eq!(events, expected);
    }

    #[test]
    fn no_handler() {
        let expected = include_str!("../../tests/golden/no_handler.txt");
        fails(&[], expected.trim_end());
        let start = FETCH.replace("fetch", "start");
        fails(&[&start], expected.trim_end());
    }

    #[test]
    fn two_handlers() {
        let other = FETCH
            .replace("hello::main", "hello::api")
            .replace("\"line\":3", "\"line\":7");
        fails(
            &[&other, FETCH],
            "error: two functions handle the `fetch` event: `hello::main` and `hello::api`\n  \
             --> src/lib.rs:3\n  \
             --> src/lib.rs:7\n  \
             help: remove one of the attributes; a worker has one handler for each event",
        );
    }

    #[test]
    fn another_version() {
        fails(
            &[r#"{"v":2,"kind":"sphere"}"#],
            "error: the worker was compiled with a newer version of worker-sdk\n  \
             note: worker-build 0.1.0 reads version 1 of the contract, the module has version 2\n  \
             help: update the command with `cargo install --locked worker-build`",
        );
    }

    #[test]
    fn another_kind_or_event() {
        fails(
            &[&FETCH.replace("\"event\",", "\"sphere\",")],
            "error: worker-build 0.1.0 does not know the kind of entrypoint `sphere`\n  \
             help: update the command with `cargo install --locked worker-build`",
        );
        fails(
            &[&FETCH.replace("fetch", "eclipse")],
            "error: worker-build 0.1.0 does not know the event `eclipse`\n  \
             help: update the command with `cargo install --locked worker-build`",
        );
    }

    #[test]
    fn a_record_without_export() {
        fails(
            &[&FETCH.replace("e1", "e9")],
            "error: the handler `hello::main` is missing in the module\n  \
             --> src/lib.rs:3\n  \
             note: the module has a record of it but no export `e9`\n  \
             help: compile it again after `cargo clean`; if that does not help, please report it",
        );
    }

    #[test]
    fn a_line_that_is_no_record() {
        let error = read(&["{"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot read this record of the module: {"
        );
    }
}
