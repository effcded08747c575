//! Finds what cannot be read back.

use super::model::{Form, Value, Variant};
use crate::errors::Errors;

/// Adds every mistake that the syntax of the type allows.
pub(crate) fn value(value: &Value, errors: &mut Errors) {
    if let Form::Texts(variants) = &value.form {
        texts(variants, errors);
    }
}

fn texts(variants: &[Variant], errors: &mut Errors) {
    for (place, variant) in variants.iter().enumerate() {
        let mut earlier = variants.iter().take(place);
        if let Some(other) = earlier.find(|other| other.text == variant.text) {
            let message = format!(
                "`{}` has the text `{}`, too; give one of them another with `#[sql(rename = \"…\")]`",
                other.name, other.text
            );
            errors.at(&variant.name, message);
        }
    }
}
