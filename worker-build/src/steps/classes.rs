//! Reads the classes that the macros recorded in the module. `docs/contract.md` defines the records.

use super::entrypoints::unknown;
use crate::diagnostic::Diagnostic;
use crate::wasm::Facts;
use crate::wasm::records::{self, Record};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A class of the platform whose methods are Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) base: Base,
    /// As JavaScript knows it.
    pub(crate) name: String,
    /// The wasm export that registers the constructor.
    pub(crate) export: String,
    pub(crate) hooks: Vec<Hook>,
    /// What others call: the methods of each interface.
    pub(crate) interfaces: Vec<Vec<Method>>,
    /// The types of a workflow.
    pub(crate) run: Option<Run>,
    /// What the names of types stand for that callers meet.
    pub(crate) types: Vec<Type>,
    pub(crate) path: String,
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// What a class extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    DurableObject,
    WorkerEntrypoint,
    WorkflowEntrypoint,
    PipelineTransformationEntrypoint,
}

impl Base {
    const ALL: [Self; 4] = [
        Self::DurableObject,
        Self::WorkerEntrypoint,
        Self::WorkflowEntrypoint,
        Self::PipelineTransformationEntrypoint,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DurableObject => "DurableObject",
            Self::WorkerEntrypoint => "WorkerEntrypoint",
            Self::WorkflowEntrypoint => "WorkflowEntrypoint",
            Self::PipelineTransformationEntrypoint => "PipelineTransformationEntrypoint",
        }
    }

    /// The module of the platform that has it, behind `cloudflare:`.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::PipelineTransformationEntrypoint => "pipelines",
            _ => "workers",
        }
    }

    /// Whether its objects live on after a call, and so does their half in Rust.
    pub(crate) fn lives_on(self) -> bool {
        self == Self::DurableObject
    }

    /// The methods that the platform calls, and what it passes to them.
    fn hooks(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::DurableObject => &[
                ("fetch", &["request"]),
                ("connect", &["socket"]),
                ("alarm", &["info"]),
                ("webSocketMessage", &["socket", "message"]),
                (CLOSE, &["socket", "code", "reason", "wasClean"]),
                ("webSocketError", &["socket", "error"]),
            ],
            Self::WorkerEntrypoint => &[("fetch", &["request"]), ("connect", &["socket"])],
            Self::WorkflowEntrypoint => &[("run", &["event", "step"])],
            Self::PipelineTransformationEntrypoint => &[("run", &["records", "metadata"])],
        }
    }
}

/// What the platform calls when the other side of a hibernating socket has sent a close frame.
pub(crate) const CLOSE: &str = "webSocketClose";

/// A method that the platform calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hook {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [&'static str],
}

/// A method that others call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Method {
    pub(crate) name: String,
    /// What its comment says.
    #[serde(default)]
    pub(crate) doc: String,
    /// Whether it is a property that is read.
    #[serde(default, rename = "getter")]
    pub(crate) is_getter: bool,
    /// As TypeScript writes them.
    pub(crate) parameters: String,
    /// As TypeScript writes it.
    pub(crate) result: String,
}

/// What the name of a type stands for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Type {
    /// An object that others call.
    Interface {
        interface: String,
        #[serde(default)]
        doc: String,
        methods: Vec<Method>,
    },
    /// A value, as TypeScript writes its type.
    Value {
        #[serde(rename = "type")]
        name: String,
        #[serde(default)]
        doc: String,
        definition: String,
    },
}

impl Type {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Interface { interface, .. } => interface,
            Self::Value { name, .. } => name,
        }
    }
}

/// What starts a workflow, and what it ends with, as TypeScript writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Run {
    pub(crate) payload: String,
    pub(crate) result: String,
}

/// The imports of the modules of the platform whose classes these extend.
pub(crate) fn platform(classes: &[Class]) -> String {
    let modules: BTreeSet<_> = classes.iter().map(|class| class.base.module()).collect();
    let modules = modules.into_iter().rev();
    modules
        .map(|module| format!("import * as {module} from \"cloudflare:{module}\";\n"))
        .collect()
}

/// What the module exports as its default.
pub(crate) const DEFAULT: &str = "default";

impl Class {
    pub(crate) fn is_default(&self) -> bool {
        self.name == DEFAULT
    }

    /// The wasm export that registers the methods of an interface.
    pub(crate) fn interface_export(&self, number: usize) -> String {
        format!("{}::rpc{number}", self.export)
    }

    /// The wasm export that registers a hook.
    pub(crate) fn hook_export(&self, hook: Hook) -> String {
        format!("{}::{}", self.export, hook.name)
    }

    /// Whether it has hibernating sockets and no method for their close frames.
    pub(crate) fn leaves_close_unanswered(&self) -> bool {
        let has = |name| self.hooks.iter().any(|hook| hook.name == name);
        !has(CLOSE) && (has("webSocketMessage") || has("webSocketError"))
    }
}

/// A record of the contract.
#[derive(Deserialize)]
struct ClassRecord {
    base: String,
    class: String,
    hooks: Vec<String>,
    #[serde(default)]
    rpc: Vec<Vec<Method>>,
    run: Option<Run>,
    #[serde(default)]
    types: Vec<Type>,
    export: String,
    handler: String,
    file: String,
    line: u32,
}

/// All classes of a module, by name.
pub(super) fn read(facts: &Facts) -> Result<Vec<Class>> {
    read_others(facts, &[])
}

/// The classes of a module that are not among those `known`, of which it may hold parts.
pub(crate) fn read_others(facts: &Facts, known: &[String]) -> Result<Vec<Class>> {
    let mut classes: Vec<Class> = Vec::new();
    for record in records::read(facts)? {
        if record.kind != records::CLASS {
            continue;
        }
        let class = class(&record)?;
        if known.contains(&class.name) {
            continue;
        }
        check_exports(&class, facts)?;
        check_methods(&class)?;
        match classes.iter().find(|other| other.name == class.name) {
            Some(other) if *other == class => {}
            Some(other) => return Err(twice(other, &class).into()),
            None => classes.push(class),
        }
    }
    classes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(classes)
}

fn class(record: &Record) -> Result<Class> {
    let record: ClassRecord = serde_json::from_str(&record.text)
        .with_context(|| format!("cannot read this record of the module: {}", record.text))?;
    let mut bases = Base::ALL.into_iter();
    let base = bases.find(|base| base.name() == record.base);
    let base = base.ok_or_else(|| unknown("class of the platform", &record.base))?;
    let hooks = record.hooks.iter().map(|name| hook(base, name));
    Ok(Class {
        base,
        name: record.class,
        hooks: hooks.collect::<Result<_>>()?,
        interfaces: record.rpc,
        run: record.run,
        types: record.types,
        export: record.export,
        path: record.handler,
        file: record.file,
        line: record.line,
    })
}

fn hook(base: Base, name: &str) -> Result<Hook> {
    let mut hooks = base.hooks().iter();
    let (name, parameters) = hooks
        .find(|(known, _)| *known == name)
        .ok_or_else(|| unknown(&format!("method of `{}`", base.name()), name))?;
    Ok(Hook { name, parameters })
}

fn check_exports(class: &Class, facts: &Facts) -> Result<()> {
    let hooks = class.hooks.iter().map(|hook| class.hook_export(*hook));
    let constructor = class.base.lives_on().then(|| class.export.clone());
    let interfaces = (0..class.interfaces.len()).map(|number| class.interface_export(number));
    let mut exports = hooks.chain(interfaces).chain(constructor);
    match exports.find(|export| !facts.exports.contains(export)) {
        Some(export) => Err(no_export(class, &export).into()),
        None => Ok(()),
    }
}

/// Two interfaces may have a method of the same name.
fn check_methods(class: &Class) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut methods = class.interfaces.iter().flatten();
    match methods.find(|method| !seen.insert(&method.name)) {
        Some(method) => Err(method_twice(class, &method.name).into()),
        None => Ok(()),
    }
}

fn method_twice(class: &Class, name: &str) -> Diagnostic {
    Diagnostic::new(format!("two remote methods of `{}` are called `{name}`", class.path))
        .at(&class.file, class.line)
        .fix("give one of them another name with `#[rpc(name = \"…\")]`, or serve the interfaces with two classes")
}

fn no_export(class: &Class, export: &str) -> Diagnostic {
    Diagnostic::new(format!("the class `{}` is incomplete", class.path))
        .at(&class.file, class.line)
        .note(format!(
            "the module has a record of it but no export `{export}`"
        ))
        .fix("compile it again after `cargo clean`; if that does not help, please report it")
}

fn twice(first: &Class, second: &Class) -> Diagnostic {
    let mut both = [first, second];
    both.sort_by_key(|class| (&class.file, class.line));
    Diagnostic::new(format!(
        "two classes are called `{}`: `{}` and `{}`",
        first.name, both[0].path, both[1].path
    ))
    .at(&both[0].file, both[0].line)
    .at(&both[1].file, both[1].line)
    .fix("give one of them another name, as in `#[durable_object(name = \"Room2\")]`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: &str = r#"{"v":1,"kind":"class","base":"DurableObject","class":"Room","hooks":["fetch","alarm"],"export":"c","handler":"chat::Room","file":"src\room.rs","line":9}"#;

    fn read(records: &[&str]) -> Result<Vec<Class>> {
        let exports = ["c", "c::fetch", "c::alarm"].map(str::to_owned);
        let facts = Facts {
            records: format!("{}\n", records.join("\n")).into_bytes(),
            exports: exports.into(),
            ..Facts::default()
        };
        super::read(&facts)
    }

    #[track_caller]
    fn fails(records: &[&str], message: &str) {
        let error = read(records).unwrap_err();
        assert_eq!(crate::diagnostic::render(&error), message);
    }

    #[test]
    fn classes_come_by_name_and_once() {
        let lobby = ROOM.replace("Room", "Lobby");
        let classes = read(&[ROOM, &lobby, ROOM]).unwrap();
        let names: Vec<_> = classes.iter().map(|class| class.name.as_str()).collect();
        assert_eq!(names, ["Lobby", "Room"]);
        let hooks = classes[1].hooks.iter().map(|hook| hook.parameters);
        assert_eq!(hooks.collect::<Vec<_>>(), [["request"], ["info"]]);
    }

    #[test]
    fn two_classes_of_a_name() {
        let other = ROOM.replace("chat::Room", "chat::old::Room");
        fails(
            &[&other.replace("\"line\":9", "\"line\":3"), ROOM],
            "error: two classes are called `Room`: `chat::old::Room` and `chat::Room`\n  \
             --> src/room.rs:3\n  \
             --> src/room.rs:9\n  \
             help: give one of them another name, as in `#[durable_object(name = \"Room2\")]`",
        );
    }

    #[test]
    fn a_hook_without_export() {
        fails(
            &[&ROOM.replace("alarm", "webSocketError")],
            "error: the class `chat::Room` is incomplete\n  \
             --> src/room.rs:9\n  \
             note: the module has a record of it but no export `c::webSocketError`\n  \
             help: compile it again after `cargo clean`; if that does not help, please report it",
        );
    }

    #[test]
    fn another_base_or_hook() {
        fails(
            &[&ROOM.replace("DurableObject", "Sphere")],
            "error: worker-build 0.1.0 does not know the class of the platform `Sphere`\n  \
             help: update the command with `cargo install --locked worker-build`",
        );
        fails(
            &[&ROOM.replace("alarm", "sleep")],
            "error: worker-build 0.1.0 does not know the method of `DurableObject` `sleep`\n  \
             help: update the command with `cargo install --locked worker-build`",
        );
    }
}
