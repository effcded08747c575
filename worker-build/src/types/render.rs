//! The text of the generated file.

use super::ident;
use super::model::Field;

/// How each generated file begins.
const MARK: &str = "// Written by `worker-build types`";

/// Whether this command wrote the file.
pub(super) fn is_ours(text: &str) -> bool {
    text.starts_with(MARK)
}

pub(super) fn render(
    name: &str,
    from: &str,
    environment: Option<&str>,
    fields: &[Field],
) -> String {
    let place = match environment {
        Some(environment) => format!("the environment `{environment}` of `{from}`"),
        None => format!("`{from}`"),
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    let body = match fields.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{\n{}}}", fields.join("\n")),
    };
    format!(
        "{MARK} from {place}. Changes will be lost.\n\n\
         /// What {place} declares.\n\
         #[allow(dead_code, unreachable_pub, reason = \"what a worker uses of it is not known here\")]\n\
         #[derive(Clone, Debug, worker_sdk::Bindings)]\n\
         pub struct {name} {body}\n"
    )
}

fn field(field: &Field) -> String {
    let Field {
        ident, name, ty, ..
    } = field;
    let mut text: String = field
        .docs
        .iter()
        .map(|line| format!("    /// {line}\n"))
        .collect();
    if !ident::says(ident, name) {
        text.push_str(&format!("    #[binding(\"{name}\")]\n"));
    }
    text + &match field.is_optional {
        true => format!("    pub {ident}: Option<{ty}>,\n"),
        false => format!("    pub {ident}: {ty},\n"),
    }
}
