//! The bindings that a configuration declares, for each of its environments.

use super::document::{Entry, Node, Value};
use super::kinds::{self, KINDS, Kind, SECRETS, Shape, UNKNOWN};
use super::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;

/// The field that holds the name of most kinds.
const BINDING: &str = "binding";

/// One environment of the configuration: the top level, or a section of `env`.
#[derive(Debug)]
pub(crate) struct Environment {
    /// `None` for the top level.
    pub(crate) name: Option<String>,
    pub(crate) line: u32,
    pub(crate) bindings: Vec<Declared>,
    /// Whether it has a list of its secrets.
    pub(crate) lists_secrets: bool,
    /// What cannot be read, and what is declared twice.
    pub(crate) problems: Vec<Diagnostic>,
    /// The kinds of which something stands there that cannot be read.
    unread: Vec<&'static Kind>,
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

    /// Whether what a field of this section needs may be among what cannot be read.
    pub(crate) fn may_declare(&self, section: &str) -> bool {
        self.unread.iter().any(|kind| kind.fits(section))
    }
}

/// An entry that cannot be read, and what it declares in all likelihood.
struct Malformed {
    problem: Diagnostic,
    meant: Option<Box<Declared>>,
}

impl From<Diagnostic> for Malformed {
    fn from(problem: Diagnostic) -> Self {
        Self {
            problem,
            meant: None,
        }
    }
}

/// Reads all environments, the top level first.
pub(crate) fn environments(wrangler: &Wrangler) -> Vec<Environment> {
    let file = &wrangler.name;
    let top = environment(file, None, 1, &wrangler.root, &[]);
    let inherited: Vec<Declared> = top
        .bindings
        .iter()
        .filter(|declared| declared.kind.is_inherited)
        .cloned()
        .collect();
    let named = wrangler.named().iter().map(|Entry { key, line, node }| {
        let name = Some(key.clone());
        environment(file, name, *line, node, &inherited)
    });
    [top].into_iter().chain(named).collect()
}

fn environment(
    file: &str,
    name: Option<String>,
    line: u32,
    node: &Node,
    inherited: &[Declared],
) -> Environment {
    let mut problems = Vec::new();
    let mut bindings = Vec::new();
    let mut unread = Vec::new();
    for kind in KINDS {
        let Some(node) = at(kind, node) else {
            let top = inherited.iter().filter(|declared| declared.kind == kind);
            bindings.extend(top.cloned());
            continue;
        };
        for declared in read(file, kind, node) {
            match declared {
                Ok(declared) => bindings.push(declared),
                Err(Malformed { problem, meant }) => {
                    problems.push(problem);
                    unread.extend(meant.is_none().then_some(kind));
                    bindings.extend(meant.map(|declared| *declared));
                }
            }
        }
    }
    bindings.extend(node.entries().iter().flat_map(unknown));
    problems.extend(twice(file, &bindings));
    Environment {
        name,
        line,
        bindings,
        lists_secrets: node.get(SECRETS).is_some(),
        problems,
        unread,
    }
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
fn read(file: &str, kind: &'static Kind, node: &Node) -> Vec<Result<Declared, Malformed>> {
    match (&node.value, kind.shape) {
        (Value::List(items), Shape::List(field)) => {
            let items = items.iter();
            items.map(|item| named(file, kind, item, field)).collect()
        }
        (Value::List(items), Shape::Names) => items
            .iter()
            .map(|item| text(file, kind, item, "an entry").map_err(Malformed::from))
            .collect(),
        (Value::Table(_), Shape::One) => only(file, kind, node).into_iter().collect(),
        (Value::Table(entries), Shape::Values) => {
            let entries = entries.iter();
            entries.map(|entry| Ok(variable(kind, entry))).collect()
        }
        _ => vec![Err(wrong_shape(file, kind, node).into())],
    }
}

fn wrong_shape(file: &str, kind: &Kind, node: &Node) -> Diagnostic {
    let wanted = match kind.shape {
        Shape::List(_) | Shape::Names => "a list",
        Shape::One | Shape::Values => "an object",
    };
    let found = node.value.described();
    let what = format!("`{}` in `{file}` is {found}, not {wanted}", kind.key);
    Diagnostic::new(what).at(file, node.line).fix(format!(
        "write {wanted}, as wrangler's documentation of `{}` shows",
        kind.key
    ))
}

/// An object that is the only one of its kind, and may have no name.
fn only(file: &str, kind: &'static Kind, node: &Node) -> Option<Result<Declared, Malformed>> {
    if let Some(name) = node.get(BINDING) {
        return Some(text(file, kind, name, "the `binding`").map_err(Malformed::from));
    }
    let what = format!("`{}` in `{file}` has no `binding`", kind.key);
    let problem = Diagnostic::new(what).at(file, node.line);
    misnamed(kind, node, BINDING, problem).map(Err)
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
fn named(file: &str, kind: &'static Kind, item: &Node, field: &str) -> Result<Declared, Malformed> {
    let Value::Table(_) = item.value else {
        let found = item.value.described();
        let what = format!(
            "an entry of `{}` in `{file}` is {found}, not an object",
            kind.key
        );
        let problem = Diagnostic::new(what).at(file, item.line);
        return Err(problem
            .fix(format!("write an object with the field `{field}`"))
            .into());
    };
    if let Some(name) = item.get(field) {
        return Ok(text(
            file,
            kind,
            name,
            &format!("the `{field}` of an entry"),
        )?);
    }
    let what = format!("an entry of `{}` in `{file}` has no `{field}`", kind.key);
    let problem = Diagnostic::new(what).at(file, item.line);
    Err(
        misnamed(kind, item, field, problem.clone()).unwrap_or_else(|| {
            let fix = format!("add `{field}`, the name that the worker finds it by");
            problem.fix(fix).into()
        }),
    )
}

/// A name that stands in a field which is misspelled, or which other kinds have.
fn misnamed(
    kind: &'static Kind,
    node: &Node,
    field: &str,
    problem: Diagnostic,
) -> Option<Malformed> {
    let is_needed = |key: &str| kind.needs.iter().any(|(needed, _)| *needed == key);
    let is_meant = |key: &str| ["name", BINDING].contains(&key) || nearest(key, [field]).is_some();
    let mut entries = node.entries().iter();
    let entry = entries.find(|entry| !is_needed(&entry.key) && is_meant(&entry.key))?;
    let name = entry.node.as_text()?.to_owned();
    Some(Malformed {
        problem: problem.fix(format!("there is `{}`; write `{field}`", entry.key)),
        meant: Some(Box::new(Declared {
            name,
            kind,
            line: entry.line,
            value: None,
        })),
    })
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

/// What has the name of something before it.
fn twice(file: &str, bindings: &[Declared]) -> Vec<Diagnostic> {
    let pairs = bindings.iter().enumerate().filter_map(|(index, second)| {
        let mut earlier = bindings.iter().take(index);
        let first = earlier.find(|first| first.name == second.name)?;
        Some((first, second))
    });
    let problems = pairs.map(|(first, second)| {
        let both = match first.kind == second.kind {
            true => format!("as {} twice", first.kind.called),
            false => format!("as {} and as {}", first.kind.called, second.kind.called),
        };
        Diagnostic::new(format!("`{file}` declares `{}` {both}", first.name))
            .at(file, first.line)
            .at(file, second.line)
            .fix("give one of them another name")
    });
    problems.collect()
}
