//! Events and spans of the crate `tracing`, as lines of JSON on the console.
//!
//! Behind the feature `tracing`. One line switches it on, for instance when the worker starts:
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::integrations::tracing::Console;
//! use worker_sdk::event;
//!
//! #[event(start)]
//! fn start() {
//!     Console::new().init();
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! `tracing::warn!(user = 7, "slow")` then calls `console.warn` with
//!
//! ```json
//! {"level":"warn","message":"slow","target":"shop::orders","fields":{"user":7},"spans":[{"name":"request","fields":{"path":"/"}}]}
//! ```
//!
//! whose fields the log tools of the platform can search. A field that is an error, as in
//! `tracing::error!(error = &error as &dyn std::error::Error, "no answer")`, is text in the line, and beside it an
//! `Error` of JavaScript with all of its causes, or what JavaScript threw.
//!
//! Spans say where an event belongs, the outermost first. They hold for the future that they are put around with
//! `tracing::Instrument`, also when several requests take turns. The platform adds time and request to each line itself.
//!
//! Where the platform traces the request, each span is one of the platform, too: with its fields as attributes, inside of
//! the span that it is in here, and with the times at which it began and ended. What the platform itself measures (requests
//! to other servers, storage) stays beside them; it is inside of a [`spans::Span`](crate::spans::Span) that it runs in, as such
//! a span of `tracing` is that begins there. A runtime without spans, or a request that nobody traces, has the lines alone.
//!
//! See <https://developers.cloudflare.com/workers/observability/logs/workers-logs/> and
//! <https://developers.cloudflare.com/workers/observability/traces/>.

mod platform;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt::Debug;

use tracing_core::dispatcher::{self, Dispatch};
use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::{Event, Level, LevelFilter, Metadata, Subscriber};
use wasm_bindgen::JsValue;

use crate::console;
use crate::console::line::{self, Object};

/// Writes events to the console.
///
/// # Examples
///
/// ```no_run
/// use tracing_core::LevelFilter;
/// use worker_sdk::integrations::tracing::Console;
///
/// Console::new()
///     .max_level(LevelFilter::DEBUG)
///     .target("tokio_postgres", LevelFilter::WARN)
///     .init();
/// ```
#[derive(Clone, Debug)]
pub struct Console {
    max_level: LevelFilter,
    targets: Vec<(&'static str, LevelFilter)>,
}

impl Console {
    /// Everything up to `info`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_level: LevelFilter::INFO,
            targets: Vec::new(),
        }
    }

    /// Everything up to `level`.
    #[must_use]
    pub fn max_level(mut self, level: LevelFilter) -> Self {
        self.max_level = level;
        self
    }

    /// Another level for a module and what is in it. The longest that fits an event decides.
    #[must_use]
    pub fn target(mut self, module: &'static str, level: LevelFilter) -> Self {
        self.targets.push((module, level));
        self
    }

    /// Writes what happens from here on. When another subscriber is there already, that one stays.
    pub fn init(self) {
        // An error says that there is another one.
        let _ = dispatcher::set_global_default(Dispatch::new(self));
    }

    fn level_of(&self, target: &str) -> LevelFilter {
        let fits = |module: &str| {
            let rest = target.strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let targets = self.targets.iter().filter(|(module, _)| fits(module));
        let longest = targets.max_by_key(|(module, _)| module.len());
        longest.map_or(self.max_level, |(_, level)| *level)
    }
}

impl Default for Console {
    fn default() -> Self {
        Self::new()
    }
}

thread_local! {
    static SPANS: RefCell<Spans> = const { RefCell::new(Spans::new()) };
}

/// The spans that somebody holds, and those that the running code is in.
struct Spans {
    all: BTreeMap<u64, Span>,
    entered: Vec<u64>,
    last: u64,
}

struct Span {
    metadata: &'static Metadata<'static>,
    fields: Object,
    parent: Option<u64>,
    holders: usize,
}

impl Spans {
    const fn new() -> Self {
        Self {
            all: BTreeMap::new(),
            entered: Vec::new(),
            last: 0,
        }
    }

    fn add(&mut self, attributes: &Attributes<'_>, fields: Object) -> u64 {
        let parent = match attributes.parent() {
            Some(parent) => Some(parent.into_u64()),
            None if attributes.is_contextual() => self.entered.last().copied(),
            None => None,
        };
        if let Some(parent) = parent.and_then(|parent| self.all.get_mut(&parent)) {
            parent.holders += 1;
        }
        self.last += 1;
        platform::open(self.last, parent, attributes.metadata().name(), &fields);
        let span = Span {
            metadata: attributes.metadata(),
            fields,
            parent,
            holders: 1,
        };
        self.all.insert(self.last, span);
        self.last
    }

    /// Whether nobody holds it any more; then its parent loses a holder, too.
    fn release(&mut self, id: u64) -> bool {
        let Some(span) = self.all.get_mut(&id) else {
            return false;
        };
        span.holders -= 1;
        if span.holders > 0 {
            return false;
        }
        platform::close(id);
        if let Some(Span {
            parent: Some(parent),
            ..
        }) = self.all.remove(&id)
        {
            self.release(parent);
        }
        true
    }

    /// What the span with this number is in, and itself, the outermost first.
    fn path(&self, innermost: Option<u64>) -> Vec<Object> {
        let mut path = Vec::new();
        let mut next = innermost;
        while let Some(span) = next.and_then(|id| self.all.get(&id)) {
            let mut object = Object::default();
            object.text("name", span.metadata.name());
            if !span.fields.is_empty() {
                object.object("fields", &span.fields);
            }
            path.push(object);
            next = span.parent;
        }
        path.reverse();
        path
    }
}

impl Subscriber for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level_of(metadata.target())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        let targets = self.targets.iter().map(|(_, level)| *level);
        targets.chain([self.max_level]).max()
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let id = SPANS.with_borrow_mut(|spans| spans.add(attributes, fields.into_all()));
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        // Before the borrow: what is recorded may log as well.
        let mut fields = Fields::default();
        values.record(&mut fields);
        SPANS.with_borrow_mut(|spans| {
            if let Some(span) = spans.all.get_mut(&id.into_u64()) {
                let fields = fields.into_all();
                platform::record(id.into_u64(), &fields);
                span.fields.append(&fields);
            }
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let spans = SPANS.with_borrow(|spans| {
            let innermost = match event.parent() {
                Some(parent) => Some(parent.into_u64()),
                None if event.is_contextual() => spans.entered.last().copied(),
                None => None,
            };
            spans.path(innermost)
        });
        let (level, name) = named(*event.metadata().level());
        let mut object = Object::default();
        object.text("level", name);
        if let Some(message) = &fields.message {
            object.text("message", message);
        }
        object.text("target", event.metadata().target());
        if !fields.others.is_empty() {
            object.object("fields", &fields.others);
        }
        if !spans.is_empty() {
            object.list("spans", &spans);
        }
        line::log(level, &object, fields.errors);
    }

    fn enter(&self, id: &Id) {
        SPANS.with_borrow_mut(|spans| spans.entered.push(id.into_u64()));
    }

    fn exit(&self, id: &Id) {
        SPANS.with_borrow_mut(|spans| {
            let entered = &mut spans.entered;
            if let Some(at) = entered.iter().rposition(|&other| other == id.into_u64()) {
                entered.remove(at);
            }
        });
    }

    fn clone_span(&self, id: &Id) -> Id {
        SPANS.with_borrow_mut(|spans| {
            if let Some(span) = spans.all.get_mut(&id.into_u64()) {
                span.holders += 1;
            }
        });
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        SPANS.with_borrow_mut(|spans| spans.release(id.into_u64()))
    }

    fn current_span(&self) -> Current {
        SPANS.with_borrow(|spans| {
            let current = spans.entered.last();
            let found = current.and_then(|id| Some((*id, spans.all.get(id)?)));
            found.map_or_else(Current::none, |(id, span)| {
                Current::new(Id::from_u64(id), span.metadata)
            })
        })
    }
}

fn named(level: Level) -> (console::Level, &'static str) {
    match level {
        Level::ERROR => (console::Level::Error, "error"),
        Level::WARN => (console::Level::Warn, "warn"),
        Level::INFO => (console::Level::Info, "info"),
        Level::DEBUG => (console::Level::Debug, "debug"),
        _ => (console::Level::Debug, "trace"),
    }
}

/// What an event or a span says.
#[derive(Default)]
struct Fields {
    message: Option<String>,
    others: Object,
    errors: Vec<JsValue>,
}

impl Fields {
    /// Only in events, the message is something of its own.
    fn into_all(mut self) -> Object {
        if let Some(message) = &self.message {
            self.others.text("message", message);
        }
        self.others
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.message = Some(value.to_owned()),
            name => self.others.text(name, value),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.others.plain(field.name(), value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.others.float(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.record_i128(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_u128(field, value.into());
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        let magnitude = value.unsigned_abs();
        self.others.integer(field.name(), value, magnitude);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.others.integer(field.name(), value, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn StdError + 'static)) {
        self.others.text(field.name(), &chain(value));
        self.errors.push(line::error(value));
    }
}

/// An error and its causes in one text.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
