//! Finds what a struct of bindings cannot be.

use syn::Type;

use super::model::{Field, Input};
use crate::errors::Errors;

/// Adds every mistake of the struct.
pub(crate) fn all(input: &Input, errors: &mut Errors) {
    if !input.generics.params.is_empty() {
        let message = "a struct of bindings cannot be generic, because the configuration is not; write concrete types";
        errors.at(&input.generics, message);
    }
    if let Some(clause) = &input.generics.where_clause {
        errors.at(
            clause,
            "a struct of bindings cannot have a `where` clause; remove it",
        );
    }
    for field in &input.fields {
        self::field(field, errors);
    }
    repeated(&input.fields, errors);
}

fn field(field: &Field, errors: &mut Errors) {
    if let Type::Reference(reference) = &field.ty {
        let message = "a field owns its value; write a type without a reference, such as `String`";
        errors.at(reference, message);
    }
    let Some((name, span)) = &field.options.name else {
        return;
    };
    if field.is_flattened() {
        let message = "a flattened field has the names of its own fields; remove this one";
        errors.at_span(*span, message);
    } else if name.is_empty() {
        errors.at_span(*span, "the name on the environment is empty; write one");
    } else if name.chars().any(|c| c.is_control() || "\"\\".contains(c)) {
        let message = "a name on the environment has no quotes, backslashes and control characters; write another";
        errors.at_span(*span, message);
    }
}

fn repeated(fields: &[Field], errors: &mut Errors) {
    let mut seen = Vec::new();
    for field in fields.iter().filter(|field| !field.is_flattened()) {
        let (name, span) = field.binding();
        if seen.contains(&name) {
            let message = format!("two fields are `{name}` on the environment; remove one");
            errors.at_span(span, message);
        } else {
            seen.push(name);
        }
    }
}
