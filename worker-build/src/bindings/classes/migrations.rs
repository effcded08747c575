//! The classes that migrations introduce and take away.

use super::Place;
use crate::bindings::bound::{self, Named};
use crate::config::document::{Node, Syntax};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::steps::classes::{Base, Class};

fn all<'a>(place: &Place<'a>) -> &'a [Node] {
    place.inherited("migrations").map_or(&[], Node::items)
}

/// The classes that exist after all migrations though neither this worker nor one that an environment names has them.
pub(super) fn absent<'a>(place: &Place<'a>) -> Vec<Named<'a>> {
    let mut absent = remaining(place);
    absent.retain(|named| !is_had(named, place.classes) && !is_elsewhere(named, place.node));
    absent
}

/// The classes that exist after all migrations.
pub(super) fn remaining<'a>(place: &Place<'a>) -> Vec<Named<'a>> {
    let mut remaining: Vec<Named<'a>> = Vec::new();
    for migration in all(place) {
        let gone: Vec<&str> = removed(migration).filter_map(Node::as_text).collect();
        remaining.retain(|named| !gone.contains(&named.class));
        remaining.extend(introduced(migration).filter_map(|node| {
            let (class, line) = (node.as_text()?, node.line);
            let base = Base::DurableObject;
            Some(Named { class, line, base })
        }));
    }
    remaining
}

fn is_had(named: &Named<'_>, classes: &[Class]) -> bool {
    let is_it = |class: &Class| class.name == named.class && class.base == named.base;
    classes.iter().any(is_it)
}

/// Whether an environment takes a class from another worker.
fn is_elsewhere(named: &Named<'_>, environment: &Node) -> bool {
    let mut bindings = bound::of_objects(environment).iter();
    bindings.any(|binding| {
        let class = binding.get("class_name").and_then(Node::as_text);
        class == Some(named.class) && binding.get("script_name").is_some()
    })
}

fn list<'a>(migration: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    migration.get(key).map_or(&[][..], Node::items).iter()
}

fn removed(migration: &Node) -> impl Iterator<Item = &Node> {
    let renamed = list(migration, "renamed_classes").filter_map(|class| class.get("from"));
    list(migration, "deleted_classes").chain(renamed)
}

fn introduced(migration: &Node) -> impl Iterator<Item = &Node> {
    let new = list(migration, "new_classes").chain(list(migration, "new_sqlite_classes"));
    let moved = list(migration, "renamed_classes").chain(list(migration, "transferred_classes"));
    new.chain(moved.filter_map(|class| class.get("to")))
}

pub(super) fn unwritten(named: &Named<'_>, place: &Place<'_>) -> Diagnostic {
    let Named { class, line, .. } = named;
    let file = &place.wrangler.name;
    let what = format!("`{file}` introduces the class `{class}`, which this worker does not have");
    Diagnostic::new(what)
        .at(file, *line)
        .fix(bound::correct_or_write(*named, place.classes))
        .fix("or, where this migration was deployed, rename the class in a later one, or delete it there, with all that its objects store")
        .fix("or, where another worker took the class over with `transferred_classes`, leave it as it is")
}

/// No migration introduces a class that is bound.
pub(super) fn missing(class: &Class, place: &Place<'_>) -> Diagnostic {
    let (name, file) = (&class.name, &place.wrangler.name);
    let called = place.called();
    let what = format!("{called} binds the class `{name}`, but no migration introduces it");
    let mut problem = Diagnostic::new(what)
        .at(&class.file, class.line)
        .note("the platform keeps no objects of a class that it was not told of");
    let absent = absent(place);
    let near = nearest(name, absent.iter().map(|named| named.class));
    let near = near.and_then(|near| absent.iter().find(|named| named.class == near));
    if let Some(Named { class, line, .. }) = near {
        problem = problem
            .note(format!(
                "{file}:{line} introduces `{class}`, which this worker does not have"
            ))
            .fix(format!("if `{name}` is meant there, correct the name"));
    }
    problem.fix(snippet(place.wrangler, name))
}

/// A migration takes away a class that is bound.
pub(super) fn taken_away(class: &Class, place: &Place<'_>) -> Option<Diagnostic> {
    let (name, file) = (&class.name, &place.wrangler.name);
    let mut gone = all(place).iter().flat_map(removed);
    let gone = gone.find(|gone| gone.as_text() == Some(name))?;
    let called = place.called();
    let what = format!("{called} binds the class `{name}`, which a migration takes away");
    let problem = Diagnostic::new(what)
        .at(file, gone.line)
        .note("its objects belong to the class that it was renamed to, or are deleted")
        .fix("bind that class")
        .fix(format!("or begin anew: {}", snippet(place.wrangler, name)));
    Some(problem)
}

/// What to add, in the syntax of the file.
fn snippet(wrangler: &Wrangler, class: &str) -> String {
    let file = &wrangler.name;
    let text = match wrangler.syntax {
        Syntax::Json => {
            format!(
                "\"migrations\": [{{ \"tag\": \"v1\", \"new_sqlite_classes\": [\"{class}\"] }}]"
            )
        }
        Syntax::Toml => {
            format!("[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"{class}\"]")
        }
    };
    format!(
        "add to {file}, behind the migrations that are there, with a tag of its own:\n\n{text}\n"
    )
}
