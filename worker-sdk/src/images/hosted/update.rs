//! Changing what is known of an image.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::{Details, HostedImage, about};
use crate::error::Result;
use crate::js::Options;

/// Changes what is known of an image: [`HostedImage::update`]. Nothing is sent before it is awaited. What is not set stays.
///
/// # Errors
///
/// Fails when there is no such image, and when the platform fails.
#[must_use = "nothing is changed until it is awaited"]
pub struct Update {
    image: HostedImage,
    options: Result<Options>,
}

impl Update {
    pub(super) fn new(image: HostedImage) -> Self {
        Self {
            image,
            options: Ok(Options::new()),
        }
    }

    about!();

    async fn send(self) -> Result<Details> {
        let options = self.options?;
        let details = self.image.call("update", options).await?;
        Details::of_stored(&details)
    }
}

impl IntoFuture for Update {
    type Output = Result<Details>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Update { .. }")
    }
}
