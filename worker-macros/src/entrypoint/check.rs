//! Finds what such a class cannot be, beyond what its syntax forbids.

use super::model::{Base, class_name};
use crate::class::block::{Block, Function};
use crate::class::check::{self, Kind};
use crate::class::options::Options;
use crate::errors::Errors;
use crate::event::model::Event;

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

const TRANSFORMATION: Kind = Kind {
    attribute: "#[pipeline_transformation]",
    noun: "a transformation",
    constructor: "fn new(env: Env) -> Self",
    why_shared: "batches may share the object; take `&self`",
};

/// What an entrypoint handles itself, and what has nothing to do with one.
const OF_ENTRYPOINTS: [Event; 3] = [Event::Fetch, Event::Connect, Event::Start];

/// Adds every mistake of the class.
pub(crate) fn all(base: Base, options: &Options, block: &Block, errors: &mut Errors) {
    let kind = kind(base);
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
    if base == Base::Entrypoint {
        block.functions.iter().for_each(|it| no_hook(it, errors));
    }
    let hooks = base.hooks().iter();
    let mut hooks = hooks
        .filter_map(|hook| block.function(hook.name()))
        .peekable();
    if hooks.peek().is_some() {
        hooks.for_each(|hook| check::hook(kind, hook, errors));
    } else if let Some(lacking) = without_run(base) {
        errors.at(&block.object, lacking);
    } else if options.interfaces().next().is_none() {
        errors.at(
            &block.object,
            "nobody can call this entrypoint; write `async fn fetch(&self, request: Request)`, or name a trait with `#[rpc]`: \
             `#[worker_entrypoint(rpc(Accounts))]`",
        );
    }
}

/// Events of the worker, which are none of its entrypoints.
fn no_hook(function: &Function, errors: &mut Errors) {
    let name = function.name();
    let is_event = Event::from_name(&name).is_some_and(|event| !OF_ENTRYPOINTS.contains(&event));
    if is_event && function.signature.receiver().is_some() {
        errors.at(
            &function.signature.ident,
            format!(
                "`{name}` is no handler of an entrypoint; write a function with `#[event({name})]`. A method that \
                 is no handler, and is called so, belongs to an `impl` block of its own"
            ),
        );
    }
}

fn kind(base: Base) -> &'static Kind {
    match base {
        Base::Entrypoint => &ENTRYPOINT,
        Base::Workflow => &WORKFLOW,
        Base::Transformation => &TRANSFORMATION,
    }
}

/// What is said of a class that has a function `run` at least.
fn without_run(base: Base) -> Option<&'static str> {
    match base {
        Base::Entrypoint => None,
        Base::Workflow => Some(
            "a workflow begins with its function `run`; write `async fn run(&self, event: Event<Order>, step: Step) -> Result<()>`",
        ),
        Base::Transformation => Some(
            "a transformation is its function `run`; write `async fn run(&self, records: Vec<Click>) -> Result<Vec<Click>>`",
        ),
    }
}

fn options(base: Base, options: &Options, errors: &mut Errors) {
    if let Some(default) = &options.default {
        if without_run(base).is_some() {
            let message = format!(
                "{} has a name, by which the configuration knows it; remove `default`",
                kind(base).noun
            );
            errors.at(default, message);
        } else if let Some(name) = &options.name {
            errors.at(
                name,
                "the default entrypoint has no name; remove `name` or `default`",
            );
        }
    }
    if without_run(base).is_some() {
        for interface in options.interfaces() {
            let message = format!(
                "{} has no remote methods; move them to an entrypoint",
                kind(base).noun
            );
            errors.at(interface, message);
        }
    }
}
