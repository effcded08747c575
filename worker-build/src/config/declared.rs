//! The bindings that a configuration declares, for each of its environments.

use super::document::{Entry, Node, Value};
use super::kinds::{self, KINDS, Kind, SECRETS, Shape, UNKNOWN};
use super::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;

/// One environment of the configuration: the top level, or a section of `env`.
#[derive(Debug)]
pub(crate) struct Environment {
    /// `None` for the top level.
    pub(crate) name: Option<String>,
    pub(crate) line: u32,
    pub(crate) bindings: Vec<Declared>,
    /// Whether it has a list of its secrets.
    pub(crate) lists_secrets: bool,
}

/// A name that the configuration puts on the environment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) kind: &'static Kind,
    pub(crate) line: u32,
    /// What a variable is set to.
    pub(crate) value: Option<Value>,
}

impl Environment {
    /// How messages name it.
    pub(crate) fn called(&self, file: &str) -> String {
        match &self.name {
            Some(name) => format!("the environment `{name}` of `{file}`"),
            None => format!("`{file}`"),
        }
    }

    /// Whether it declares anything that other environments do not inherit.
    pub(crate) fn declares_own(&self) -> bool {
        let mut bindings = self.bindings.iter();
        bindings.any(|declared| !declared.kind.is_inherited)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Declared> {
        self.bindings.iter().find(|declared| declared.name == name)
    }
}

/// Reads all environments, the top level first.
pub(crate) fn environments(wrangler: &Wrangler) -> Result<Vec<Environment>, Diagnostic> {
    let file = &wrangler.name;
    let top = environment(file, None, 1, &wrangler.root, &[])?;
    let named = wrangler.root.get("env").map_or(&[][..], Node::entries);
    let inherited: Vec<Declared> = top
        .bindings
        .iter()
        .filter(|declared| declared.kind.is_inherited)
        .cloned()
        .collect();
    let mut environments = vec![top];
    for Entry { key, line, node } in named {
        let name = Some(key.clone());
        environments.push(environment(file, name, *line, node, &inherited)?);
    }
    Ok(environments)
}

fn environment(
    file: &str,
    name: Option<String>,
    line: u32,
    node: &Node,
    inherited: &[Declared],
) -> Result<Environment, Diagnostic> {
    let mut bindings = Vec::new();
    for kind in KINDS {
        match at(kind, node) {
            Some(node) => bindings.extend(read(file, kind, node)?),
            None => {
                let top = inherited.iter().filter(|declared| declared.kind == kind);
                bindings.extend(top.cloned());
            }
        }
    }
    bindings.extend(node.entries().iter().flat_map(unknown));
    unique(file, &bindings)?;
    Ok(Environment {
        name,
        line,
        bindings,
        lists_secrets: node.get(SECRETS).is_some(),
    })
}

/// What a key declares that only a newer wrangler may know; a misspelled one declares nothing.
fn unknown(entry: &Entry) -> Vec<Declared> {
    if kinds::is_known(&entry.key) || kinds::misspelled(&entry.key).is_some() {
        return Vec::new();
    }
    let items = match &entry.node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&entry.node),
    };
    let names = items.iter().filter_map(|item| item.get("binding"));
    let declared = names.filter_map(|name| {
        Some(Declared {
            name: name.as_text()?.to_owned(),
            kind: &UNKNOWN,
            line: name.line,
            value: None,
        })
    });
    declared.collect()
}

/// What stands in an environment where bindings of this kind are declared.
pub(crate) fn at<'a>(kind: &Kind, environment: &'a Node) -> Option<&'a Node> {
    kind.path().try_fold(environment, |node, key| node.get(key))
}

/// What a key of an environment declares.
fn read(file: &str, kind: &'static Kind, node: &Node) -> Result<Vec<Declared>, Diagnostic> {
    let wanted = match kind.shape {
        Shape::List(_) | Shape::Names => "a list",
        Shape::One | Shape::Values => "an object",
    };
    match (&node.value, kind.shape) {
        (Value::List(items), Shape::List(field)) => items
            .iter()
            .map(|item| named(file, kind, item, field))
            .collect(),
        (Value::List(items), Shape::Names) => items
            .iter()
            .map(|item| text(file, kind, item, "an entry"))
            .collect(),
        (Value::Table(_), Shape::One) => node
            .get("binding")
            .map(|name| text(file, kind, name, "the `binding`"))
            .into_iter()
            .collect(),
        (Value::Table(entries), Shape::Values) => {
            Ok(entries.iter().map(|entry| variable(kind, entry)).collect())
        }
        (found, _) => {
            let found = found.described();
            let what = format!("`{}` in `{file}` is {found}, not {wanted}", kind.key);
            Err(Diagnostic::new(what).at(file, node.line).fix(format!(
                "write {wanted}, as wrangler's documentation of `{}` shows",
                kind.key
            )))
        }
    }
}

fn variable(kind: &'static Kind, entry: &Entry) -> Declared {
    Declared {
        name: entry.key.clone(),
        kind,
        line: entry.line,
        value: Some(entry.node.value.clone()),
    }
}

/// An object of a list, by the field that holds its name.
fn named(
    file: &str,
    kind: &'static Kind,
    item: &Node,
    field: &str,
) -> Result<Declared, Diagnostic> {
    let Value::Table(_) = item.value else {
        let found = item.value.described();
        let what = format!(
            "an entry of `{}` in `{file}` is {found}, not an object",
            kind.key
        );
        return Err(Diagnostic::new(what)
            .at(file, item.line)
            .fix(format!("write an object with the field `{field}`")));
    };
    match item.get(field) {
        Some(name) => text(file, kind, name, &format!("the `{field}` of an entry")),
        None => {
            let what = format!("an entry of `{}` in `{file}` has no `{field}`", kind.key);
            Err(Diagnostic::new(what).at(file, item.line).fix(format!(
                "add `{field}`, the name that the worker finds it by"
            )))
        }
    }
}

fn text(file: &str, kind: &'static Kind, name: &Node, what: &str) -> Result<Declared, Diagnostic> {
    match name.as_text() {
        Some(text) => Ok(Declared {
            name: text.to_owned(),
            kind,
            line: name.line,
            value: None,
        }),
        None => {
            let found = name.value.described();
            let what = format!("{what} of `{}` in `{file}` is {found}, not text", kind.key);
            Err(Diagnostic::new(what)
                .at(file, name.line)
                .fix("write the name in quotes"))
        }
    }
}

fn unique(file: &str, bindings: &[Declared]) -> Result<(), Diagnostic> {
    for (index, second) in bindings.iter().enumerate() {
        let earlier = bindings.iter().take(index);
        let Some(first) = earlier.into_iter().find(|first| first.name == second.name) else {
            continue;
        };
        let both = match first.kind == second.kind {
            true => format!("as {} twice", first.kind.called),
            false => format!("as {} and as {}", first.kind.called, second.kind.called),
        };
        return Err(
            Diagnostic::new(format!("`{file}` declares `{}` {both}", first.name))
                .at(file, first.line)
                .at(file, second.line)
                .fix("give one of them another name"),
        );
    }
    Ok(())
}
