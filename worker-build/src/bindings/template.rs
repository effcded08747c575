//! What the top level declares, for environments that need the same.

use super::snippet::{key, pair};
use super::{Required, values};
use crate::config::declared;
use crate::config::document::{Node, Syntax, Value};
use crate::config::kinds::{KINDS, Kind, Shape, VARIABLES};
use crate::config::wrangler::Wrangler;

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
        pairs(self.node, syntax)
    }

    /// The value of a variable.
    pub(super) fn value(&self, syntax: Syntax) -> String {
        literal(self.node, syntax)
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

fn literal(node: &Node, syntax: Syntax) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        // JSON escapes no more than what TOML reads in the same way.
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| literal(item, syntax)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(_) => format!("{{ {} }}", pairs(node, syntax).join(", ")),
    }
}

fn pairs(node: &Node, syntax: Syntax) -> Vec<String> {
    let pairs = node.entries().iter().map(|entry| {
        let name = match syntax {
            Syntax::Json => entry.key.clone(),
            Syntax::Toml => key(&entry.key),
        };
        pair(&name, &literal(&entry.node, syntax), syntax)
    });
    pairs.collect()
}
