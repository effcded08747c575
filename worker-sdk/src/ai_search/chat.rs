//! Questions to models.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::answer::Answer;
use super::options::SearchOptions;
use super::search::Scope;
use super::stream::AnswerStream;
use crate::ai;
use crate::error::{Error, Result};
use crate::js::{self, awaited, codec};

/// Lets a model answer from documents: [`Instance::chat_completions`](super::Instance::chat_completions). Nothing is sent
/// before it is awaited.
///
/// # Errors
///
/// Fails when the conversation is no struct or map, and when an option is wrong: then nothing was sent; when there is no such
/// instance, when the model fails, and when the platform does.
///
/// See <https://developers.cloudflare.com/ai-search/api/search/workers-binding/#chatcompletions>.
#[must_use = "no model is asked until it is awaited"]
pub struct ChatCompletions<O> {
    scope: Scope,
    chat: Result<JsValue>,
    options: SearchOptions,
    is_streamed: bool,
    read: fn(JsValue) -> Result<O>,
}

impl ChatCompletions<Answer> {
    pub(super) fn whole(scope: Scope, chat: &impl Serialize) -> Self {
        let read = |answer| codec::from_js_of(&answer, "the answer of AI Search");
        Self::new(scope, chat, false, read)
    }
}

impl ChatCompletions<AnswerStream> {
    pub(super) fn streamed(scope: Scope, chat: &impl Serialize) -> Self {
        Self::new(scope, chat, true, AnswerStream::of)
    }
}

impl<O> ChatCompletions<O> {
    fn new(
        scope: Scope,
        chat: &impl Serialize,
        is_streamed: bool,
        read: fn(JsValue) -> Result<O>,
    ) -> Self {
        Self {
            scope,
            chat: object_of(chat),
            options: SearchOptions::new(),
            is_streamed,
            read,
        }
    }

    /// How to search for what the model is given; options that were set before are dropped.
    pub fn options(mut self, options: SearchOptions) -> Self {
        self.options = options;
        self
    }

    async fn send(self) -> Result<O> {
        let options = self.scope.options(self.options).into_js()?;
        let chat = self.chat?;
        ai::merge_options(&chat, &js::constant("ai_search_options"), &options);
        if self.is_streamed {
            ai::set_streamed(&chat);
        }
        let place = self.scope.place;
        let mut promise = place.start("chatCompletions", [chat]);
        if self.is_streamed {
            promise = ai::stream_of(&promise);
        }
        drop(options);
        (self.read)(place.settled(promise, "asking AI Search").await?)
    }
}

fn object_of(chat: &impl Serialize) -> Result<JsValue> {
    const REFUSED: &str = "a conversation is a `Chat`, or a struct or a map with `messages`";
    ai::object_of(chat)?.ok_or_else(|| Error::saying(REFUSED))
}

awaited!(ChatCompletions<O> => O);
