//! One environment of the configuration against what the worker needs.

use super::{Needs, Required, snippet, values};
use crate::config::declared::{Declared, Environment};
use crate::config::document::{Node, Value};
use crate::config::keys;
use crate::config::kinds::{self, SECRETS, VARIABLES};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::steps::classes::Class;

/// Everything that does not fit.
pub(super) fn environment(
    needs: Needs<'_>,
    wrangler: &Wrangler,
    environment: &Environment,
) -> Vec<Diagnostic> {
    let problems =
        needs
            .bindings
            .iter()
            .filter_map(|required| match environment.find(&required.name) {
                Some(declared) => mismatch(required, wrangler, environment, declared),
                None if is_allowed_to_miss(required, environment) => None,
                None if environment.may_declare(&required.section) => None,
                None if may_be_kept(required, wrangler) => None,
                None => Some(missing(required, needs.classes, wrangler, environment)),
            });
    problems.collect()
}

/// The variables that only the dashboard can have.
pub(super) fn kept(
    needs: Needs<'_>,
    wrangler: &Wrangler,
    environment: &Environment,
) -> Vec<Diagnostic> {
    let kept = needs.bindings.iter().filter(|required| {
        may_be_kept(required, wrangler)
            && !required.optional
            && !environment.may_declare(&required.section)
            && environment.find(&required.name).is_none()
    });
    let note = "with `keep_vars` it may be set in the dashboard, which `wrangler dev` does not ask";
    kept.map(|required| missing(required, needs.classes, wrangler, environment).note(note))
        .collect()
}

/// A deploy leaves the variables of the dashboard there.
fn may_be_kept(required: &Required, wrangler: &Wrangler) -> bool {
    let keep = wrangler.root.get("keep_vars").map(|keep| &keep.value);
    required.section == VARIABLES && keep == Some(&Value::Boolean(true))
}

/// Secrets are put beside the configuration, so one that it does not list may well be there.
fn is_allowed_to_miss(required: &Required, environment: &Environment) -> bool {
    required.optional || (required.section == SECRETS && !environment.lists_secrets)
}

fn missing(
    required: &Required,
    classes: &[Class],
    wrangler: &Wrangler,
    environment: &Environment,
) -> Diagnostic {
    let Required { name, field, .. } = required;
    let place = environment.called(&wrangler.name);
    let what = match required.section.as_str() {
        VARIABLES => "variable",
        SECRETS => "secret",
        _ => "binding",
    };
    let mut problem = Diagnostic::new(format!(
        "{place} has no {what} named `{name}`, which `{field}` needs"
    ))
    .at(&required.file, required.line);
    if environment.name.is_some() {
        problem = problem
            .at(&wrangler.name, environment.line)
            .note("a named environment inherits no variables and bindings from the top level");
    }
    if let Some(note) = misspelled_key(required, wrangler, environment) {
        problem = problem.note(note);
    }
    if let Some(other) = meant(required, environment) {
        let (other, called, line) = (&other.name, other.kind.called, other.line);
        let file = &wrangler.name;
        problem = problem
            .note(format!("there is `{other}`, {called}, in {file}:{line}"))
            .fix(format!(
                "if that is meant, write `#[binding(\"{other}\")]` above the field"
            ));
    }
    problem = problem.fix(snippet::add(required, classes, wrangler, environment));
    if required.section == VARIABLES {
        problem =
            problem.fix("if it is a secret, give the field the type `worker_sdk::env::Secret`");
    }
    problem
}

/// The name that was probably meant: a similar one, or the only one of its kind.
fn meant<'a>(required: &Required, environment: &'a Environment) -> Option<&'a Declared> {
    let fitting: Vec<&Declared> = environment
        .bindings
        .iter()
        .filter(|declared| declared.kind.fits(&required.section))
        .collect();
    let names = fitting.iter().map(|declared| declared.name.as_str());
    let near = nearest(&required.name, names);
    let is_product = !required.section.is_empty() && !holds_variable(required);
    match (near, fitting.as_slice()) {
        (Some(name), _) => fitting.into_iter().find(|declared| declared.name == name),
        (None, [only]) if is_product => Some(only),
        _ => None,
    }
}

/// A key that wrangler does not know may be why nothing is declared.
fn misspelled_key(
    required: &Required,
    wrangler: &Wrangler,
    environment: &Environment,
) -> Option<String> {
    let kind = kinds::of_section(&required.section)?;
    let node = of(environment, &wrangler.root)?;
    let keys = keys::misspelled_in(&wrangler.name, node);
    let mut keys = keys.into_iter();
    let key = keys.find(|key| kind.path().any(|step| step == key.meant))?;
    Some(key.to_string())
}

/// The part of the file that an environment is.
pub(super) fn of<'a>(environment: &Environment, root: &'a Node) -> Option<&'a Node> {
    match &environment.name {
        Some(name) => root.get("env")?.get(name),
        None => Some(root),
    }
}

/// What an environment says itself, or the top level for it.
pub(super) fn inherited<'a>(
    environment: Option<&'a Node>,
    root: &'a Node,
    key: &str,
) -> Option<&'a Node> {
    let own = environment.and_then(|environment| environment.get(key));
    own.or_else(|| root.get(key))
}

fn mismatch(
    required: &Required,
    wrangler: &Wrangler,
    environment: &Environment,
    declared: &Declared,
) -> Option<Diagnostic> {
    let found = unfit(required, declared)?;
    let Required {
        name,
        field,
        expected,
        ..
    } = required;
    let place = environment.called(&wrangler.name);
    let what = format!("`{name}` is {found} in {place}, but `{field}` is {expected}");
    let problem = Diagnostic::new(what)
        .at(&required.file, required.line)
        .at(&wrangler.name, declared.line);
    let is_variable = declared.kind.key == VARIABLES && holds_variable(required);
    Some(problem.fix(match is_variable {
        true => "correct the value, or change the type of the field".to_owned(),
        false => format!(
            "declare it in `{}`, or change the type of the field",
            required.section
        ),
    }))
}

/// What stands in the configuration instead of what the field expects; `None` if it fits.
fn unfit(required: &Required, declared: &Declared) -> Option<&'static str> {
    let kind = declared.kind;
    match &declared.value {
        _ if required.section.is_empty() => None,
        Some(value) if kind.key == VARIABLES && holds_variable(required) => {
            (!values::fits(value, required)).then(|| value.described())
        }
        // A secret is text, which can be read as any type of a variable.
        _ if kind.path().next() == Some(SECRETS) && holds_variable(required) => None,
        _ => (!kind.fits(&required.section)).then_some(kind.called),
    }
}

fn holds_variable(required: &Required) -> bool {
    matches!(required.section.as_str(), VARIABLES | SECRETS)
}
