//! Where an answer sends a client, as browsers understand it.

use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, HeaderName,
    LOCATION, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method};
use url::Url;

use crate::Result;
use crate::answer::text_of;
use crate::exchange::Outgoing;

/// How many follow each other; browsers give up after so many.
pub(crate) const MOST: usize = 20;

/// What says something about a body.
const OF_A_BODY: [HeaderName; 6] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
];

/// The URL that an answer names, if it has such a status.
pub(crate) fn target(status: u16, headers: &HeaderMap, url: &Url) -> Option<Url> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    url.join(text_of(headers, LOCATION.as_str())?).ok()
}

/// Whether the next request is a `GET` without a body, whatever this one was.
pub(crate) fn becomes_get(status: u16, method: &Method) -> bool {
    match status {
        303 => *method != Method::HEAD,
        301 | 302 => *method == Method::POST,
        _ => false,
    }
}

/// Makes the request the one for `target`, which is at the same address.
pub(crate) fn turn(
    outgoing: &mut Outgoing,
    address: &str,
    target: &Url,
    as_get: bool,
) -> Result<()> {
    if as_get {
        outgoing.parts.method = Method::GET;
        for name in OF_A_BODY {
            outgoing.parts.headers.remove(name);
        }
    }
    let query = target.query().map(|query| format!("?{query}"));
    let path = [target.path(), query.as_deref().unwrap_or_default()].concat();
    outgoing.lead_to(address, &path)
}
