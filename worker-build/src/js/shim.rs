//! The text of the entry module.

use crate::steps::entrypoints::{Entrypoints, Event};
use std::fmt::Write;

/// The first words of every entry module that this command wrote.
pub(crate) const MARK: &str = "// Written by worker-build ";

/// Writes the entry module of `package`; `runtime` is the path of the SDK's module.
pub(crate) fn write(package: &str, runtime: &str, entrypoints: &Entrypoints) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let starts = entrypoints.iter().any(|(event, _)| event == Event::Start);
    let start = if starts { ", start" } else { "" };
    let mut calls = String::new();
    let mut names = Vec::new();
    for (event, handler) in entrypoints.iter() {
        let export = serde_json::Value::from(handler.export.as_str());
        // Writing to a String does not fail.
        let _ = match event {
            Event::Start => writeln!(calls, "start({export});"),
            Event::Fetch | Event::Scheduled | Event::Queue => {
                names.push(event.name());
                writeln!(calls, "const {} = handler({export});", event.name())
            }
        };
    }
    let names = names.join(", ");
    format!(
        "{MARK}{version} for `{package}`. Changes will be lost.\n\
         import * as glue from \"./glue.js\";\n\
         import {{ boot, handler{start} }} from \"./{runtime}\";\n\
         \n\
         boot(glue);\n\
         {calls}\
         \n\
         export default {{ {names} }};\n"
    )
}
