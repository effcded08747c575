//! Stands in for an index, with its documented interface: shows what it was given, and answers what it was told to.

use wasm_bindgen::prelude::*;
use worker_sdk::vectorize::Index;

#[wasm_bindgen(inline_js = r#"
const shown = (_, value) => (value instanceof Float32Array ? { floats: [...value] } : value);
const read = (_, value) => (value?.floats === undefined ? value : new Float32Array(value.floats));

const METHODS = ["describe", "query", "queryById", "insert", "upsert", "deleteByIds", "getByIds"];

export const recorder = (calls, answer) => {
  const call = (name) => async (...values) => {
    calls.push(`${name} ${values.map((value) => JSON.stringify(value, shown)).join(" ")}`);
    return JSON.parse(answer, read);
  };
  return Object.fromEntries(METHODS.map((name) => [name, call(name)]));
};
export const refusing = () => {
  const refuse = () => { throw new Error("VECTOR_ERROR (code = 40012): invalid query vector") };
  return Object.fromEntries(METHODS.map((name) => [name, refuse]));
};

// Keeps what it is given as JSON, which is how the platform gets it.
export const memory = (as_floats) => {
  const vectors = new Map();
  const plain = (vector) => JSON.stringify({ ...vector, values: [...vector.values] });
  const vector_of = (text) => {
    const vector = JSON.parse(text);
    return as_floats ? { ...vector, values: Float64Array.from(vector.values) } : vector;
  };
  return {
    query: () => {},
    upsert: async (list) => {
      for (const vector of list) vectors.set(vector.id, plain(vector));
      return { mutationId: `change-${vectors.size}` };
    },
    getByIds: async (ids) => ids.filter((id) => vectors.has(id)).map((id) => vector_of(vectors.get(id))),
  };
};
export const list = () => [];
export const joined = (list) => list.join("\n");
"#)]
extern "C" {
    fn recorder(calls: &JsValue, answer: &str) -> JsValue;
    fn refusing() -> JsValue;
    fn memory(as_floats: bool) -> JsValue;
    fn list() -> JsValue;
    fn joined(list: &JsValue) -> String;
}

pub(crate) struct StandIn {
    calls: JsValue,
    pub(crate) index: Index,
}

impl StandIn {
    /// Each call is answered with this JSON, in which `{"floats": [1]}` is a `Float32Array`.
    pub(crate) fn answering(answer: &str) -> Self {
        let calls = list();
        let index = Index::from_raw(recorder(&calls, answer));
        Self { calls, index }
    }

    /// The calls, a line each.
    pub(crate) fn calls(&self) -> String {
        joined(&self.calls)
    }
}

/// Fails each call.
pub(crate) fn failing() -> Index {
    Index::from_raw(refusing())
}

/// Gives back what was put into it; values as `Float64Array` if asked for.
pub(crate) fn remembering(as_floats: bool) -> Index {
    Index::from_raw(memory(as_floats))
}
