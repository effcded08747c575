//! All videos of an account.

use std::fmt;

use wasm_bindgen::JsValue;

use super::Details;
use super::call::call;
use crate::error::Result;
use crate::js::{Checked, awaited, choices};
use crate::time::Timestamp;

/// All videos of the account: [`Stream::videos`](super::Stream::videos).
#[derive(Clone)]
pub struct Videos(JsValue);

impl Videos {
    pub(super) fn new(stream: &JsValue) -> Self {
        Self(stream.clone())
    }

    /// Lists videos, the newest first. Nothing is sent before it is awaited.
    pub fn list(&self) -> ListVideos {
        ListVideos {
            stream: self.0.clone(),
            params: Checked::new(),
        }
    }
}

choices! {
    /// How the time at which a video was made is compared.
    Comparison {
        /// At that time. A [`Timestamp`] has whole milliseconds, times of the platform may have less of them.
        Equal = "eq",
        /// Later.
        Greater = "gt",
        /// At that time or later.
        GreaterOrEqual = "gte",
        /// Earlier.
        Less = "lt",
        /// At that time or earlier.
        LessOrEqual = "lte",
    }
}

/// Lists videos: [`Videos::list`]. Nothing is sent before it is awaited.
///
/// The platform gives up to 1000 at once. To have the others, ask for those before the time at which the last one was
/// made.
///
/// # Errors
///
/// Fails when something of what was given is impossible, and when the platform fails.
///
/// # Examples
///
/// ```no_run
/// # async fn run(stream: worker_sdk::stream::Stream) -> worker_sdk::Result<()> {
/// use std::collections::BTreeSet;
/// use worker_sdk::stream::Comparison;
///
/// // Several videos may be of one millisecond.
/// let mut seen = BTreeSet::new();
/// let mut list = stream.videos().list();
/// loop {
///     let mut videos = list.await?;
///     videos.retain(|video| seen.insert(video.id.clone()));
///     for video in &videos {
///         worker_sdk::console_log!("{} has {} bytes", video.id, video.size);
///     }
///     let Some(oldest) = videos.last().and_then(|video| video.created) else {
///         break;
///     };
///     list = stream.videos().list().before(oldest).before_comp(Comparison::LessOrEqual);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is awaited"]
pub struct ListVideos {
    stream: JsValue,
    params: Checked,
}

impl ListVideos {
    /// How many videos are listed at most, up to 1000.
    pub fn limit(mut self, limit: u32) -> Self {
        self.params = self
            .params
            .set(|options| options.number("limit", f64::from(limit)));
        self
    }

    /// Only those that were made before this time.
    ///
    /// # Errors
    ///
    /// The listing fails when no calendar has this time.
    pub fn before(mut self, time: Timestamp) -> Self {
        self.params = self.params.time("before", time);
        self
    }

    /// How that is compared; [`Less`](Comparison::Less) without this.
    pub fn before_comp(mut self, comparison: Comparison) -> Self {
        self.params = self.params.value("beforeComp", comparison.into_js());
        self
    }

    /// Only those that were made at this time or later.
    ///
    /// # Errors
    ///
    /// The listing fails when no calendar has this time.
    pub fn after(mut self, time: Timestamp) -> Self {
        self.params = self.params.time("after", time);
        self
    }

    /// How that is compared; [`GreaterOrEqual`](Comparison::GreaterOrEqual) without this.
    pub fn after_comp(mut self, comparison: Comparison) -> Self {
        self.params = self.params.value("afterComp", comparison.into_js());
        self
    }

    async fn send(self) -> Result<Vec<Details>> {
        let args = [self.params.into_object()?];
        let videos = call(&self.stream, None, "videos list", args, "listing videos").await?;
        Details::list(&videos)
    }
}

awaited!(ListVideos => Vec<Details>);

impl fmt::Debug for Videos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Videos { .. }")
    }
}
