//! Changing what is known of a video.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::call::about;
use super::{Details, Video};
use crate::error::Result;
use crate::js::{Checked, awaited};

/// Changes what is known of a video: [`Video::update`]. Nothing is sent before it is awaited. What is not set stays.
///
/// # Errors
///
/// Fails when there is [no such video](super::ErrorKind::NotFound), when something of what was given is impossible, and when the
/// platform fails.
#[must_use = "nothing is changed until it is awaited"]
pub struct Update {
    video: Video,
    params: Checked,
}

impl Update {
    pub(super) fn new(video: Video) -> Self {
        Self {
            video,
            params: Checked::new(),
        }
    }

    about!();

    /// The platform is not to delete it any more.
    pub fn no_scheduled_deletion(self) -> Self {
        self.set(|options| options.value("scheduledDeletion", JsValue::NULL))
    }

    /// How long it may be, in whole seconds, while it is not uploaded yet.
    pub fn max_duration(self, time: Duration) -> Self {
        self.set(|options| options.number("maxDurationSeconds", time.as_secs() as f64))
    }

    async fn send(self) -> Result<Details> {
        let args = [self.params.into_object()?];
        self.video
            .read("update", args, "changing a video", Details::of)
            .await
    }
}

awaited!(Update => Details);
