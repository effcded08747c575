//! Addresses of images that not everybody may see.

use std::time::Duration;

use super::HostedImage;
use crate::error::{Error, Result};
use crate::js::{self, Options, awaited};

/// Makes a signed address: [`HostedImage::signed_url`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does, and where it is older than this method.
///
/// See <https://developers.cloudflare.com/images/manage-images/serve-images/serve-private-images/>.
#[must_use = "nothing is made until it is awaited"]
pub struct SignedUrl {
    image: HostedImage,
    options: Options,
}

impl SignedUrl {
    pub(super) fn new(image: HostedImage, variant: &str) -> Self {
        Self {
            image,
            options: Options::new().text("variant", variant),
        }
    }

    /// How long the address can be used, in whole seconds.
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.options = self.options.number("expiresIn", time.as_secs() as f64);
        self
    }

    /// The name of the key that signs it.
    pub fn key_name(mut self, name: impl AsRef<str>) -> Self {
        self.options = self.options.text("keyName", name.as_ref());
        self
    }

    async fn send(self) -> Result<String> {
        let options = self.options.into_js();
        let url = self.image.call("signedUrl", &options).await?;
        js::string(&url).ok_or_else(|| Error::malformed("Images answered without a signed address"))
    }
}

awaited!(SignedUrl => String);
