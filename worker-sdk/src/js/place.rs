//! Objects of the platform behind a binding, such as an item of an instance of a namespace.

use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};

#[wasm_bindgen(module = "/src/js/place.js")]
extern "C" {
    fn call_at(root: &JsValue, steps: &JsValue, method: &JsValue, arguments: &JsValue) -> JsValue;
}

/// An object, by the steps that lead to it from a binding. Each call goes all of them at once, so that no object of another
/// worker is kept, which would belong to one request and had to be let go of.
#[derive(Clone)]
pub(crate) struct Place {
    root: JsValue,
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Property(&'static str),
    /// What a method without arguments gives.
    Made(&'static str),
    /// What a method gives for an id.
    Found {
        by: &'static str,
        what: &'static str,
        id: String,
    },
}

impl Place {
    /// The binding itself.
    pub(crate) fn root(root: JsValue) -> Self {
        let steps = Vec::new();
        Self { root, steps }
    }

    /// The binding.
    pub(crate) fn as_raw(&self) -> &JsValue {
        &self.root
    }

    pub(crate) fn into_raw(self) -> JsValue {
        self.root
    }

    pub(crate) fn property(&self, name: &'static str) -> Self {
        self.further(Step::Property(name))
    }

    pub(crate) fn made(&self, by: &'static str) -> Self {
        self.further(Step::Made(by))
    }

    /// What the method `by` gives for `id`; messages call it `what`.
    pub(crate) fn found(
        &self,
        by: &'static str,
        what: &'static str,
        id: impl Into<String>,
    ) -> Self {
        let id = id.into();
        self.further(Step::Found { by, what, id })
    }

    /// The id by which it was found, if it was.
    pub(crate) fn id(&self) -> Option<&str> {
        self.found_last().map(|(_, id)| id)
    }

    /// Begins to call a method; a promise. Arguments that are undefined are left out at the end.
    pub(crate) fn start<const N: usize>(
        &self,
        method: &'static str,
        arguments: [JsValue; N],
    ) -> JsValue {
        let steps = super::list(self.steps.iter().map(Step::to_js));
        let given = arguments
            .iter()
            .rposition(|argument| !argument.is_undefined());
        let given = given.map_or(0, |last| last + 1);
        let arguments = super::list(arguments.into_iter().take(given));
        call_at(&self.root, &steps, &super::constant(method), &arguments)
    }

    /// Waits for a call. Where it fails, the error says of what.
    pub(crate) async fn settled(&self, promise: JsValue, doing: &'static str) -> Result<JsValue> {
        let answer = super::settled(promise, doing).await;
        answer.map_err(|error| self.about(error))
    }

    /// Calls a method.
    pub(crate) async fn call<const N: usize>(
        &self,
        doing: &'static str,
        method: &'static str,
        arguments: [JsValue; N],
    ) -> Result<JsValue> {
        self.settled(self.start(method, arguments), doing).await
    }

    fn about(&self, error: Error) -> Error {
        match self.found_last() {
            Some((what, id)) => error.about(what, id),
            None => error,
        }
    }

    fn found_last(&self) -> Option<(&'static str, &str)> {
        self.steps.iter().rev().find_map(|step| match step {
            Step::Found { what, id, .. } => Some((*what, id.as_str())),
            _ => None,
        })
    }

    fn further(&self, step: Step) -> Self {
        let mut place = self.clone();
        place.steps.push(step);
        place
    }
}

impl Step {
    fn to_js(&self) -> JsValue {
        match self {
            Self::Property(name) => super::constant(name),
            Self::Made(by) => super::list([super::constant(by)]),
            Self::Found { by, id, .. } => super::list([super::constant(by), super::text(id)]),
        }
    }
}
