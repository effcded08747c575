//! What the platform makes of a video.

use crate::js::words;

words! {
    /// How far the platform is with captions or a download.
    Progress {
        /// It is there.
        Ready = "ready",
        /// It is made.
        InProgress = "inprogress",
        /// It cannot be made.
        Error = "error",
    }
}
