//! What to add to the configuration, in its own syntax.

use super::Required;
use super::compare::of;
use super::template::{OWN, Template};
use crate::config::declared::Environment;
use crate::config::document::{Entry, Node, Syntax};
use crate::config::kinds::{self, Example, Kind, Shape, VARIABLES};
use crate::config::wrangler::Wrangler;
use crate::steps::classes::{Base, Class};

/// Says what to add, and where; `classes` are those of the worker.
pub(super) fn add(
    required: &Required,
    classes: &[Class],
    wrangler: &Wrangler,
    environment: &Environment,
) -> String {
    let template = environment.name.as_ref();
    let template = template.and_then(|_| Template::of(required, wrangler));
    let kind = match &template {
        Some(template) => Some(template.kind),
        None if required.section.is_empty() => None,
        None => kinds::of_section(&required.section),
    };
    let Some(kind) = kind else {
        return match required.section.as_str() {
            "" => "declare it in the configuration, under the key of its product".to_owned(),
            key => format!("declare it in `{key}` of the configuration"),
        };
    };
    let place = Place::of(kind, wrangler, environment);
    let syntax = wrangler.syntax;
    let written = match &template {
        Some(template) => Written::like(required, template, syntax),
        None => Written::new(required, kind, only_class(kind, classes), syntax),
    };
    let snippet = match wrangler.syntax {
        Syntax::Json => json(&written, kind, &place),
        Syntax::Toml => toml(&written, kind, &place, wrangler, environment),
    };
    let place = match (place.found, wrangler.syntax, &environment.name) {
        (Some(entry), ..) => format!("`{}` in {}:{}", place.path(kind), wrangler.name, entry.line),
        (None, Syntax::Json, Some(name)) => {
            format!("`env.{name}` in {}:{}", wrangler.name, environment.line)
        }
        (None, ..) => format!("`{}`", wrangler.name),
    };
    let like = template.map_or_else(String::new, |template| {
        let line = template.line();
        let own = match &environment.name {
            Some(name) if kind.key == VARIABLES || snippet.contains(OWN) => {
                format!(", with values for `{name}`")
            }
            _ => String::new(),
        };
        format!(", as the top level has it in line {line}{own}")
    });
    format!("add this to {place}{like}:\n\n{snippet}\n")
}

/// What stands in the snippet.
struct Written<'a> {
    name: &'a str,
    /// The fields of an entry with their values.
    fields: Vec<String>,
    /// What a variable is set to.
    value: String,
}

impl<'a> Written<'a> {
    fn like(required: &'a Required, template: &Template<'_>, syntax: Syntax) -> Self {
        Self {
            name: &required.name,
            fields: template.fields(syntax),
            value: template.value(syntax),
        }
    }

    fn new(
        required: &'a Required,
        kind: &'static Kind,
        class: Option<&str>,
        syntax: Syntax,
    ) -> Self {
        Self {
            name: &required.name,
            fields: fields(required, kind, class, syntax),
            value: example(required, kind).to_owned(),
        }
    }
}

/// How far the key is there already.
struct Place<'a> {
    /// The last step that is there.
    found: Option<&'a Entry>,
    /// The steps that are not.
    rest: Vec<&'static str>,
}

impl<'a> Place<'a> {
    fn of(kind: &Kind, wrangler: &'a Wrangler, environment: &Environment) -> Self {
        let mut node = of(environment, &wrangler.root);
        let mut place = Self {
            found: None,
            rest: Vec::new(),
        };
        for step in kind.path() {
            match node.and_then(|node| node.entry(step)) {
                Some(entry) => {
                    place.found = Some(entry);
                    node = Some(&entry.node);
                }
                None => {
                    node = None;
                    place.rest.push(step);
                }
            }
        }
        place
    }

    /// The steps that are there.
    fn path(&self, kind: &Kind) -> String {
        let there = kind.path().count() - self.rest.len();
        kind.path().take(there).collect::<Vec<_>>().join(".")
    }
}

/// The class of the worker that a binding is for, if there is one of the kind.
fn only_class<'a>(kind: &Kind, classes: &'a [Class]) -> Option<&'a str> {
    let base = match kind.key {
        "durable_objects.bindings" => Base::DurableObject,
        "workflows" => Base::WorkflowEntrypoint,
        _ => return None,
    };
    let mut fitting = classes.iter().filter(|class| class.base == base);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(&only.name),
        _ => None,
    }
}

/// The fields of an entry with their values, the name first; `class` is the one that it is for, if that is known.
fn fields(
    required: &Required,
    kind: &'static Kind,
    class: Option<&str>,
    syntax: Syntax,
) -> Vec<String> {
    let name = match kind.shape {
        Shape::List(field) => field,
        _ => "binding",
    };
    let needs = kind.needs.iter();
    let needs = needs.map(|(field, example)| {
        let value = match (*field, class) {
            ("class_name", Some(class)) => format!("\"{class}\""),
            _ => value(*example, syntax),
        };
        pair(field, &value, syntax)
    });
    let mut fields = vec![pair(name, &format!("\"{}\"", required.name), syntax)];
    fields.extend(needs);
    fields
}

pub(super) fn pair(field: &str, value: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Json => format!("\"{field}\": {value}"),
        Syntax::Toml => format!("{field} = {value}"),
    }
}

fn value(example: Example, syntax: Syntax) -> String {
    match example {
        Example::Text(text) => format!("\"{text}\""),
        Example::Numbers(numbers) => {
            let numbers = numbers.iter();
            let pairs = numbers.map(|(field, number)| pair(field, &number.to_string(), syntax));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A value that a variable could have, or the file of a module; the same in both syntaxes.
fn example(required: &Required, kind: &Kind) -> &'static str {
    match required.expected.as_str() {
        _ if kind.key != VARIABLES => "\"…\"",
        "text" => "\"…\"",
        "a boolean" => "true",
        "a JSON value" => "{}",
        _ => "1",
    }
}

fn json(written: &Written<'_>, kind: &'static Kind, place: &Place<'_>) -> String {
    let Written {
        name,
        fields,
        value,
    } = written;
    let (open, close) = match kind.shape {
        Shape::List(_) | Shape::Names => ('[', ']'),
        Shape::One | Shape::Values => ('{', '}'),
    };
    let mut text = match kind.shape {
        Shape::List(_) => format!("{{ {} }}", fields.join(", ")),
        Shape::One => fields.join(",\n"),
        Shape::Values => format!("\"{name}\": {value}"),
        Shape::Names => format!("\"{name}\""),
    };
    for (index, step) in place.rest.iter().rev().enumerate() {
        let (open, close) = if index == 0 {
            (open, close)
        } else {
            ('{', '}')
        };
        text = format!("\"{step}\": {open}\n{}\n{close}", indented(&text));
    }
    text
}

fn toml(
    written: &Written<'_>,
    kind: &'static Kind,
    place: &Place<'_>,
    wrangler: &Wrangler,
    environment: &Environment,
) -> String {
    let Written {
        name,
        fields,
        value,
    } = written;
    let path = environment
        .name
        .iter()
        .map(|name| format!("env.{}.", key(name)));
    let path = path.collect::<String>() + kind.key;
    let is_new = !place.rest.is_empty();
    match kind.shape {
        Shape::List(_) if !is_new && is_inline(place.found, wrangler) => {
            format!("{{ {} }}", fields.join(", "))
        }
        Shape::List(_) => format!("[[{path}]]\n{}", fields.join("\n")),
        Shape::One if is_new => format!("[{path}]\n{}", fields.join("\n")),
        Shape::One => fields.join("\n"),
        Shape::Values if is_new => format!("[{path}]\n{} = {}", key(name), value),
        Shape::Values => format!("{} = {}", key(name), value),
        Shape::Names if is_new => match path.rsplit_once('.') {
            Some((table, list)) => format!("[{table}]\n{list} = [\"{name}\"]"),
            None => format!("{path} = [\"{name}\"]"),
        },
        Shape::Names => format!("\"{name}\""),
    }
}

/// Whether a list stands in brackets, to which no `[[table]]` can be added.
fn is_inline(entry: Option<&Entry>, wrangler: &Wrangler) -> bool {
    let items = entry.map_or(&[][..], |entry| Node::items(&entry.node));
    match (items.first(), entry) {
        (Some(first), _) => !wrangler.line(first.line).trim_start().starts_with("[["),
        (None, entry) => entry.is_some(),
    }
}

/// A key of TOML, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => format!("\"{name}\""),
    }
}

pub(super) fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
