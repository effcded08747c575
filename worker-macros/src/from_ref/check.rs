//! Finds parts that cannot be told apart.

use quote::ToTokens;

use super::model::State;
use crate::errors::Errors;

/// Adds every mistake that the syntax of a struct allows.
pub(crate) fn state(state: &State, errors: &mut Errors) {
    if !state.generics.params.is_empty() {
        errors.at(
            &state.generics,
            "`FromRef` cannot be derived for a generic struct; implement it",
        );
    }
    let mut seen = Vec::new();
    for part in &state.parts {
        let written = part.ty.to_token_stream().to_string();
        if seen.contains(&written) {
            errors.at(
                &part.ty,
                "a part is found by its type, and another field has this one; put `#[from_ref(skip)]` on one of them",
            );
        } else {
            seen.push(written);
        }
    }
}
