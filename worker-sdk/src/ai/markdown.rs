//! Documents as Markdown.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer};
use wasm_bindgen::JsValue;

use super::gateway::GatewayOptions;
use super::sys;
use crate::error::Result;
use crate::http::{Blob, File};
use crate::js::object::object;
use crate::js::{self, Checked, Options, awaited, codec};

/// A document that is to be Markdown: a [`File`], or bytes with a name and a content type.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    blob: Blob,
}

impl Document {
    /// A document of this name, such as `report.pdf`.
    #[must_use]
    pub fn new(name: impl Into<String>, blob: Blob) -> Self {
        Self {
            name: name.into(),
            blob,
        }
    }
}

impl From<File> for Document {
    fn from(file: File) -> Self {
        Self::new(file.name(), file.into_blob())
    }
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conversion {
    /// The id of the conversion.
    pub id: String,
    /// The name of the document.
    pub name: String,
    /// Its content type.
    pub mime_type: String,
    /// The Markdown, or why there is none.
    pub content: std::result::Result<Markdown, String>,
}

/// A document as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// How many tokens it has, about.
    pub tokens: u64,
}

/// A kind of document that can be converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentFormat {
    /// The content type, such as `application/pdf`.
    pub mime_type: String,
    /// The end of the name, such as `.pdf`.
    pub extension: String,
}

#[derive(Default)]
struct Converted {
    id: String,
    name: String,
    mime_type: String,
    format: String,
    tokens: u64,
    data: String,
    error: String,
}

object!(Converted, "a converted document", {
    "id" => id, "name" => name, "mimeType" => mime_type, "format" => format, "tokens" => tokens, "data" => data,
    "error" => error,
} needs "format");
object!(DocumentFormat, "a kind of document", { "mimeType" => mime_type, "extension" => extension } needs "mimeType");

impl<'de> Deserialize<'de> for Conversion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let converted = Converted::deserialize(deserializer)?;
        let markdown = Markdown {
            text: converted.data,
            tokens: converted.tokens,
        };
        Ok(Self {
            id: converted.id,
            name: converted.name,
            mime_type: converted.mime_type,
            content: match converted.format.as_str() {
                "error" => Err(converted.error),
                _ => Ok(markdown),
            },
        })
    }
}

/// Converts documents: [`Ai::to_markdown`](super::Ai::to_markdown). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when JavaScript has no such options, and when the platform fails. A document that cannot be converted is no error of
/// the call: see [`Conversion::content`].
///
/// See <https://developers.cloudflare.com/workers-ai/features/markdown-conversion/>.
#[must_use = "nothing is converted until it is awaited"]
pub struct ToMarkdown {
    ai: JsValue,
    documents: Vec<Document>,
    options: Checked,
    headers: Options,
}

impl ToMarkdown {
    pub(super) fn new(ai: &JsValue, documents: Vec<Document>) -> Self {
        Self {
            ai: ai.clone(),
            documents,
            options: Checked::new(),
            headers: Options::new(),
        }
    }

    /// Calls models, which describe pictures, through a gateway of AI Gateway.
    pub fn gateway(mut self, gateway: GatewayOptions) -> Self {
        self.options = self
            .options
            .set(|options| options.options("gateway", gateway.0));
        self
    }

    /// A header of the call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers = self.headers.named(name.as_ref(), &js::text(value.as_ref()));
        self
    }

    /// How each kind of document is converted, by the platform's names: `html`, `docx`, `image` and `pdf`.
    pub fn conversion_options<T: Serialize>(mut self, conversion: &T) -> Self {
        self.options = self.options.json("conversionOptions", conversion);
        self
    }

    async fn send(self) -> Result<Vec<Conversion>> {
        if self.documents.is_empty() {
            return Ok(Vec::new());
        }
        let options = self
            .options
            .set(|options| options.options("extraHeaders", self.headers))
            .into_js()?;
        let documents = self.documents.iter().map(|Document { name, blob }| {
            let document = Options::new().text("name", name.as_str());
            document.value("blob", blob.as_raw().clone()).into_js()
        });
        let promise = sys::to_markdown(&self.ai, &js::list(documents), &options);
        drop(options);
        let converted = js::settled(promise, "converting documents").await?;
        codec::from_js_of(&converted, "the converted documents")
    }
}

awaited!(ToMarkdown => Vec<Conversion>);
