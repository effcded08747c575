//! The models that there are.

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js::object::object;
use crate::js::{self, Options, awaited, codec};

/// Searches models: [`Ai::models`](super::Ai::models). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
#[must_use = "nothing is asked until it is awaited"]
pub struct Models {
    ai: JsValue,
    options: Options,
}

/// A model.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Model {
    /// Its id, a UUID.
    pub id: String,
    /// Where it comes from.
    pub source: u32,
    /// The name by which it is [run](super::Ai::run), such as `@cf/baai/bge-m3`.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What it is for.
    pub task: Task,
    /// Words for it.
    pub tags: Vec<String>,
    /// What else is known of it.
    pub properties: Vec<Property>,
}

/// What a model is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Task {
    /// Its id, a UUID.
    pub id: String,
    /// Its name, such as `Text Generation`.
    pub name: String,
    /// What it is.
    pub description: String,
}

/// Something that is known of a model.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Property {
    /// Its name, such as `context_window`.
    pub id: String,
    /// Its value, a text in most cases.
    pub value: serde_json::Value,
}

object!(Model, "a model", {
    "id" => id, "source" => source, "name" => name, "description" => description, "task" => task, "tags" => tags,
    "properties" => properties,
});
object!(Task, "a task", { "id" => id, "name" => name, "description" => description });
object!(Property, "a property", { "property_id" => id, "value" => value });

impl Models {
    pub(super) fn new(ai: &JsValue) -> Self {
        Self {
            ai: ai.clone(),
            options: Options::new(),
        }
    }

    /// Only those whose name has this in it.
    pub fn search(self, text: impl AsRef<str>) -> Self {
        self.set(|options| options.text("search", text.as_ref()))
    }

    /// Only those of this task, by its name, such as `Text Generation`.
    pub fn task(self, name: impl AsRef<str>) -> Self {
        self.set(|options| options.text("task", name.as_ref()))
    }

    /// Only those of this author.
    pub fn author(self, author: impl AsRef<str>) -> Self {
        self.set(|options| options.text("author", author.as_ref()))
    }

    /// Only those of this source.
    pub fn source(self, source: u32) -> Self {
        self.set(|options| options.number("source", f64::from(source)))
    }

    /// Whether experimental models are left out.
    pub fn hide_experimental(self, hide: bool) -> Self {
        self.set(|options| options.flag("hide_experimental", hide))
    }

    /// The page, beginning with 1.
    pub fn page(self, page: u32) -> Self {
        self.set(|options| options.number("page", f64::from(page)))
    }

    /// How many a page has.
    pub fn per_page(self, count: u32) -> Self {
        self.set(|options| options.number("per_page", f64::from(count)))
    }

    fn set(mut self, set: impl FnOnce(Options) -> Options) -> Self {
        self.options = set(self.options);
        self
    }

    async fn send(self) -> Result<Vec<Model>> {
        let promise = sys::models(&self.ai, &self.options.into_js());
        let models = js::settled(promise, "searching models").await?;
        codec::from_js_of(&models, "the list of models")
    }
}

awaited!(Models => Vec<Model>);
