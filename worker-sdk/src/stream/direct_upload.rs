//! Uploads that do not go through the worker.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::Watermark;
use super::call::{about, call, without};
use crate::error::Result;
use crate::js::{self, Checked, Options, awaited};
use crate::time::Timestamp;

/// Makes an address for one upload: [`Stream::create_direct_upload`](super::Stream::create_direct_upload). Nothing is sent
/// before it is awaited.
///
/// # Errors
///
/// Fails when something of what was given is impossible, when the account has no room left for so long a video, made too many
/// calls, and when the platform fails. The local simulator refuses all as a
/// [bad request](super::ErrorKind::BadRequest).
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run(stream: worker_sdk::stream::Stream) -> worker_sdk::Result<String> {
/// let upload = stream.create_direct_upload(Duration::from_secs(300)).creator("ada").await?;
/// let form = format!(r#"<form action="{}" method="post" enctype="multipart/form-data">"#, upload.upload_url);
/// # Ok(form)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/stream/uploading-videos/direct-creator-uploads/>.
#[must_use = "nothing is made until it is awaited"]
pub struct CreateDirectUpload {
    stream: JsValue,
    params: Checked,
}

/// Where a browser uploads a video of up to 200 MB, with `POST` and a form of several parts that has the `file`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DirectUpload {
    /// The id that the video has.
    pub id: String,
    /// The address, for one upload.
    pub upload_url: String,
    /// What will be drawn over it.
    pub watermark: Option<Watermark>,
    /// When the platform deletes it.
    pub scheduled_deletion: Option<Timestamp>,
}

impl CreateDirectUpload {
    pub(super) fn new(stream: &JsValue, max_duration: Duration) -> Self {
        let seconds = max_duration.as_secs() as f64;
        Self {
            stream: stream.clone(),
            params: Checked::new().set(|options| options.number("maxDurationSeconds", seconds)),
        }
    }

    about!();

    /// Until when the address can be used, from two minutes to six hours from now; half an hour without this.
    ///
    /// # Errors
    ///
    /// The operation fails when no calendar has this time.
    pub fn expiry(mut self, at: Timestamp) -> Self {
        self.params = self.params.time("expiry", at);
        self
    }

    /// What is drawn over it, by the id of a [`Watermark`]. It cannot be taken away later.
    pub fn watermark(self, id: impl AsRef<str>) -> Self {
        self.set(|options| options.options("watermark", Options::new().text("id", id.as_ref())))
    }

    async fn send(self) -> Result<DirectUpload> {
        let args = [self.params.into_object()?];
        let doing = "making an address for an upload";
        let made = call(&self.stream, None, "createDirectUpload", args, doing).await?;
        let text = |name| js::string_property(&made, name);
        match (text("id"), text("uploadURL")) {
            (Some(id), Some(upload_url)) => Ok(DirectUpload {
                id,
                upload_url,
                watermark: Watermark::from_js(&js::property(&made, "watermark")),
                scheduled_deletion: js::time_property(&made, "scheduledDeletion"),
            }),
            _ => Err(without("an address for an upload")),
        }
    }
}

awaited!(CreateDirectUpload => DirectUpload);
