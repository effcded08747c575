//! Calls of models.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use wasm_bindgen::JsValue;

use super::error::Refused;
use super::gateway::GatewayOptions;
use super::tokens::Tokens;
use super::{code, sys};
use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::event_source::EventStream;
use crate::http::{Body, Response};
use crate::js::object::object;
use crate::js::tape::Writer;
use crate::js::{self, Options, codec, sent};
use crate::streams::ByteStream;
use crate::websockets::WebSocket;

/// A call of a model. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the inputs are no struct or map and when JSON has no such value: then nothing was sent. Fails when the model does
/// not exist, refuses the inputs or fails, as [`Error::ai_code`] says; when all that is free was used, or no machine has time,
/// the error [is rate limited](Error::is_rate_limited). An answer of another kind than was asked for
/// [is malformed](Error::is_malformed).
#[must_use = "no model is called until it is awaited"]
pub struct Run<O> {
    ai: JsValue,
    model: String,
    inputs: Result<JsValue>,
    options: Options,
    headers: Options,
    read: fn(JsValue, String) -> Result<O>,
}

/// The ticket of requests that wait for a model: [`Ai::run_batch`](super::Ai::run_batch).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Queued {
    /// By this id, the answers are asked for.
    pub request_id: String,
}

object!(Queued, "the id of a batch", { "request_id" => request_id } needs "request_id");

impl Queued {
    /// The ticket of this id.
    #[must_use]
    pub fn new(request_id: impl Into<String>) -> Self {
        Self {
            request_id: request_id.into(),
        }
    }
}

impl Serialize for Queued {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut inputs = serializer.serialize_struct("Queued", 1)?;
        inputs.serialize_field("request_id", &self.request_id)?;
        inputs.end()
    }
}

/// Inputs of many calls.
pub(super) struct Requests<T>(pub(super) Vec<T>);

impl<T: Serialize> Serialize for Requests<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut inputs = serializer.serialize_struct("Requests", 1)?;
        inputs.serialize_field("requests", &self.0)?;
        inputs.end()
    }
}

impl<O> Run<O> {
    pub(super) fn new(
        ai: &JsValue,
        model: String,
        inputs: &impl Serialize,
        read: fn(JsValue, String) -> Result<O>,
    ) -> Self {
        Self {
            ai: ai.clone(),
            model,
            inputs: inputs_of(inputs),
            options: Options::new(),
            headers: Options::new(),
            read,
        }
    }

    pub(super) fn flag(mut self, name: &'static str) -> Self {
        self.options = self.options.flag(name, true);
        self
    }

    pub(super) fn streamed(self) -> Self {
        if let Ok(inputs) = &self.inputs {
            sys::set_streamed(inputs);
        }
        self
    }

    /// Calls through a gateway of AI Gateway, which counts, logs and caches.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// use worker_sdk::ai::{Ai, Chat, Completion, GatewayOptions};
    /// # async fn run(ai: Ai, chat: Chat) -> worker_sdk::Result<Completion> {
    ///
    /// let gateway = GatewayOptions::new("default").cache_ttl(Duration::from_secs(3600));
    /// ai.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", &chat).gateway(gateway).await
    /// # }
    /// ```
    pub fn gateway(mut self, gateway: GatewayOptions) -> Self {
        self.options = self.options.options("gateway", gateway.0);
        self
    }

    /// Words by which the dashboard groups calls: up to five, each of up to 50 letters, digits, `:`, `-`, `.`, `/` and `@`.
    pub fn tags<T: AsRef<str>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        let tags = tags.into_iter().map(|tag| js::text(tag.as_ref()));
        self.options = self.options.value("tags", js::list(tags));
        self
    }

    /// Stands before the name of the model in what the platform is told.
    pub fn prefix(mut self, prefix: impl AsRef<str>) -> Self {
        self.options = self.options.text("prefix", prefix.as_ref());
        self
    }

    /// A header of the call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers = self.headers.named(name.as_ref(), &js::text(value.as_ref()));
        self
    }

    /// Ends the call when the signal does.
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.options = self.options.value("signal", signal.as_raw().clone());
        self
    }

    /// An input that is a file, such as the `audio` of a model that listens: it is sent as it is, with its content type.
    ///
    /// # Errors
    ///
    /// The call fails when the body was read already, with a second file, and through a [gateway](Self::gateway), which
    /// takes no files.
    pub fn content(
        mut self,
        name: impl AsRef<str>,
        body: impl Into<Body>,
        content_type: impl AsRef<str>,
    ) -> Self {
        let body = body.into();
        self.inputs = self.inputs.and_then(|inputs| {
            let (name, content_type) = (js::text(name.as_ref()), js::text(content_type.as_ref()));
            sys::set_content(&inputs, &name, &body.into_js()?, &content_type);
            Ok(inputs)
        });
        self
    }

    async fn send(self) -> Result<O> {
        let inputs = self.inputs?;
        let options = self.options.options("extraHeaders", self.headers).into_js();
        let promise = sys::run(&self.ai, &js::text(&self.model), &inputs, &options);
        drop((inputs, options));
        let answer = js::settled(promise, "running a model").await;
        match answer {
            Ok(answer) => (self.read)(answer, self.model),
            Err(error) => Err(code::failed(error).about("model", self.model)),
        }
    }
}

fn inputs_of(inputs: &impl Serialize) -> Result<JsValue> {
    object_of(inputs)?.ok_or_else(|| Error::of(Refused::NoFields))
}

/// None of what is no struct and no map.
pub(crate) fn object_of(value: &impl Serialize) -> Result<Option<JsValue>> {
    let mut writer = Writer::for_json();
    let begin = writer.end();
    codec::append(value, &mut writer)?;
    Ok(writer.is_object(begin).then(|| writer.into_js()))
}

fn is_stream(answer: &JsValue) -> bool {
    sys::is_stream(answer) == 1
}

pub(super) fn json<R: DeserializeOwned>(answer: JsValue, model: String) -> Result<R> {
    match is_stream(&answer) {
        true => Err(Error::of(Refused::Bytes { model })),
        false => codec::from_js_of(&answer, &format!("the answer of `{model}`")),
    }
}

pub(super) fn bytes(answer: JsValue, model: String) -> Result<Body> {
    match is_stream(&answer) {
        true => Ok(Body::from_raw(answer)),
        false => Err(Error::of(Refused::Json { model })),
    }
}

pub(super) fn tokens(answer: JsValue, model: String) -> Result<Tokens> {
    tokens_of(answer).ok_or_else(|| Error::of(Refused::Json { model }))
}

/// None of what is no stream.
pub(crate) fn tokens_of(answer: JsValue) -> Option<Tokens> {
    is_stream(&answer).then(|| Tokens::new(EventStream::new(ByteStream::from_raw(answer))))
}

pub(super) fn response(answer: JsValue, model: String) -> Result<Response> {
    response_of(answer).ok_or_else(|| Error::of(Refused::NoResponse { model }))
}

pub(super) fn socket(answer: JsValue, model: String) -> Result<WebSocket> {
    let socket = response_of(answer).and_then(|response| response.websocket());
    socket.ok_or_else(|| Error::of(Refused::NoSocket { model }))
}

/// None of what a stand-in gives that knows no responses.
fn response_of(answer: JsValue) -> Option<Response> {
    (sys::is_response(&answer) == 1).then(|| Response::from_raw(answer))
}

sent!(Run<O> => O);

impl<O> fmt::Debug for Run<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}
