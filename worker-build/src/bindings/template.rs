//! What the top level declares, for environments that need the same.

use super::snippet::{key, pair};
use super::{Required, values};
use crate::config::declared;
use crate::config::document::{Node, Syntax, Value};
use crate::config::kinds::{KINDS, Kind, Shape, VARIABLES};
use crate::config::wrangler::Wrangler;

/// What stands for a text that an environment should have of its own.
pub(super) const OWN: &str = "\"…\"";

/// The fields whose text says how a binding is used. That of others says what is behind it, as data.
const SHARED: &[&str] = &[
    "binding",
    "class_name",
    "entrypoint",
    "jurisdiction",
    "migrations_dir",
    "migrations_table",
    "parameters",
    "script_name",
    "service",
    "type",
];

/// What a snippet leaves out of a value.
#[derive(Clone, Copy)]
enum Hidden {
    Nothing,
    /// Texts; numbers say how a binding is used.
    Texts,
    /// Everything but the shape.
    Values,
}

/// A declaration to copy.
pub(super) struct Template<'a> {
    pub(super) kind: &'static Kind,
    node: &'a Node,
}

impl<'a> Template<'a> {
    pub(super) fn of(required: &Required, wrangler: &'a Wrangler) -> Option<Self> {
        let mut kinds = KINDS.iter().filter(|kind| kind.fits(&required.section));
        kinds.find_map(|kind| {
            let node = declaration(kind, &required.name, &wrangler.root)?;
            let fits = kind.key != VARIABLES || values::fits(&node.value, required);
            fits.then_some(Self { kind, node })
        })
    }

    pub(super) fn line(&self) -> u32 {
        self.node.line
    }

    /// The fields of an entry with their values.
    pub(super) fn fields(&self, syntax: Syntax) -> Vec<String> {
        self.pairs(self.node, self.hidden(), syntax)
    }

    /// The value of a variable.
    pub(super) fn value(&self, syntax: Syntax) -> String {
        self.literal(self.node, self.hidden(), syntax)
    }

    fn hidden(&self) -> Hidden {
        match self.kind {
            kind if kind.key == VARIABLES => Hidden::Values,
            // The environment would have it, did it not declare the same key.
            kind if kind.is_inherited => Hidden::Nothing,
            _ => Hidden::Texts,
        }
    }

    fn hidden_in(&self, field: &str, outer: Hidden) -> Hidden {
        let is_name = matches!(self.kind.shape, Shape::List(name) if name == field);
        match outer {
            Hidden::Texts if is_name || SHARED.contains(&field) => Hidden::Nothing,
            Hidden::Texts if field == "props" => Hidden::Values,
            outer => outer,
        }
    }

    fn pairs(&self, node: &Node, hidden: Hidden, syntax: Syntax) -> Vec<String> {
        let pairs = node.entries().iter().map(|entry| {
            let name = match syntax {
                Syntax::Json => entry.key.clone(),
                Syntax::Toml => key(&entry.key),
            };
            let hidden = self.hidden_in(&entry.key, hidden);
            pair(&name, &self.literal(&entry.node, hidden, syntax), syntax)
        });
        pairs.collect()
    }

    fn literal(&self, node: &Node, hidden: Hidden, syntax: Syntax) -> String {
        match (&node.value, hidden) {
            (Value::Null, _) => "null".to_owned(),
            (Value::Boolean(_), Hidden::Values) => "true".to_owned(),
            (Value::Boolean(value), _) => value.to_string(),
            (Value::Number(_), Hidden::Values) => "1".to_owned(),
            (Value::Number(value), _) => value.to_string(),
            // JSON escapes no more than what TOML reads in the same way.
            (Value::Text(text), Hidden::Nothing) => {
                serde_json::Value::from(text.as_str()).to_string()
            }
            (Value::Text(_), _) => OWN.to_owned(),
            (Value::List(items), _) => {
                let items = items.iter();
                let items: Vec<_> = items
                    .map(|item| self.literal(item, hidden, syntax))
                    .collect();
                format!("[{}]", items.join(", "))
            }
            (Value::Table(entries), _) if entries.is_empty() => "{}".to_owned(),
            (Value::Table(_), _) => {
                format!("{{ {} }}", self.pairs(node, hidden, syntax).join(", "))
            }
        }
    }
}

fn declaration<'a>(kind: &Kind, name: &str, root: &'a Node) -> Option<&'a Node> {
    let node = declared::at(kind, root)?;
    let is_named = |node: &Node, field| node.get(field).and_then(Node::as_text) == Some(name);
    match kind.shape {
        Shape::List(field) => node.items().iter().find(|item| is_named(item, field)),
        Shape::One => is_named(node, "binding").then_some(node),
        Shape::Values => node.get(name),
        Shape::Names => None,
    }
}
