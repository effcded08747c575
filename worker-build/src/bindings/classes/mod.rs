//! The classes of a worker against what its configuration says of them.

mod exports;
mod migrations;
#[cfg(test)]
pub(super) mod tests;

use super::bound::{self, Named};
use super::compare::inherited;
use super::{Configured, Found};
use crate::config::declared::Environment;
use crate::config::document::Node;
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::steps::classes::{Base, Class};
use crate::steps::entrypoints::Entrypoints;

/// Finds the classes that an environment which this build may be for names though the worker lacks them, and those that
/// it binds without a migration; warns of those that nobody can make objects of, and of those that only exist in
/// migrations.
pub(super) fn check(entrypoints: &Entrypoints, configured: &Configured<'_>, found: &mut Found) {
    for environment in configured.built() {
        let Some(node) = configured.node(environment) else {
            continue;
        };
        let place = Place {
            classes: &entrypoints.classes,
            wrangler: configured.wrangler,
            environment,
            node,
        };
        let bound = named(&place, found);
        objects(&place, &bound, entrypoints.has_facets, found);
        for absent in migrations::absent(&place) {
            found.warn_once(&migrations::unwritten(&absent, &place));
        }
    }
}

/// An environment, and the classes that it may name.
struct Place<'a> {
    classes: &'a [Class],
    wrangler: &'a Wrangler,
    environment: &'a Environment,
    node: &'a Node,
}

impl<'a> Place<'a> {
    fn inherited(&self, key: &str) -> Option<&'a Node> {
        inherited(Some(self.node), &self.wrangler.root, key)
    }

    fn called(&self) -> String {
        self.environment.called(&self.wrangler.name)
    }
}

/// Finds what the environment names and the worker lacks; gives the classes of Durable Objects that it binds.
fn named<'a>(place: &Place<'a>, found: &mut Found) -> Vec<Named<'a>> {
    let (classes, file, called) = (place.classes, &place.wrangler.name, place.called());
    let own = bound::own_name(place.environment, place.node, &place.wrangler.root);
    let bound = bound::objects(place.node, own.as_deref());
    let others = bound::others(place.node, own.as_deref());
    let all = bound.iter().copied().chain(others);
    let unfit = all.filter_map(|named| bound::unfit(named, classes, file, &called));
    found.problems.extend(unfit);
    let declared = exports::declared(place);
    let unfit = declared.filter_map(|named| bound::misdeclared(named, classes, file, &called));
    found.problems.extend(unfit);
    bound
}

/// Finds the classes of Durable Objects that are bound, and those that are not, without what makes objects of them.
fn objects(place: &Place<'_>, bound: &[Named<'_>], has_facets: bool, found: &mut Found) {
    let made = made(place);
    let objects = place.classes.iter();
    let objects = objects.filter(|class| class.base == Base::DurableObject);
    for class in objects.filter(|class| !made.contains(&class.name.as_str())) {
        match bound.iter().any(|bound| bound.class == class.name) {
            true => found.problems.push(unmade(class, place)),
            false if has_facets => {}
            false => found.warnings.push(unused(class, place)),
        }
    }
}

/// The classes that exist, as the configuration has it.
fn made<'a>(place: &Place<'a>) -> Vec<&'a str> {
    let migrated = migrations::remaining(place).into_iter();
    let exported = exports::declared(place).filter(|named| named.base == Base::DurableObject);
    migrated.chain(exported).map(|named| named.class).collect()
}

/// Why a class that is bound does not exist.
fn unmade(class: &Class, place: &Place<'_>) -> Diagnostic {
    match migrations::taken_away(class, place) {
        Some(problem) => problem,
        None if exports::has_objects(place) => exports::undeclared(class, place),
        None => migrations::missing(class, place),
    }
}

fn unused(class: &Class, place: &Place<'_>) -> String {
    let (name, called) = (&class.name, place.called());
    let (file, line) = (&class.file, class.line);
    format!(
        "nobody can make objects of the class `{name}` ({file}:{line}): {called} has no binding and no migration for it"
    )
}
