//! The classes of this worker that an environment names.

use crate::config::declared::Environment;
use crate::config::document::Node;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::steps::classes::{Base, Class};

/// A class of this worker that the configuration names.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) class: &'a str,
    pub(super) line: u32,
    /// What it has to be.
    pub(super) base: Base,
}

/// What the worker is called in an environment.
pub(super) fn own_name(environment: &Environment, node: &Node, root: &Node) -> Option<String> {
    let name = |node: &Node| node.get("name").and_then(Node::as_text).map(str::to_owned);
    match &environment.name {
        None => name(root),
        Some(section) => name(node).or_else(|| Some(format!("{}-{section}", name(root)?))),
    }
}

/// The bindings of Durable Objects.
pub(super) fn of_objects(environment: &Node) -> &[Node] {
    let objects = environment.get("durable_objects");
    let bindings = objects.and_then(|objects| objects.get("bindings"));
    bindings.map_or(&[], Node::items)
}

/// The classes of Durable Objects.
pub(super) fn objects<'a>(environment: &'a Node, own: Option<&str>) -> Vec<Named<'a>> {
    let bindings = of_objects(environment).iter();
    let named = |binding| {
        named(
            binding,
            "class_name",
            "script_name",
            own,
            Base::DurableObject,
        )
    };
    bindings.filter_map(named).collect()
}

/// The classes of workflows, and the entrypoints with which the worker binds itself.
pub(super) fn others<'a>(environment: &'a Node, own: Option<&str>) -> Vec<Named<'a>> {
    let list = |key| environment.get(key).map_or(&[][..], Node::items).iter();
    let workflow = |binding| {
        named(
            binding,
            "class_name",
            "script_name",
            own,
            Base::WorkflowEntrypoint,
        )
    };
    let entrypoint = |binding: &'a Node| {
        // Without a name it is a service of nobody, which is said elsewhere.
        binding.get("service")?;
        let named = named(
            binding,
            "entrypoint",
            "service",
            own,
            Base::WorkerEntrypoint,
        )?;
        (named.class != "default").then_some(named)
    };
    let workflows = list("workflows").filter_map(workflow);
    workflows
        .chain(list("services").filter_map(entrypoint))
        .collect()
}

/// The class that a binding names, unless it is one of another worker.
fn named<'a>(
    binding: &'a Node,
    class: &str,
    worker: &str,
    own: Option<&str>,
    base: Base,
) -> Option<Named<'a>> {
    let is_own = |name: &Node| own.is_some() && name.as_text() == own;
    if !binding.get(worker).is_none_or(is_own) {
        return None;
    }
    let name = binding.get(class)?;
    let (class, line) = (name.as_text()?, name.line);
    Some(Named { class, line, base })
}

/// Why a class cannot be what a binding of `called`, a part of the configuration in `file`, makes of it.
pub(super) fn unfit(
    named: Named<'_>,
    classes: &[Class],
    file: &str,
    called: &str,
) -> Option<Diagnostic> {
    let problem = misfit(named, classes, file, &format!("{called} binds"))?;
    let other = match named.base {
        Base::WorkerEntrypoint => "service",
        _ => "script_name",
    };
    Some(problem.fix(format!("or name the worker that has it as `{other}`")))
}

/// As [`unfit`], for what `exports` say of a class.
pub(super) fn misdeclared(
    named: Named<'_>,
    classes: &[Class],
    file: &str,
    called: &str,
) -> Option<Diagnostic> {
    let problem = misfit(named, classes, file, &format!("{called} exports"))?;
    Some(match named.base {
        Base::DurableObject => problem
            .fix("or, where the class was deployed and is gone, say so by its `state`: `renamed`, or `deleted`, with all that its objects store"),
        _ => problem.fix("or remove the export"),
    })
}

/// `what` is what the configuration does with the class.
fn misfit(named: Named<'_>, classes: &[Class], file: &str, what: &str) -> Option<Diagnostic> {
    let class = named.class;
    let found = classes.iter().find(|it| it.name == class);
    if found.is_some_and(|found| fits(found.base, named.base)) {
        return None;
    }
    let what = match found {
        Some(found) => format!(
            "{what} the class `{class}` as {}, which it is not: it is {}",
            called(named.base),
            called(found.base)
        ),
        None => format!("{what} the class `{class}`, which this worker does not have"),
    };
    let problem = Diagnostic::new(what).at(file, named.line);
    let problem = match found {
        Some(found) => problem.at(&found.file, found.line),
        None => problem,
    };
    Some(problem.fix(correct_or_write(named, classes)))
}

/// A transformation of a pipeline is called as an entrypoint is.
fn fits(base: Base, wanted: Base) -> bool {
    let is_called = base == Base::PipelineTransformationEntrypoint;
    base == wanted || (is_called && wanted == Base::WorkerEntrypoint)
}

/// What helps against a class that the configuration names and the worker lacks.
pub(super) fn correct_or_write(named: Named<'_>, classes: &[Class]) -> String {
    let alike = classes.iter().filter(|class| class.base == named.base);
    let class = named.class;
    match nearest(class, alike.map(|class| class.name.as_str())) {
        Some(near) => format!("there is `{near}`; correct the name"),
        None => format!("write `{}` above `impl {class}`", attribute(named.base)),
    }
}

fn called(base: Base) -> &'static str {
    match base {
        Base::DurableObject => "a Durable Object",
        Base::WorkerEntrypoint => "an entrypoint",
        Base::WorkflowEntrypoint => "a workflow",
        Base::PipelineTransformationEntrypoint => "a transformation of a pipeline",
    }
}

fn attribute(base: Base) -> &'static str {
    match base {
        Base::DurableObject => "#[durable_object]",
        Base::WorkerEntrypoint => "#[worker_entrypoint]",
        Base::WorkflowEntrypoint => "#[workflow]",
        Base::PipelineTransformationEntrypoint => "#[pipeline_transformation]",
    }
}
