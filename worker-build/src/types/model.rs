//! The fields of the struct: what the environments declare, put together.

use std::collections::BTreeSet;

use super::ident;
use super::shape::Shape;
use crate::bindings::{is_in_use, local_names, may_be_used};
use crate::config::declared::{self, Declared, Environment};
use crate::config::document::Value;
use crate::config::kinds::{self, KINDS, Kind, SECRETS, UNKNOWN, VARIABLES};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::{Diagnostic, Diagnostics};
use anyhow::Result;

/// A field of the struct.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) ident: String,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) is_optional: bool,
    /// Lines of documentation.
    pub(super) docs: Vec<String>,
    /// Where it is declared, if nothing is known of its kind.
    pub(super) unknown_at: Option<u32>,
}

/// The type of what the SDK has no type for.
const RAW: &str = "worker_sdk::env::Raw";

/// What one name is, in each environment that declares it.
struct Name<'a> {
    name: &'a str,
    found: Vec<(&'a Environment, &'a Declared)>,
}

/// The fields for one environment, or for all that are in use.
pub(super) fn fields(wrangler: &Wrangler, wanted: Option<&str>) -> Result<Vec<Field>> {
    misspelled_keys(wrangler)?;
    let all = declared::environments(wrangler);
    let is_there = |name: &str| all.iter().any(|other| other.name.as_deref() == Some(name));
    if let Some(wanted) = wanted.filter(|wanted| !is_there(wanted)) {
        return Err(no_environment(wrangler, wanted).into());
    }
    let asked = all.iter().filter(|it| may_be_used(it, &all, wanted));
    let problems: Vec<_> = asked.flat_map(|it| it.problems.clone()).collect();
    if !problems.is_empty() {
        return Err(Diagnostics(problems).into());
    }
    let used: Vec<&Environment> = all
        .iter()
        .filter(|environment| is_in_use(environment, &all, wanted))
        .collect();
    let mut fields = Vec::new();
    for name in names(&used) {
        let field = field(wrangler, &name, &used, &fields)?;
        fields.push(field);
    }
    if !wrangler.levels().any(|level| level.get(SECRETS).is_some()) {
        for name in secrets(wrangler, wanted) {
            push_secret(name, &mut fields);
        }
    }
    Ok(fields)
}

/// All names, in the order of kinds and then of the file.
fn names<'a>(used: &[&'a Environment]) -> Vec<Name<'a>> {
    let mut names: Vec<Name<'a>> = Vec::new();
    for kind in KINDS.iter().chain([&UNKNOWN]) {
        for environment in used {
            let declared = environment.bindings.iter();
            for declared in declared.filter(|declared| declared.kind == kind) {
                let known = names.iter_mut().find(|name| name.name == declared.name);
                match known {
                    Some(name) => name.found.push((environment, declared)),
                    None => names.push(Name {
                        name: &declared.name,
                        found: vec![(environment, declared)],
                    }),
                }
            }
        }
    }
    names
}

fn field(
    wrangler: &Wrangler,
    name: &Name<'_>,
    used: &[&Environment],
    fields: &[Field],
) -> Result<Field, Diagnostic> {
    let Some((home, first)) = name.found.first() else {
        return Err(Diagnostic::new("a name that no environment declares"));
    };
    let is_variable = |kind: &Kind| matches!(kind.path().next(), Some(VARIABLES | SECRETS));
    let other = name.found.iter().find(|(_, other)| {
        other.kind != first.kind && !(is_variable(other.kind) && is_variable(first.kind))
    });
    if let Some((environment, other)) = other {
        return Err(two_kinds(wrangler, (home, first), (environment, other)));
    }
    let mut docs = vec![sentence(first.kind.called)];
    let (ty, is_null) = match is_variable(first.kind) {
        true => variable(name, &mut docs),
        false => (product(first.kind, &mut docs), false),
    };
    let lacking = lacking(name, used);
    if !lacking.is_empty() {
        docs.push(format!("Not in {}.", lacking.join(", ")));
    }
    Ok(Field {
        ident: ident(name.name, fields),
        name: name.name.to_owned(),
        ty,
        is_optional: is_null || !lacking.is_empty(),
        docs,
        unknown_at: first.kind.is_unknown().then_some(first.line),
    })
}

/// The type of a variable, and whether it is null somewhere. A secret in one environment may be text in another.
fn variable(name: &Name<'_>, docs: &mut Vec<String>) -> (String, bool) {
    let values: Vec<&Value> = name
        .found
        .iter()
        .filter_map(|(_, declared)| declared.value.as_ref())
        .collect();
    let is_secret = values.len() < name.found.len();
    let is_null = values.iter().any(|value| **value == Value::Null);
    let shapes = values.iter().filter(|value| ***value != Value::Null);
    let shape = Shape::common(shapes.map(|value| Shape::of(value)));
    if is_secret && matches!(shape, Shape::Never | Shape::Text) {
        *docs = vec![sentence("a secret")];
        return ("worker_sdk::env::Secret".to_owned(), is_null);
    }
    let ty = shape.field().unwrap_or_else(|| {
        docs.push(
            "Its values have no common type; read it with `Env::json` as a type of your own."
                .to_owned(),
        );
        RAW.to_owned()
    });
    (ty, is_null)
}

fn product(kind: &Kind, docs: &mut Vec<String>) -> String {
    match kind.rust {
        Some(rust) => rust.to_owned(),
        None => {
            docs.push("The SDK has no type for it yet.".to_owned());
            RAW.to_owned()
        }
    }
}

fn lacking(name: &Name<'_>, used: &[&Environment]) -> Vec<String> {
    let has = |environment: &Environment| {
        let mut found = name.found.iter();
        found.any(|(other, _)| other.name == environment.name)
    };
    used.iter()
        .filter(|environment| !has(environment))
        .map(|environment| match &environment.name {
            Some(name) => format!("`{name}`"),
            None => "the top level".to_owned(),
        })
        .collect()
}

/// Without a list in the configuration, the names that are there for local runs, and not for wrangler itself.
fn secrets(wrangler: &Wrangler, wanted: Option<&str>) -> BTreeSet<String> {
    let example = wrangler.folder.join(".dev.vars.example");
    let mut names = match std::fs::read_to_string(example) {
        Ok(text) => crate::bindings::dotenv_names(&text).into_iter().collect(),
        Err(_) => local_names(&wrangler.folder, wanted),
    };
    let is_of_wrangler =
        |name: &str| name.starts_with("CLOUDFLARE_") || name.starts_with("WRANGLER_");
    names.retain(|name| !is_of_wrangler(name));
    names
}

fn push_secret(name: String, fields: &mut Vec<Field>) {
    if fields.iter().any(|field| field.name == name) {
        return;
    }
    fields.push(Field {
        ident: ident(&name, fields),
        name,
        ty: "worker_sdk::env::Secret".to_owned(),
        is_optional: false,
        docs: vec![sentence("a secret")],
        unknown_at: None,
    });
}

fn ident(name: &str, fields: &[Field]) -> String {
    let taken: Vec<String> = fields.iter().map(|field| field.ident.clone()).collect();
    ident::field(name, &taken)
}

fn sentence(called: &str) -> String {
    let mut letters = called.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn two_kinds(
    wrangler: &Wrangler,
    (home, first): (&Environment, &Declared),
    (environment, other): (&Environment, &Declared),
) -> Diagnostic {
    let what = format!(
        "`{}` is {} in {}, and {} in {}",
        first.name,
        first.kind.called,
        home.called(&wrangler.name),
        other.kind.called,
        environment.called(&wrangler.name)
    );
    Diagnostic::new(what)
        .at(&wrangler.name, first.line)
        .at(&wrangler.name, other.line)
        .fix("give one of them another name, or write one environment with `--env`")
}

fn no_environment(wrangler: &Wrangler, wanted: &str) -> Diagnostic {
    let what = format!("`{}` has no environment named `{wanted}`", wrangler.name);
    let names = wrangler.named();
    let names: Vec<String> = names
        .iter()
        .map(|entry| format!("`{}`", entry.key))
        .collect();
    Diagnostic::new(what).fix(match names.is_empty() {
        true => "leave `--env` out; the configuration has no named environments".to_owned(),
        false => format!("the environments are {}", names.join(", ")),
    })
}

/// wrangler ignores what stands under a misspelled key, so the worker would not have it.
fn misspelled_keys(wrangler: &Wrangler) -> Result<(), Diagnostic> {
    for node in wrangler.levels() {
        for entry in node.entries() {
            if let Some(meant) = kinds::misspelled(&entry.key) {
                let what = format!(
                    "`{}` in `{}` is no key that wrangler knows",
                    entry.key, wrangler.name
                );
                return Err(Diagnostic::new(what)
                    .at(&wrangler.name, entry.line)
                    .fix(format!("did you mean `{meant}`?")));
            }
        }
    }
    Ok(())
}
