//! The text of the entry module.

use crate::steps::classes::{CLOSE, Class, Hook, Method, platform};
use crate::steps::entrypoints::{Entrypoints, Event};
use std::fmt::Write;

/// The first words of every entry module that this command wrote.
pub(crate) const MARK: &str = "// Written by worker-build ";

/// Writes the entry module of `package`; `runtime` is the path of the SDK's module.
pub(crate) fn write(package: &str, runtime: &str, entrypoints: &Entrypoints) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let starts = entrypoints.iter().any(|(event, _)| event == Event::Start);
    let imports = imports(runtime, starts, &entrypoints.classes);
    let platform = platform(&entrypoints.classes);
    let mut calls = String::new();
    let mut names = Vec::new();
    for (event, handler) in entrypoints.iter() {
        let export = quoted(&handler.export);
        // Writing to a String does not fail.
        let _ = match event {
            Event::Start => writeln!(calls, "start({export});"),
            _ => {
                names.push(event.method());
                writeln!(calls, "const {} = handler({export});", event.method())
            }
        };
    }
    let events = |class: &Class| if class.is_default() { &names[..] } else { &[] };
    let classes = entrypoints.classes.iter();
    let classes: String = classes.map(|it| class(it, events(it))).collect();
    format!(
        "{MARK}{version} for `{package}`. Changes will be lost.\n\
         {platform}\
         import {{ __wbg_reset_state }} from \"./glue.js\";\n\
         {imports}\
         \n\
         boot({{ __wbg_reset_state }});\n\
         {calls}\
         {classes}\
         {}",
        exported(entrypoints, &names)
    )
}

/// The default export, unless it is a class.
fn exported(entrypoints: &Entrypoints, events: &[&str]) -> String {
    if entrypoints.classes.iter().any(Class::is_default) {
        return String::new();
    }
    match events {
        [] => "\nexport default {};\n".to_owned(),
        events => format!("\nexport default {{ {} }};\n", events.join(", ")),
    }
}

/// Writes a module with the classes among those that tests bring along; the harness boots the module.
pub(crate) fn write_classes(runtime: &str, classes: &[Class]) -> String {
    let imports = platform(classes);
    let handler = format!("import {{ handler }} from \"./{runtime}\";\n");
    let helpers = helpers(runtime, classes);
    let classes: String = classes.iter().map(|it| class(it, &[])).collect();
    format!("{imports}{handler}{helpers}{classes}")
}

fn imports(runtime: &str, starts: bool, classes: &[Class]) -> String {
    let start = if starts { ", start" } else { "" };
    let mut imports = format!("import {{ boot, handler{start} }} from \"./{runtime}\";\n");
    imports.push_str(&helpers(runtime, classes));
    imports
}

/// A class of the user begins with a capital letter, so none is called as what the shim imports.
fn helpers(runtime: &str, classes: &[Class]) -> String {
    if !classes.iter().any(|class| class.base.lives_on()) {
        return String::new();
    }
    let folder = runtime.strip_suffix("runtime.js").unwrap_or(runtime);
    format!("import {{ Half as half }} from \"./{folder}classes.js\";\n")
}

/// `events` are those that the default entrypoint handles beside its own methods.
fn class(class: &Class, events: &[&str]) -> String {
    let Class { base, name, .. } = class;
    let mut handlers = String::new();
    let mut members = Vec::new();
    if base.lives_on() {
        let _ = writeln!(
            handlers,
            "const {name}_new = handler({});",
            quoted(&class.export)
        );
        members.push(half(name));
    }
    for hook in &class.hooks {
        let export = quoted(&class.hook_export(*hook));
        let _ = writeln!(handlers, "const {name}_{} = handler({export});", hook.name);
        members.push(method(class, *hook));
    }
    if class.leaves_close_unanswered() {
        members.push(close_method("undefined"));
    }
    for (number, methods) in class.interfaces.iter().enumerate() {
        let export = quoted(&class.interface_export(number));
        let _ = writeln!(handlers, "const {name}_rpc{number} = handler({export});");
        let methods = methods.iter().enumerate();
        members.extend(methods.map(|(at, method)| remote(class, number, at, method)));
    }
    members.extend(events.iter().map(|event| {
        format!("  {event}(a) {{\n    return {event}(a, this.env, this.ctx);\n  }}\n")
    }));
    let (declared, module, base) = (declared(class), base.module(), base.name());
    let members = members.join("\n");
    format!("\n{handlers}\n{declared} extends {module}.{base} {{\n{members}}}\n")
}

fn declared(class: &Class) -> String {
    match class.is_default() {
        true => "export default class".to_owned(),
        false => format!("export class {}", class.name),
    }
}

/// The other half of an object is in Rust.
fn half(name: &str) -> String {
    format!(
        "  #half;\n\n  \
           constructor(ctx, env) {{\n    \
             super(ctx, env);\n    \
             this.#half = new half({name}_new, ctx, env);\n  \
           }}\n"
    )
}

/// A call of a registered function with two values, for this object.
fn called(class: &Class, function: &str, values: &str) -> String {
    match class.base.lives_on() {
        true => format!("this.#half.call({function}, {values})"),
        false => format!("{function}({values}, this)"),
    }
}

/// A method that others call.
fn remote(class: &Class, interface: usize, number: usize, method: &Method) -> String {
    let (function, name) = (format!("{}_rpc{interface}", class.name), &method.name);
    let (head, arguments) = match method.is_getter {
        true => (format!("get {name}()"), "[]"),
        false => (format!("{name}(...args)"), "args"),
    };
    let called = called(class, &function, &format!("{arguments}, {number}"));
    format!("  {head} {{\n    return {called};\n  }}\n")
}

/// A handler takes two values: what is more comes as an array.
fn method(class: &Class, hook: Hook) -> String {
    let Hook { name, parameters } = hook;
    if name == CLOSE {
        return close_method(&format!("{}_{name}", class.name));
    }
    let passed = match parameters {
        [first, rest @ ..] if rest.len() > 1 => format!("{first}, [{}]", rest.join(", ")),
        [only] if !class.base.lives_on() => format!("{only}, undefined"),
        all => all.join(", "),
    };
    let function = format!("{}_{name}", class.name);
    let (parameters, called) = (parameters.join(", "), called(class, &function, &passed));
    format!("  {name}({parameters}) {{\n    return {called};\n  }}\n")
}

/// The close frame of a hibernating socket is answered in any case.
fn close_method(handler: &str) -> String {
    format!(
        "  {CLOSE}(socket, code, reason, wasClean) {{\n    \
           return this.#half.close({handler}, socket, [code, reason, wasClean]);\n  }}\n"
    )
}

fn quoted(text: &str) -> serde_json::Value {
    serde_json::Value::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::classes::Base;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_class_is_written_as_the_contract_has_it() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/contract.md");
        let class = Class {
            base: Base::DurableObject,
            name: "Room".to_owned(),
            export: "__worker_sdk::class::chat::Room".to_owned(),
            hooks: vec![Hook {
                name: "fetch",
                parameters: &["request"],
            }],
            interfaces: Vec::new(),
            run: None,
            types: Vec::new(),
            path: String::new(),
            file: String::new(),
            line: 0,
        };
        let text = super::class(&class, &[]);
        assert!(fs::read_to_string(page).unwrap().contains(&text), "{text}");
    }

    #[test]
    fn a_transformation_of_records_and_an_entrypoint() {
        let class = |base, name: &str, hook| Class {
            base,
            name: name.to_owned(),
            export: "c".to_owned(),
            hooks: vec![hook],
            interfaces: Vec::new(),
            run: None,
            types: Vec::new(),
            path: String::new(),
            file: String::new(),
            line: 0,
        };
        let run = Hook {
            name: "run",
            parameters: &["records", "metadata"],
        };
        let fetch = Hook {
            name: "fetch",
            parameters: &["request"],
        };
        let clean = class(Base::PipelineTransformationEntrypoint, "Clean", run);
        let door = class(Base::WorkerEntrypoint, "Door", fetch);
        let expected = "import * as workers from \"cloudflare:workers\";
import * as pipelines from \"cloudflare:pipelines\";
import { handler } from \"./runtime.js\";

const Clean_run = handler(\"c::run\");

export class Clean extends pipelines.PipelineTransformationEntrypoint {
  run(records, metadata) {
    return Clean_run(records, metadata, this);
  }
}

const Door_fetch = handler(\"c::fetch\");

export class Door extends workers.WorkerEntrypoint {
  fetch(request) {
    return Door_fetch(request, undefined, this);
  }
}
";
        assert_eq!(write_classes("runtime.js", &[clean, door]), expected);
    }

    fn methods(hooks: &[&'static str]) -> String {
        let hook = |name: &&'static str| Hook {
            name,
            parameters: &["socket", "message"],
        };
        let class = Class {
            base: Base::DurableObject,
            name: "Room".to_owned(),
            export: "c".to_owned(),
            hooks: hooks.iter().map(hook).collect(),
            interfaces: Vec::new(),
            run: None,
            types: Vec::new(),
            path: String::new(),
            file: String::new(),
            line: 0,
        };
        let text = super::class(&class, &[]);
        let calls = text.lines().filter(|line| line.contains("this.#half."));
        calls.map(str::trim).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_close_frame_of_a_hibernating_socket_is_answered() {
        assert_eq!(
            methods(&["webSocketMessage"]),
            "return this.#half.call(Room_webSocketMessage, socket, message);\n\
             return this.#half.close(undefined, socket, [code, reason, wasClean]);"
        );
        assert_eq!(
            methods(&["webSocketMessage", "webSocketClose"]),
            "return this.#half.call(Room_webSocketMessage, socket, message);\n\
             return this.#half.close(Room_webSocketClose, socket, [code, reason, wasClean]);"
        );
        assert_eq!(
            methods(&["fetch"]),
            "return this.#half.call(Room_fetch, socket, message);"
        );
    }

    #[test]
    fn an_entrypoint_serves_interfaces_and_events() {
        let method = |name: &str| Method {
            name: name.to_owned(),
            doc: String::new(),
            is_getter: name == "sum",
            parameters: String::new(),
            result: String::new(),
        };
        let class = Class {
            base: Base::WorkerEntrypoint,
            name: "default".to_owned(),
            export: "c".to_owned(),
            hooks: vec![Hook {
                name: "fetch",
                parameters: &["request"],
            }],
            interfaces: vec![
                vec![method("add"), method("sub")],
                vec![method("close"), method("sum")],
            ],
            run: None,
            types: Vec::new(),
            path: String::new(),
            file: String::new(),
            line: 0,
        };
        let expected = "
const default_fetch = handler(\"c::fetch\");
const default_rpc0 = handler(\"c::rpc0\");
const default_rpc1 = handler(\"c::rpc1\");

export default class extends workers.WorkerEntrypoint {
  fetch(request) {
    return default_fetch(request, undefined, this);
  }

  add(...args) {
    return default_rpc0(args, 0, this);
  }

  sub(...args) {
    return default_rpc0(args, 1, this);
  }

  close(...args) {
    return default_rpc1(args, 0, this);
  }

  get sum() {
    return default_rpc1([], 1, this);
  }

  scheduled(a) {
    return scheduled(a, this.env, this.ctx);
  }
}
";
        assert_eq!(super::class(&class, &["scheduled"]), expected);
    }
}
