//! The types of the entry module, for callers in TypeScript.

use super::shim::MARK;
use crate::diagnostic::Diagnostic;
use crate::steps::classes::{Base, Class, Hook, Method, Type, platform};
use crate::steps::entrypoints::{Entrypoints, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the declarations of `package`.
pub(crate) fn write(package: &str, entrypoints: &Entrypoints) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let types = types(entrypoints);
    let types = types.iter().map(|(name, called)| declared(name, called));
    let classes = entrypoints.classes.iter().map(class);
    let declarations: String = classes.chain(types).collect();
    let platform = platform(&entrypoints.classes);
    format!(
        "{MARK}{version} for `{package}`. Changes will be lost.\n\
         {platform}{declarations}{}",
        default(entrypoints)
    )
}

/// The types of the platform that declarations name.
const PLATFORM: [&str; 14] = [
    "Array",
    "Date",
    "ExportedHandler",
    "Headers",
    "Partial",
    "Pick",
    "Promise",
    "ReadableStream",
    "Readonly",
    "Request",
    "Required",
    "Response",
    "Uint8Array",
    "WritableStream",
];

/// What a person should know of types that callers cannot tell apart, or do not see.
pub(crate) fn warnings(entrypoints: &Entrypoints) -> Vec<String> {
    let types = types(entrypoints).into_iter();
    let ambiguous = types
        .filter(|(_, called)| called.len() > 1)
        .map(|(name, _)| ambiguous(name));
    let all = entrypoints.classes.iter().flat_map(|class| &class.types);
    let values = all.filter(|it| matches!(it, Type::Value { .. }) || is_of_platform(it));
    let names: BTreeSet<_> = values.map(Type::name).collect();
    let hidden = names.into_iter().filter_map(|it| hidden(it, entrypoints));
    ambiguous.chain(hidden).map(|it| it.to_string()).collect()
}

fn hidden(name: &str, entrypoints: &Entrypoints) -> Option<Diagnostic> {
    let what = match PLATFORM.contains(&name) {
        true => "a type of the platform",
        false if is_class(name, entrypoints) => "a class of this worker",
        false => return None,
    };
    let diagnostic = Diagnostic::new(format!("a type is called `{name}`, as {what} is"))
        .note(format!("callers in TypeScript see {what} in its place"))
        .fix("give it another name, as with `#[described(name = \"…\")]`");
    Some(diagnostic)
}

fn is_of_platform(it: &Type) -> bool {
    PLATFORM.contains(&it.name())
}

fn is_class(name: &str, entrypoints: &Entrypoints) -> bool {
    entrypoints.classes.iter().any(|class| class.name == name)
}

fn ambiguous(name: &str) -> Diagnostic {
    Diagnostic::new(format!("several types are called `{name}`"))
        .note("callers in TypeScript see `any` in their place")
        .fix("give one of them another name, as with `#[described(name = \"…\")]`")
}

/// The types by their names, without those that a class or a type of the platform hides.
fn types(entrypoints: &Entrypoints) -> BTreeMap<&str, Vec<&Type>> {
    let mut types: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let all = entrypoints.classes.iter().flat_map(|class| &class.types);
    for it in all.filter(|it| !is_of_platform(it) && !is_class(it.name(), entrypoints)) {
        let called = types.entry(it.name()).or_default();
        if !called.contains(&it) {
            called.push(it);
        }
    }
    types
}

fn class(class: &Class) -> String {
    let declared = match class.is_default() {
        true => "export default class".to_owned(),
        false => format!("export declare class {}", class.name),
    };
    let hooks = class.hooks.iter().filter_map(|it| hook(class, *it));
    let methods = class.interfaces.iter().flatten();
    let methods = methods.map(|it| member(it, |result| format!("Promise<{result}>")));
    let members: String = hooks.chain(methods).collect();
    let (module, base) = (class.base.module(), class.base.name());
    match class.base {
        Base::WorkflowEntrypoint => {
            let payload = class.run.as_ref().map_or("any", |run| &run.payload);
            format!("\n{declared} extends {module}.{base}<unknown, {payload}> {{\n{members}}}\n")
        }
        _ => format!("\n{declared} extends {module}.{base}<unknown> {{\n{members}}}\n"),
    }
}

/// The platform's own events are none that others call.
fn hook(class: &Class, hook: Hook) -> Option<String> {
    match (hook.name, &class.run) {
        ("fetch", _) => Some("  fetch(request: Request): Promise<Response>;\n".to_owned()),
        ("run", Some(run)) => Some(format!(
            "  run(event: Readonly<workers.WorkflowEvent<{}>>, step: workers.WorkflowStep): Promise<{}>;\n",
            run.payload, run.result
        )),
        _ => None,
    }
}

fn member(method: &Method, promised: impl Fn(&str) -> String) -> String {
    let Method { name, doc, .. } = method;
    // In the place of a result, the platform's types come to no end with `any`.
    let result = match method.result.as_str() {
        "any" => "({} | null | undefined)",
        result => result,
    };
    let (doc, result) = (comment(doc, "  "), promised(result));
    match method.is_getter {
        true => format!("{doc}  readonly {name}: {result};\n"),
        false => format!("{doc}  {name}({}): {result};\n", method.parameters),
    }
}

fn declared(name: &str, called: &[&Type]) -> String {
    match called {
        [
            Type::Value {
                doc, definition, ..
            },
        ] => {
            format!("\n{}export type {name} = {definition};\n", comment(doc, ""))
        }
        // Callers may pass objects of their own, whose methods are asynchronous or not.
        [Type::Interface { doc, methods, .. }] => {
            let (doc, either) = (comment(doc, ""), |result: &str| {
                format!("{result} | Promise<{result}>")
            });
            let members: String = methods.iter().map(|it| member(it, either)).collect();
            format!("\n{doc}export interface {name} extends workers.RpcTarget {{\n{members}}}\n")
        }
        _ => format!("\nexport type {name} = any;\n"),
    }
}

fn comment(doc: &str, indent: &str) -> String {
    let doc = doc.replace("*/", "*\\/");
    let lines: Vec<_> = doc.lines().collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String = lines
                .iter()
                .map(|line| format!("{indent} * {line}\n"))
                .collect();
            format!(
                "{indent}/**\n{}{indent} */\n",
                lines.replace(" * \n", " *\n")
            )
        }
    }
}

/// The default export, unless it is a class.
fn default(entrypoints: &Entrypoints) -> String {
    if entrypoints.classes.iter().any(Class::is_default) {
        return String::new();
    }
    let events = entrypoints.iter().map(|(event, _)| event);
    let events = events.filter(|event| *event != Event::Start);
    let events: Vec<_> = events
        .map(|event| format!("\"{}\"", event.method()))
        .collect();
    let handler = match events.is_empty() {
        true => "{}".to_owned(),
        false => format!(
            "Required<Pick<ExportedHandler<unknown>, {}>>",
            events.join(" | ")
        ),
    };
    format!("\ndeclare const worker: {handler};\nexport default worker;\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::entrypoints;
    use crate::wasm::Facts;

    const ROOM: &str = r#"{"v":1,"kind":"class","base":"DurableObject","class":"Room","hooks":["fetch","alarm"],"rpc":[[{"name":"add","doc":"Adds.\nAlways. */","parameters":"who: Member, f?: ((a0: 'Seat') => any)","result":"Array<Seat>"},{"name":"size","getter":true,"parameters":"","result":"number"},{"name":"raw","parameters":"","result":"any"}]],"types":[TYPES],"export":"c","handler":"chat::Room","file":"src/room.rs","line":9}"#;
    const MEMBER: &str = r#"{"v":1,"kind":"type","type":"Member","doc":"Who is there.","definition":"{ name: string; seat: Seat; }","file":"src/a.rs","line":1}"#;
    const SEAT: &str = r#"{"v":1,"kind":"interface","interface":"Seat","methods":[{"name":"leave","parameters":"","result":"Member"}],"file":"src/b.rs","line":2}"#;

    fn room(types: &[&str]) -> String {
        ROOM.replace("TYPES", &types.join(","))
    }

    fn entrypoints(record: &str) -> Entrypoints {
        let exports = ["c", "c::fetch", "c::alarm", "c::rpc0", "w::run"];
        let facts = Facts {
            records: format!("{record}\n").into_bytes(),
            exports: exports.map(str::to_owned).into(),
            ..Facts::default()
        };
        entrypoints::read(&facts, "chat").unwrap()
    }

    fn written(record: &str) -> String {
        let text = write("chat", &entrypoints(record));
        let (_, declarations) = text.split_once("\n\n").unwrap();
        declarations.to_owned()
    }

    #[test]
    fn a_class_comes_with_the_types_that_stand_in_it() {
        let expected = "\
export declare class Room extends workers.DurableObject<unknown> {
  fetch(request: Request): Promise<Response>;
  /**
   * Adds.
   * Always. *\\/
   */
  add(who: Member, f?: ((a0: 'Seat') => any)): Promise<Array<Seat>>;
  readonly size: Promise<number>;
  raw(): Promise<({} | null | undefined)>;
}

/** Who is there. */
export type Member = { name: string; seat: Seat; };

export interface Seat extends workers.RpcTarget {
  leave(): Member | Promise<Member>;
}

declare const worker: {};
export default worker;
";
        assert_eq!(written(&room(&[SEAT, MEMBER])), expected);
    }

    #[test]
    fn a_workflow_has_the_types_of_its_run() {
        let workflow = r#"{"v":1,"kind":"class","base":"WorkflowEntrypoint","class":"Flow","hooks":["run"],"run":{"payload":"Other","result":"number"},"types":[{"type":"Other","definition":"string"}],"export":"w","handler":"chat::Flow","file":"src/flow.rs","line":9}"#;
        let expected = "\
export declare class Flow extends workers.WorkflowEntrypoint<unknown, Other> {
  run(event: Readonly<workers.WorkflowEvent<Other>>, step: workers.WorkflowStep): Promise<number>;
}

export type Other = string;
";
        assert!(written(workflow).starts_with(expected));
    }

    #[test]
    fn a_transformation_is_of_another_module() {
        let record = r#"{"v":1,"kind":"class","base":"PipelineTransformationEntrypoint","class":"Clean","hooks":["run"],"export":"w","handler":"chat::Clean","file":"src/clean.rs","line":9}"#;
        let text = write("chat", &entrypoints(record));
        let import = "\nimport * as pipelines from \"cloudflare:pipelines\";\n";
        assert!(text.contains(import), "{text}");
        let class = "\nexport declare class Clean extends pipelines.PipelineTransformationEntrypoint<unknown> {\n}\n";
        assert!(text.contains(class), "{text}");
    }

    #[test]
    fn a_default_class_is_the_default() {
        let class = room(&[]).replace("\"Room\"", "\"default\"");
        let class = class.replace("DurableObject", "WorkerEntrypoint");
        let class = class.replace("\"alarm\"", "\"fetch\"");
        let text = written(&class);
        assert!(
            text.starts_with("export default class extends workers.WorkerEntrypoint<unknown> {\n")
        );
        assert!(!text.contains("const worker"));
    }

    #[test]
    fn two_types_of_a_name() {
        let second = MEMBER.replace("seat: Seat; ", "");
        let record = room(&[MEMBER, SEAT, &second, MEMBER]);
        assert!(written(&record).contains("\nexport type Member = any;\n"));
        assert_eq!(
            warnings(&entrypoints(&record)),
            ["several types are called `Member`\n  \
              note: callers in TypeScript see `any` in their place\n  \
              help: give one of them another name, as with `#[described(name = \"…\")]`"]
        );
        assert!(warnings(&entrypoints(&room(&[MEMBER, MEMBER]))).is_empty());
    }

    #[test]
    fn events_have_the_names_of_the_platform_and_start_is_none_of_its() {
        let record = r#"{"v":1,"kind":"event","event":"tail_stream","export":"c","handler":"a","file":"a.rs","line":1}"#;
        let start = r#"{"v":1,"kind":"event","event":"start","export":"c::fetch","handler":"b","file":"a.rs","line":2}"#;
        let text = write("chat", &entrypoints(&format!("{record}\n{start}")));
        assert!(text.contains("Pick<ExportedHandler<unknown>, \"tailStream\">"));
    }

    #[test]
    fn a_class_hides_a_type_of_its_name() {
        let record = room(&[&SEAT.replace("Seat", "Room")]);
        assert!(!written(&record).contains("interface Room"));
    }

    #[test]
    fn types_that_hide_behind_others() {
        let request = MEMBER.replace("Member", "Request");
        let headers = SEAT.replace("Seat", "Headers");
        let record = room(&[
            &MEMBER.replace("Member", "Room"),
            &request,
            &headers,
            &request,
        ]);
        let text = written(&record);
        assert!(!text.contains("export type"), "{text}");
        assert!(!text.contains("interface"), "{text}");
        let warning = |name, what| {
            format!(
                "a type is called `{name}`, as {what} is\n  \
                 note: callers in TypeScript see {what} in its place\n  \
                 help: give it another name, as with `#[described(name = \"…\")]`"
            )
        };
        assert_eq!(
            warnings(&entrypoints(&record)),
            [
                warning("Headers", "a type of the platform"),
                warning("Request", "a type of the platform"),
                warning("Room", "a class of this worker"),
            ]
        );
        assert!(warnings(&entrypoints(&room(&[&SEAT.replace("Seat", "Room")]))).is_empty());
    }
}
