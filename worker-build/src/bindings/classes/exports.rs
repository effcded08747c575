//! The classes that are declared as `exports`. For Durable Objects newer wranglers have them in place of migrations, and
//! want one of both.

use super::Place;
use crate::bindings::bound::Named;
use crate::config::document::{Entry, Node, Syntax};
use crate::diagnostic::Diagnostic;
use crate::steps::classes::{Base, Class};

/// The classes that the worker is to have.
pub(super) fn declared<'a>(place: &Place<'a>) -> impl Iterator<Item = Named<'a>> + use<'a> {
    entries(place).filter_map(|entry| {
        let (class, line) = (entry.key.as_str(), entry.line);
        let base = base(&entry.node)?;
        let is_own = class != "default" && is_live(&entry.node);
        is_own.then_some(Named { class, line, base })
    })
}

/// Whether Durable Objects are declared, be it as what they were.
pub(super) fn has_objects(place: &Place<'_>) -> bool {
    entries(place).any(|entry| base(&entry.node) == Some(Base::DurableObject))
}

fn entries<'a>(place: &Place<'a>) -> impl Iterator<Item = &'a Entry> + use<'a> {
    let exports = place.inherited("exports");
    exports.map_or(&[][..], Node::entries).iter()
}

fn base(declared: &Node) -> Option<Base> {
    match declared.get("type")?.as_text()? {
        "durable-object" => Some(Base::DurableObject),
        "workflow" => Some(Base::WorkflowEntrypoint),
        "worker" => Some(Base::WorkerEntrypoint),
        _ => None,
    }
}

/// Whether the declared class has objects, not only had them.
fn is_live(declared: &Node) -> bool {
    let state = declared.get("state").and_then(Node::as_text);
    matches!(state, None | Some("created" | "expecting-transfer"))
}

pub(super) fn undeclared(class: &Class, place: &Place<'_>) -> Diagnostic {
    let (name, file) = (&class.name, &place.wrangler.name);
    let called = place.called();
    let what = format!("{called} binds the class `{name}`, but has no live export of it");
    let text = match place.wrangler.syntax {
        Syntax::Json => {
            format!("\"{name}\": {{ \"type\": \"durable-object\", \"storage\": \"sqlite\" }}")
        }
        Syntax::Toml => {
            format!("[exports.{name}]\ntype = \"durable-object\"\nstorage = \"sqlite\"")
        }
    };
    Diagnostic::new(what)
        .at(&class.file, class.line)
        .note("the platform keeps no objects of a class that it was not told of")
        .fix(format!("add to the `exports` of {file}:\n\n{text}\n"))
}
