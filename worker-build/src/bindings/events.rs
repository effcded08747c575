//! The handlers of a worker against the events that its configuration asks for.
//!
//! Of mail, of tail events and of connections the configuration of the worker that gets them says nothing.

use super::{Configured, Found, snippet};
use crate::config::declared::Environment;
use crate::config::document::{Entry, Node, Syntax};
use crate::config::keys;
use crate::diagnostic::Diagnostic;
use crate::steps::entrypoints::{Entrypoints, Event, Handler};

/// An event that only comes when the configuration asks for it.
struct Asked {
    event: Event,
    /// The key at the top of an environment, and the list in it.
    key: &'static str,
    list: &'static str,
    /// Whether named environments have what the top level says.
    is_inherited: bool,
    /// Why an empty list may be right.
    none: &'static str,
    /// What becomes of an event that nothing handles.
    unhandled: &'static str,
    /// A handler for those who have none.
    handler: &'static str,
}

static ASKED: [Asked; 2] = [
    Asked {
        event: Event::Scheduled,
        key: "triggers",
        list: "crons",
        is_inherited: true,
        none: "if no cron is to call it; a deploy then removes those that there are",
        unhandled: "each of these events fails",
        handler: "#[worker_sdk::event(scheduled)]\n\
                  async fn tick(event: worker_sdk::ScheduledEvent) -> worker_sdk::Result<()> {\n    \
                  todo!()\n}",
    },
    Asked {
        event: Event::Queue,
        key: "queues",
        list: "consumers",
        is_inherited: false,
        none: "if a queue is connected in another way",
        unhandled: "each batch fails, and after their retries its messages are lost, or go to the `dead_letter_queue`",
        handler: "#[worker_sdk::event(queue)]\n\
                  async fn consume(batch: worker_sdk::queues::Batch<String>) -> worker_sdk::Result<()> {\n    \
                  todo!()\n}",
    },
];

/// A cron for those who have none.
const HOURLY: &str = "0 * * * *";

/// Warns of handlers whose events never come, and of events that nothing handles.
pub(super) fn check(entrypoints: &Entrypoints, configured: &Configured<'_>, found: &mut Found) {
    for asked in &ASKED {
        let handler = entrypoints.handler(asked.event);
        let unfit = |environment| Place::of(asked, configured, environment).compare(handler);
        for warning in configured.built().filter_map(unfit) {
            found.warn_once(&warning);
        }
        if configured.used.environment.is_some() {
            for warning in configured.others().filter_map(unfit) {
                found.warn_of_others(&warning);
            }
        }
    }
}

/// Where an environment says whether an event comes.
struct Place<'a> {
    asked: &'a Asked,
    configured: &'a Configured<'a>,
    /// The top level, if the environment inherits from it.
    environment: &'a Environment,
    node: Option<&'a Node>,
}

impl<'a> Place<'a> {
    fn of(asked: &'a Asked, configured: &'a Configured<'a>, environment: &'a Environment) -> Self {
        let node = configured.node(environment);
        let says = node.is_some_and(|node| node.get(asked.key).is_some());
        let top = configured.environments.first();
        let environment = match top {
            Some(top) if asked.is_inherited && !says => top,
            _ => environment,
        };
        Self {
            asked,
            configured,
            environment,
            node: configured.node(environment),
        }
    }

    fn compare(&self, handler: Option<&Handler>) -> Option<Diagnostic> {
        match (self.list(), handler) {
            (None, Some(handler)) => Some(self.never(handler)),
            (Some(list), None) => self.unhandled(list),
            // An empty list says that none are to come.
            _ => None,
        }
    }

    fn key(&self) -> Option<&'a Entry> {
        self.node?.entry(self.asked.key)
    }

    fn list(&self) -> Option<&'a Entry> {
        self.key()?.node.entry(self.asked.list)
    }

    fn called(&self) -> String {
        self.configured.called(self.environment)
    }

    fn never(&self, handler: &Handler) -> Diagnostic {
        let Asked { key, list, .. } = self.asked;
        let (place, path) = (self.called(), &handler.path);
        let file = &self.configured.wrangler.name;
        let what = format!("{place} has no `{key}.{list}`, which `{path}` needs");
        let mut warning = Diagnostic::new(what).at(&handler.file, handler.line);
        if self.environment.name.is_some() {
            warning = warning.at(file, self.environment.line);
            if !self.asked.is_inherited {
                let note = format!("a named environment inherits no `{key}` from the top level");
                warning = warning.note(note);
            }
        }
        let misspelled = self.node.map(|node| keys::misspelled_in(file, node));
        for misspelled in misspelled.unwrap_or_default() {
            if [*key, *list].contains(&misspelled.meant) {
                warning = warning.note(misspelled.to_string());
            }
        }
        let none = match self.configured.wrangler.syntax {
            Syntax::Json => format!("\"{list}\": []"),
            Syntax::Toml => format!("{list} = []"),
        };
        warning
            .fix(format!(
                "add this to {}:\n\n{}\n",
                self.where_to(),
                self.snippet()
            ))
            .fix(format!("or `{none}`, {}", self.asked.none))
    }

    fn where_to(&self) -> String {
        let wrangler = self.configured.wrangler;
        let (file, line) = (&wrangler.name, self.environment.line);
        match (self.key(), wrangler.syntax, &self.environment.name) {
            (Some(entry), ..) => format!("`{}` in {file}:{}", self.asked.key, entry.line),
            (None, Syntax::Json, Some(name)) => format!("`env.{name}` in {file}:{line}"),
            (None, ..) => format!("`{file}`"),
        }
    }

    fn snippet(&self) -> String {
        let Asked { key, list, .. } = self.asked;
        let is_queue = self.asked.event == Event::Queue;
        let path = match &self.environment.name {
            Some(name) => format!("env.{}.{key}", snippet::key(name)),
            None => (*key).to_owned(),
        };
        let queue = self.queue();
        match (self.configured.wrangler.syntax, is_queue) {
            (Syntax::Json, _) => {
                let items = match is_queue {
                    true => format!("\"{list}\": [\n  {{ \"queue\": \"{queue}\" }}\n]"),
                    false => format!("\"{list}\": [\"{HOURLY}\"]"),
                };
                match self.key() {
                    Some(_) => items,
                    None => format!("\"{key}\": {{\n{}\n}}", snippet::indented(&items)),
                }
            }
            (Syntax::Toml, true) => format!("[[{path}.{list}]]\nqueue = \"{queue}\""),
            (Syntax::Toml, false) => match self.key() {
                Some(_) => format!("{list} = [\"{HOURLY}\"]"),
                None => format!("[{path}]\n{list} = [\"{HOURLY}\"]"),
            },
        }
    }

    /// The queue that the worker sends to, which is probably the one that it handles.
    fn queue(&self) -> &str {
        let producers = self.key().and_then(|queues| queues.node.get("producers"));
        let first = producers.and_then(|producers| producers.items().first());
        let queue = first.and_then(|producer| producer.get("queue")?.as_text());
        queue.unwrap_or("my-queue")
    }

    fn unhandled(&self, list: &Entry) -> Option<Diagnostic> {
        let Asked {
            key, list: name, ..
        } = self.asked;
        let items = list.node.items();
        let what = match self.asked.event {
            Event::Queue => format!("consumes {}", queues(items)?),
            _ if items.is_empty() => return None,
            _ => format!("has `{key}.{name}`"),
        };
        let (place, event) = (self.called(), self.asked.event.name());
        let what = format!("{place} {what}, but the worker has no `#[event({event})]`");
        let warning = Diagnostic::new(what).at(&self.configured.wrangler.name, list.line);
        Some(
            warning
                .note(self.asked.unhandled)
                .fix(format!("add a handler:\n\n{}\n", self.asked.handler))
                .fix(format!("or remove `{key}.{name}`")),
        )
    }
}

/// Names the queues that this worker is to be called for.
fn queues(consumers: &[Node]) -> Option<String> {
    let called = |consumer: &&Node| {
        let kind = consumer.get("type").and_then(Node::as_text);
        matches!(kind, None | Some("worker"))
    };
    let consumers = consumers.iter().filter(called);
    let names = consumers.filter_map(|consumer| consumer.get("queue")?.as_text());
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("the queue {one}")),
        several => Some(format!("the queues {}", several.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bindings::Use;
    use crate::bindings::tests::said_of;
    use crate::config::wrangler::Wrangler;
    use crate::golden::same;
    use std::fs;

    fn worker(events: &[Event]) -> Entrypoints {
        let mut entrypoints = Entrypoints::default();
        for event in events {
            let handler = Handler {
                export: event.name().to_owned(),
                path: format!("shop::on_{}", event.name()),
                file: "src/lib.rs".to_owned(),
                line: 9,
            };
            entrypoints.insert(*event, handler).unwrap();
        }
        entrypoints
    }

    fn said(file: &str, text: &str, events: &[Event], environment: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), text).unwrap();
        let wrangler = Wrangler::load(folder.path(), None).unwrap().unwrap();
        let used = Use {
            environment,
            is_served: false,
            is_entry: true,
            out_dir: None,
        };
        said_of(&worker(events), &wrangler, used)
    }

    const BOTH: [Event; 2] = [Event::Scheduled, Event::Queue];
    const EVERY: [Event; 7] = [
        Event::Start,
        Event::Fetch,
        Event::Scheduled,
        Event::Queue,
        Event::Email,
        Event::Tail,
        Event::Connect,
    ];

    const FINE: &str = r#"{
  "triggers": { "crons": ["0 * * * *"] },
  "queues": { "consumers": [{ "queue": "orders" }, { "queue": "refunds", "type": "worker" }] }
}"#;

    #[test]
    fn what_fits_is_fine() {
        let said = |text, events: &[Event]| said("wrangler.json", text, events, None);
        assert_eq!(said(FINE, &EVERY), "");
        assert_eq!(said("{}", &[Event::Fetch, Event::Email, Event::Tail]), "");
        let none = r#"{ "triggers": { "crons": [] }, "queues": { "consumers": [] } }"#;
        assert_eq!(said(none, &BOTH), "");
        assert_eq!(said(none, &[Event::Fetch]), "");
        let pulled =
            r#"{ "queues": { "consumers": [{ "queue": "orders", "type": "http_pull" }] } }"#;
        assert_eq!(said(pulled, &[Event::Fetch]), "");
    }

    #[test]
    fn handlers_without_their_events() {
        let part = "{\n  \"triggers\": {},\n  \"queues\": { \"producers\": [{ \"binding\": \"ORDERS\", \"queue\": \"orders\" }] }\n}";
        let part_toml =
            "[triggers]\n\n[[queues.producers]]\nbinding = \"ORDERS\"\nqueue = \"orders\"\n";
        let all = [
            said("wrangler.json", "{}", &BOTH, None),
            said("wrangler.toml", "", &BOTH, None),
            said("wrangler.json", part, &BOTH, None),
            said("wrangler.toml", part_toml, &BOTH, None),
        ];
        same("bindings/events_missing.txt", &all.join("\n"));
    }

    #[test]
    fn what_is_suggested_is_what_is_asked_for() {
        for event in BOTH {
            for (file, open, close) in [("wrangler.json", "{", "}"), ("wrangler.toml", "", "")] {
                let warning = said(file, &format!("{open}{close}"), &[event], None);
                let (_, suggested) = warning.split_once("\n\n").unwrap();
                let (suggested, _) = suggested.split_once("\n  help: ").unwrap();
                let text = format!("{open}{suggested}{close}");
                assert_eq!(said(file, &text, &[event], None), "", "{text}");
            }
        }
    }

    #[test]
    fn events_without_their_handlers() {
        let toml =
            "[triggers]\ncrons = [\"0 * * * *\"]\n\n[[queues.consumers]]\nqueue = \"orders\"\n";
        let all = [
            said("wrangler.json", FINE, &[Event::Fetch], None),
            said("wrangler.toml", toml, &[Event::Fetch], None),
        ];
        same("bindings/events_unhandled.txt", &all.join("\n"));
    }

    #[test]
    fn misspelled_keys() {
        let json = "{\n  \"trigger\": { \"crons\": [\"0 * * * *\"] },\n  \"queues\": {\n    \
                    \"consumer\": [{ \"queue\": \"orders\" }],\n    \
                    \"producers\": [{ \"binding\": \"ORDERS\", \"queue\": \"orders\", \"delivery_dely\": 1 }]\n  }\n}";
        let toml = "compatibility_flag = []\n[triggers]\ncron = [\"0 * * * *\"]\n[[queues.consumers]]\nqueue = \"orders\"\n\
                    dead_letter_que = \"failed\"\nno_key_at_all = 1\n";
        let all = [
            said("wrangler.json", json, &BOTH, None),
            said("wrangler.toml", toml, &BOTH, None),
        ];
        same("bindings/events_misspelled.txt", &all.join("\n"));
    }

    #[test]
    fn named_environments_inherit_crons_and_no_queues() {
        let json = FINE.replacen(
            '{',
            "{\n  \"env\": {\n    \"live\": {},\n    \"staging\": { \"triggers\": {} },\n    \
             \"test\": { \"queues\": { \"consumers\": [{ \"queue\": \"tests\" }] } }\n  },",
            1,
        );
        let toml = "[triggers]\ncrons = [\"0 * * * *\"]\n\n[env.live]\n\n[env.staging.triggers]\n";
        let all = [
            said("wrangler.json", &json, &BOTH, None),
            said("wrangler.json", &json, &BOTH, Some("live")),
            said("wrangler.json", &json, &[Event::Fetch], None),
            said("wrangler.json", &json, &[Event::Fetch], Some("test")),
            said("wrangler.toml", toml, &BOTH, None),
        ];
        same("bindings/events_environments.txt", &all.join("\n"));
    }
}
