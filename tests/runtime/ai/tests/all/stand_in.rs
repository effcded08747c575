//! The stand-ins for services behind bindings of their own, which the pinned runtime has no classes and no simulators of.

use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker_sdk::agent_memory;
use worker_sdk::ai::Ai;
use worker_sdk::ai_search::{Instance, Namespace};

use crate::platform::{list, written};

#[wasm_bindgen(module = "/tests/all/stand_in.js")]
extern "C" {
    fn stand_in(kind: &str, is_remote: bool, calls: &JsValue, answer: &str) -> JsValue;
}

/// A binding, and what it was told.
pub(crate) struct StandIn<B> {
    pub(crate) binding: B,
    calls: JsValue,
}

impl<B> StandIn<B> {
    fn new(kind: &str, is_remote: bool, answer: &Value, wrap: fn(JsValue) -> B) -> Self {
        let calls = list();
        let raw = stand_in(kind, is_remote, &calls, &answer.to_string());
        let binding = wrap(raw);
        Self { binding, calls }
    }

    /// Each call, a list of its name and its arguments, and each object that was let go of.
    pub(crate) fn events(&self) -> Vec<Value> {
        serde_json::from_str(&written(&self.calls)).unwrap()
    }

    /// Each call.
    pub(crate) fn calls(&self) -> Vec<Value> {
        self.events().into_iter().filter(Value::is_array).collect()
    }

    /// The only call.
    pub(crate) fn told(&self) -> Value {
        let [call] = &self.calls()[..] else {
            panic!("{:?}", self.events())
        };
        call.clone()
    }
}

/// Answers each call with this JSON, in which `{"date": …}` is a date, `{"stream": […]}` a stream of chunks and of waits,
/// `{"response": [body, init]}` a response, and `{"throws": name, "message": …}` an error.
pub(crate) fn namespace(answer: &Value) -> StandIn<Namespace> {
    StandIn::new("namespace", true, answer, Namespace::from_raw)
}

pub(crate) fn instance(answer: &Value) -> StandIn<Instance> {
    StandIn::new("instance", true, answer, Instance::from_raw)
}

/// One of this worker, as older bindings are.
pub(crate) fn local_instance(answer: &Value) -> StandIn<Instance> {
    StandIn::new("instance", false, answer, Instance::from_raw)
}

pub(crate) fn memory(is_remote: bool, answer: &Value) -> StandIn<agent_memory::Namespace> {
    StandIn::new(
        "memory",
        is_remote,
        answer,
        agent_memory::Namespace::from_raw,
    )
}

/// With methods that the class of the pinned runtime has not.
pub(crate) fn newer_ai(answer: &Value) -> StandIn<Ai> {
    StandIn::new("models", false, answer, Ai::from_raw)
}

/// The runtime's own class, in front of what has the newest methods.
pub(crate) fn web(answer: &Value) -> StandIn<Ai> {
    StandIn::new("web", false, answer, Ai::from_raw)
}

/// The runtime's own class, in front of a namespace.
pub(crate) fn ai(answer: &Value) -> StandIn<Ai> {
    StandIn::new("ai", false, answer, Ai::from_raw)
}
