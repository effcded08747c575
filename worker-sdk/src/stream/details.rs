//! What is known of a video.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::Watermark;
use super::call::{list_of, without};
use crate::error::Result;
use crate::js::{self, words};
use crate::time::Timestamp;

/// What is known of a video.
///
/// See <https://developers.cloudflare.com/stream/manage-video-library/bindings/#streamvideo>.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Details {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub creator: Option<String>,
    /// The address of its picture.
    pub thumbnail: String,
    /// Where in the video that is from: 0.5 is the middle.
    pub thumbnail_timestamp_pct: f64,
    /// Whether it can be watched.
    pub ready_to_stream: bool,
    /// Since when it can be.
    pub ready_to_stream_at: Option<Timestamp>,
    /// What the platform does with it.
    pub status: Status,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was changed.
    pub modified: Option<Timestamp>,
    /// When the platform deletes it.
    pub scheduled_deletion: Option<Timestamp>,
    /// Its length in bytes.
    pub size: u64,
    /// The address of a page that shows it; the local simulator has the file as it was uploaded there.
    pub preview: Option<String>,
    /// The domains whose pages may show it; any when there are none.
    pub allowed_origins: Vec<String>,
    /// Whether it is shown only with a [token](super::Video::generate_token) in place of its id.
    pub require_signed_urls: bool,
    /// When it was uploaded.
    pub uploaded: Option<Timestamp>,
    /// Until when it can be uploaded.
    pub upload_expiry: Option<Timestamp>,
    /// How many bytes may be uploaded.
    pub max_size_bytes: Option<u64>,
    /// How long it may be.
    pub max_duration: Option<Duration>,
    /// How long it is; `None` while nobody knows.
    pub duration: Option<Duration>,
    /// Of what was uploaded, in pixels; `None` while nobody knows.
    pub width: Option<u32>,
    /// Of what was uploaded, in pixels; `None` while nobody knows.
    pub height: Option<u32>,
    /// Where players of HLS find it. With a [token](super::Video::generate_token) in place of the id, it is signed.
    pub hls_playback_url: String,
    /// Where players of DASH find it. With a [token](super::Video::generate_token) in place of the id, it is signed.
    pub dash_playback_url: String,
    /// What is drawn over it.
    pub watermark: Option<Watermark>,
    /// The live input that it was recorded from.
    pub live_input_id: Option<String>,
    /// The video that it is a part of.
    pub clipped_from_id: Option<String>,
    /// What those who watch it are told.
    pub public_details: Option<PublicDetails>,
    #[cfg_attr(
        not(feature = "serde"),
        allow(dead_code, reason = "nothing else reads it")
    )]
    meta: JsValue,
}

/// What the platform does with a video.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Status {
    /// How far it is.
    pub state: State,
    /// What is done while it is in progress, or failed: `encoding` or `manifest`.
    pub step: Option<String>,
    /// How much of that is done, of 100.
    pub pct_complete: Option<f64>,
    /// Why it failed, in a word of the platform such as `ERR_NON_VIDEO`.
    pub error_reason_code: Option<String>,
    /// The same in a sentence.
    pub error_reason_text: Option<String>,
}

words! {
    /// How far a video is.
    State {
        /// Nobody has uploaded it yet.
        PendingUpload = "pendingupload",
        /// It is loaded from its address.
        Downloading = "downloading",
        /// It waits to be encoded.
        Queued = "queued",
        /// It is encoded.
        InProgress = "inprogress",
        /// It can be watched, if not yet in all qualities.
        Ready = "ready",
        /// It cannot be encoded.
        Error = "error",
        /// It is recorded.
        LiveInProgress = "live-inprogress",
    }
}

/// What those who watch a video are told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublicDetails {
    /// Its title.
    pub title: Option<String>,
    /// Where it can be shared.
    pub share_link: Option<String>,
    /// Where there are more.
    pub channel_link: Option<String>,
    /// The address of a logo.
    pub logo: Option<String>,
}

impl Details {
    /// What else is known of it; `None` where nothing is.
    ///
    /// # Errors
    ///
    /// Fails when it is not a `T`; the error [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(video: worker_sdk::stream::Details) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Meta {
    ///     name: Option<String>,
    /// }
    ///
    /// let name = video.meta::<Meta>()?.and_then(|meta| meta.name);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn meta<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>> {
        if self.meta.is_undefined() || self.meta.is_null() {
            return Ok(None);
        }
        let of = format!("the metadata of the video `{}`", self.id);
        js::codec::from_js_of(&self.meta, &of).map(Some)
    }

    /// `None` when it is not an object with an id.
    fn from_js(video: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(video, name);
        let time = |name| js::time_property(video, name);
        let number = |name| js::number(&js::property(video, name));
        let is_true = |name| js::property(video, name).is_truthy();
        let input = js::property(video, "input");
        Some(Self {
            id: text("id")?,
            creator: text("creator"),
            thumbnail: text("thumbnail").unwrap_or_default(),
            thumbnail_timestamp_pct: number("thumbnailTimestampPct").unwrap_or_default(),
            ready_to_stream: is_true("readyToStream"),
            ready_to_stream_at: time("readyToStreamAt"),
            status: Status::from_js(&js::property(video, "status")),
            created: time("created"),
            modified: time("modified"),
            scheduled_deletion: time("scheduledDeletion"),
            size: number("size").unwrap_or_default() as u64,
            preview: text("preview"),
            allowed_origins: js::list_to_strings(&js::property(video, "allowedOrigins")),
            require_signed_urls: is_true("requireSignedURLs"),
            uploaded: time("uploaded"),
            upload_expiry: time("uploadExpiry"),
            max_size_bytes: known(number("maxSizeBytes")).map(|bytes| bytes as u64),
            max_duration: known(number("maxDurationSeconds")).and_then(duration),
            duration: known(number("duration")).and_then(duration),
            width: pixels(&input, "width"),
            height: pixels(&input, "height"),
            hls_playback_url: text("hlsPlaybackUrl").unwrap_or_default(),
            dash_playback_url: text("dashPlaybackUrl").unwrap_or_default(),
            watermark: Watermark::from_js(&js::property(video, "watermark")),
            live_input_id: text("liveInputId"),
            clipped_from_id: text("clippedFromId"),
            public_details: PublicDetails::from_js(&js::property(video, "publicDetails")),
            meta: js::property(video, "meta"),
        })
    }

    /// Of an answer that is a video.
    pub(super) fn of(answer: &JsValue) -> Result<Self> {
        Self::from_js(answer).ok_or_else(|| without("the id of a video"))
    }

    /// Of an answer that is a list of videos.
    pub(super) fn list(answer: &JsValue) -> Result<Vec<Self>> {
        list_of(answer, Self::of)
    }
}

impl Status {
    fn from_js(status: &JsValue) -> Self {
        let text = |name| js::string_property(status, name).filter(|text| !text.is_empty());
        let percent = js::property(status, "pctComplete");
        Self {
            state: State::from(text("state").unwrap_or_default()),
            step: text("step"),
            pct_complete: js::number(&percent).or_else(|| js::string(&percent)?.parse().ok()),
            error_reason_code: text("errorReasonCode"),
            error_reason_text: text("errorReasonText"),
        }
    }
}

impl PublicDetails {
    fn from_js(details: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(details, name);
        let is_there = !details.is_undefined() && !details.is_null();
        is_there.then(|| Self {
            title: text("title"),
            share_link: text("share_link"),
            channel_link: text("channel_link"),
            logo: text("logo"),
        })
    }
}

/// The platform has -1 or 0 where it does not know.
fn known(number: Option<f64>) -> Option<f64> {
    number.filter(|number| *number > 0.0)
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

fn pixels(object: &JsValue, name: &'static str) -> Option<u32> {
    known(js::number(&js::property(object, name))).map(|pixels| pixels as u32)
}
