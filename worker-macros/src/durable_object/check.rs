//! Finds what a Durable Object cannot be, beyond what its syntax forbids.

use super::model::{Hook, class_name};
use crate::class::block::{Block, Function};
use crate::class::check::{self, Kind};
use crate::class::options::Options;
use crate::errors::Errors;
use crate::nearest::edits;

const KIND: Kind = Kind {
    attribute: "#[durable_object]",
    noun: "a Durable Object",
    constructor: "fn new(state: State, env: Env) -> Self",
    why_shared: "an object handles several events at a time; take `&self`, and keep what changes in a \
                 `worker_sdk::durable_objects::Cell`",
};

/// Adds every mistake of the class.
pub(crate) fn all(options: &Options, block: &Block, errors: &mut Errors) {
    let class = block.name().map(|name| class_name(options, name));
    if !check::block(&KIND, class.as_deref(), options, block, errors) {
        return;
    }
    if let Some(default) = &options.default {
        errors.at(
            default,
            "no option named `default`; a Durable Object has a name",
        );
    }
    check::constructor(&KIND, block, errors);
    for function in &block.functions {
        let name = function.name();
        match Hook::ALL.into_iter().find(|hook| hook.name() == name) {
            Some(_) => check::hook(&KIND, function, errors),
            None => no_hook(function, &name, errors),
        }
    }
}

/// Names that nobody gives to another function than a hook.
fn no_hook(function: &Function, name: &str, errors: &mut Errors) {
    if function.signature.receiver().is_none() {
        return;
    }
    let plain = plain(name);
    let close = |hook: &Hook| edits(&plain, &self::plain(hook.name()));
    let Some(hook) = Hook::ALL.into_iter().min_by_key(close) else {
        return;
    };
    let is_about_sockets = plain.starts_with("websocket");
    let limit = if is_about_sockets { 3 } else { 1 };
    if close(&hook) <= limit {
        let meant = hook.name();
        errors.at(
            &function.signature.ident,
            format!(
                "the platform calls no `{name}`; did you mean `{meant}`? A method that is no hook, and is called so, \
                 belongs to an `impl` block of its own"
            ),
        );
    }
}

/// The letters of a name, without what people put before the name of an event.
fn plain(name: &str) -> String {
    let letters = name.replace('_', "").to_lowercase();
    let short = ["on", "handle"]
        .iter()
        .find_map(|prefix| letters.strip_prefix(prefix));
    short.unwrap_or(&letters).to_owned()
}
