//! Texts as vectors.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::js::object::object;

/// Inputs of a model that makes vectors of texts.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::ai::{Embed, Embeddings};
/// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
///
/// let vectors: Embeddings = ai.run("@cf/baai/bge-base-en-v1.5", &Embed::new(["a dog", "a cat"])).await?;
/// assert_eq!(vectors.data.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    text: Vec<String>,
}

impl Embed {
    /// These texts. Models take up to 100 at once.
    #[must_use]
    pub fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            text: texts.into_iter().map(Into::into).collect(),
        }
    }
}

impl Serialize for Embed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut inputs = serializer.serialize_struct("Embed", 1)?;
        inputs.serialize_field("text", &self.text)?;
        inputs.end()
    }
}

/// Vectors, one for each text, in the order of the texts.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Embeddings {
    /// How many there are, and how many numbers each has.
    pub shape: Vec<usize>,
    /// The vectors.
    pub data: Vec<Vec<f32>>,
}

object!(Embeddings, "vectors of texts", { "shape" => shape, "data" => data } needs "data");
