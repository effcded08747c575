//! Changing what is known of an image.

use super::{Details, HostedImage, about};
use crate::error::Result;
use crate::js::{Checked, awaited};

/// Changes what is known of an image: [`HostedImage::update`]. Nothing is sent before it is awaited. What is not set stays.
///
/// # Errors
///
/// Fails when there is no such image, and when the platform fails.
#[must_use = "nothing is changed until it is awaited"]
pub struct Update {
    image: HostedImage,
    options: Checked,
}

impl Update {
    pub(super) fn new(image: HostedImage) -> Self {
        Self {
            image,
            options: Checked::new(),
        }
    }

    about!();

    async fn send(self) -> Result<Details> {
        let options = self.options.into_js()?;
        let details = self.image.call("update", &options).await?;
        Details::of_stored(&details)
    }
}

awaited!(Update => Details);
