//! The text of the entry module.

use crate::steps::classes::{CLOSE, Class, Hook};
use crate::steps::entrypoints::{Entrypoints, Event};
use std::fmt::Write;

/// The first words of every entry module that this command wrote.
pub(crate) const MARK: &str = "// Written by worker-build ";

/// Writes the entry module of `package`; `runtime` is the path of the SDK's module.
pub(crate) fn write(package: &str, runtime: &str, entrypoints: &Entrypoints) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let starts = entrypoints.iter().any(|(event, _)| event == Event::Start);
    let has_classes = !entrypoints.classes.is_empty();
    let imports = imports(runtime, starts, has_classes);
    let platform = match has_classes {
        true => "import * as workers from \"cloudflare:workers\";\n",
        false => "",
    };
    let mut calls = String::new();
    let mut names = Vec::new();
    for (event, handler) in entrypoints.iter() {
        let export = quoted(&handler.export);
        // Writing to a String does not fail.
        let _ = match event {
            Event::Start => writeln!(calls, "start({export});"),
            _ => {
                names.push(event.name());
                writeln!(calls, "const {} = handler({export});", event.name())
            }
        };
    }
    let classes: String = entrypoints.classes.iter().map(class).collect();
    let names = match names.is_empty() {
        true => String::new(),
        false => format!(" {} ", names.join(", ")),
    };
    format!(
        "{MARK}{version} for `{package}`. Changes will be lost.\n\
         {platform}\
         import * as glue from \"./glue.js\";\n\
         {imports}\
         \n\
         boot(glue);\n\
         {calls}\
         {classes}\
         \n\
         export default {{{names}}};\n"
    )
}

/// Writes a module with the classes among those that tests bring along; the harness boots the module.
pub(crate) fn write_classes(runtime: &str, classes: &[Class]) -> String {
    let imports = "import * as workers from \"cloudflare:workers\";\n";
    let handler = format!("import {{ handler }} from \"./{runtime}\";\n");
    let helpers = helpers(runtime);
    let classes: String = classes.iter().map(class).collect();
    format!("{imports}{handler}{helpers}{classes}")
}

fn imports(runtime: &str, starts: bool, has_classes: bool) -> String {
    let start = if starts { ", start" } else { "" };
    let mut imports = format!("import {{ boot, handler{start} }} from \"./{runtime}\";\n");
    if has_classes {
        imports.push_str(&helpers(runtime));
    }
    imports
}

fn helpers(runtime: &str) -> String {
    let folder = runtime.strip_suffix("runtime.js").unwrap_or(runtime);
    format!("import {{ Half }} from \"./{folder}classes.js\";\n")
}

fn class(class: &Class) -> String {
    let Class { base, name, .. } = class;
    let base = base.name();
    let mut handlers = format!("const {name}_new = handler({});\n", quoted(&class.export));
    let mut methods = String::new();
    for hook in &class.hooks {
        let export = quoted(&class.hook_export(*hook));
        let _ = writeln!(handlers, "const {name}_{} = handler({export});", hook.name);
        methods.push_str(&method(name, *hook));
    }
    if class.leaves_close_unanswered() {
        methods.push_str(&close_method("undefined"));
    }
    format!(
        "\n{handlers}\n\
         export class {name} extends workers.{base} {{\n  \
           #half;\n\n  \
           constructor(ctx, env) {{\n    \
             super(ctx, env);\n    \
             this.#half = new Half({name}_new, ctx, env);\n  \
           }}\n\
         {methods}}}\n"
    )
}

/// A handler takes two values: what is more comes as an array.
fn method(class: &str, hook: Hook) -> String {
    let Hook { name, parameters } = hook;
    if name == CLOSE {
        return close_method(&format!("{class}_{name}"));
    }
    let passed = match parameters {
        [first, rest @ ..] if rest.len() > 1 => format!("{first}, [{}]", rest.join(", ")),
        all => all.join(", "),
    };
    let parameters = parameters.join(", ");
    format!(
        "\n  {name}({parameters}) {{\n    return this.#half.call({class}_{name}, {passed});\n  }}\n"
    )
}

/// The close frame of a hibernating socket is answered in any case.
fn close_method(handler: &str) -> String {
    format!(
        "\n  {CLOSE}(socket, code, reason, wasClean) {{\n    \
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
            path: String::new(),
            file: String::new(),
            line: 0,
        };
        let text = super::class(&class);
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
}
