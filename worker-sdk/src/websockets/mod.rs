//! WebSockets.

mod close;
mod error;
mod message;
mod socket;
mod sys;

pub use close::{CloseCode, CloseFrame, MAX_REASON_LENGTH};
pub use message::Message;
pub use socket::{ReadyState, WebSocket};

use crate::js;

/// The two ends of a new connection: the one for the client, and the one that stays here.
#[must_use]
pub fn pair() -> (WebSocket, WebSocket) {
    let pair = sys::new_pair();
    let mut ends = js::items(&pair).map(WebSocket::from_raw);
    let mut end = || {
        ends.next()
            .unwrap_or_else(|| WebSocket::from_raw(wasm_bindgen::JsValue::UNDEFINED))
    };
    (end(), end())
}
