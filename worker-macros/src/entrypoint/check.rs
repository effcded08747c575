//! Finds what such a class cannot be, beyond what its syntax forbids.

use super::model::{Base, class_name};
use crate::class::block::Block;
use crate::class::check::{self, Kind};
use crate::class::options::Options;
use crate::errors::Errors;

const ENTRYPOINT: Kind = Kind {
    attribute: "#[worker_entrypoint]",
    noun: "an entrypoint",
    constructor: "fn new(env: Env, context: Context) -> Self",
    why_shared: "its objects are shared; take `&self`",
};

const WORKFLOW: Kind = Kind {
    attribute: "#[workflow]",
    noun: "a workflow",
    constructor: "fn new(env: Env) -> Self",
    why_shared: "its steps share the object; take `&self`",
};

/// Adds every mistake of the class.
pub(crate) fn all(base: Base, options: &Options, block: &Block, errors: &mut Errors) {
    let kind = match base {
        Base::WorkerEntrypoint => &ENTRYPOINT,
        Base::WorkflowEntrypoint => &WORKFLOW,
    };
    self::options(base, options, errors);
    let class = block.name().map(|name| class_name(options, name));
    let class = class.as_deref().filter(|_| options.default.is_none());
    if !check::block(kind, class, options, block, errors) {
        return;
    }
    if let Some(new) = check::constructor(kind, block, errors)
        && let Some(word) = &new.signature.asyncness
    {
        let message = format!(
            "`new` of {} cannot be `async`, because an object is made for each call; wait in the methods",
            kind.noun
        );
        errors.at(word, message);
    }
    let hooks = base.hooks().iter();
    let mut hooks = hooks
        .filter_map(|hook| block.function(hook.name()))
        .peekable();
    if hooks.peek().is_some() {
        hooks.for_each(|hook| check::hook(kind, hook, errors));
    } else if base == Base::WorkflowEntrypoint {
        errors.at(
            &block.object,
            "a workflow begins with its function `run`; write `async fn run(&self, event: Event<Order>, step: Step) -> Result<()>`",
        );
    } else if options.interfaces().next().is_none() {
        errors.at(
            &block.object,
            "nobody can call this entrypoint; write `async fn fetch(&self, request: Request)`, or name a trait with `#[rpc]`: \
             `#[worker_entrypoint(rpc(Accounts))]`",
        );
    }
}

fn options(base: Base, options: &Options, errors: &mut Errors) {
    if let Some(default) = &options.default {
        if base == Base::WorkflowEntrypoint {
            errors.at(
                default,
                "a workflow has a name, by which the configuration knows it; remove `default`",
            );
        } else if let Some(name) = &options.name {
            errors.at(
                name,
                "the default entrypoint has no name; remove `name` or `default`",
            );
        }
    }
    if base == Base::WorkflowEntrypoint {
        for interface in options.interfaces() {
            errors.at(
                interface,
                "a workflow has no remote methods; move them to an entrypoint",
            );
        }
    }
}
