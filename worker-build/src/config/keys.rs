//! Keys that wrangler does not know, with those that were probably meant.

use super::document::{Entry, Node};
use super::kinds;
use super::wrangler::Wrangler;
use crate::nearest::misspelled;
use std::fmt;

const QUEUES: &[&str] = &["consumers", "producers"];
const CONSUMER: &[&str] = &[
    "dead_letter_queue",
    "max_batch_size",
    "max_batch_timeout",
    "max_concurrency",
    "max_retries",
    "queue",
    "retry_delay",
    "type",
    "visibility_timeout_ms",
];
const PRODUCER: &[&str] = &["binding", "delivery_delay", "queue", "remote"];
const TRIGGERS: &[&str] = &["crons"];

/// A key that wrangler does not know, and does not mind.
#[derive(Debug)]
pub(crate) struct Misspelled<'a> {
    file: &'a str,
    key: &'a str,
    line: u32,
    /// The key in which it stands; empty at the top of an environment.
    inside: &'static str,
    pub(crate) meant: &'static str,
}

impl fmt::Display for Misspelled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, key, line) = (self.file, self.key, self.line);
        write!(f, "`{key}` in {file}:{line} is no key ")?;
        if !self.inside.is_empty() {
            write!(f, "of `{}` ", self.inside)?;
        }
        write!(f, "that wrangler knows; did you mean `{}`?", self.meant)
    }
}

/// Those of all environments.
pub(crate) fn misspelled_anywhere(wrangler: &Wrangler) -> Vec<Misspelled<'_>> {
    wrangler
        .levels()
        .flat_map(|node| misspelled_in(&wrangler.name, node))
        .collect()
}

/// The misspelled keys of an environment, and of what says which events come.
pub(crate) fn misspelled_in<'a>(file: &'a str, environment: &'a Node) -> Vec<Misspelled<'a>> {
    let mut found = Vec::new();
    let mut look = |inside: &'static str, node: &'a Node, meant: Meant| {
        let entries = node.entries().iter();
        found.extend(entries.filter_map(|Entry { key, line, .. }| {
            let (line, meant) = (*line, meant(key)?);
            Some(Misspelled {
                file,
                key,
                line,
                inside,
                meant,
            })
        }));
    };
    look("", environment, kinds::misspelled_key);
    if let Some(triggers) = environment.get("triggers") {
        look("triggers", triggers, |key| near(key, TRIGGERS));
    }
    if let Some(queues) = environment.get("queues") {
        look("queues", queues, |key| near(key, QUEUES));
        let items = |list| queues.get(list).map_or(&[][..], Node::items);
        for consumer in items("consumers") {
            look("queues.consumers", consumer, |key| near(key, CONSUMER));
        }
        for producer in items("producers") {
            look("queues.producers", producer, |key| near(key, PRODUCER));
        }
    }
    found
}

/// Gives the key that was meant by one that is unknown.
type Meant = fn(&str) -> Option<&'static str>;

fn near(key: &str, known: &'static [&'static str]) -> Option<&'static str> {
    match known.contains(&key) {
        true => None,
        false => misspelled(key, known.iter().copied()),
    }
}
