//! Why a socket is closed.

use std::fmt;

use wasm_bindgen::JsValue;

use super::error::Refused;
use crate::error::{Error, Result};
use crate::js;

/// The longest reason of a close frame, in bytes.
pub const MAX_REASON_LENGTH: usize = 123;

/// The code of a close frame.
///
/// Codes from 3000 belong to libraries and protocols, those from 4000 to 4999 to applications.
///
/// # Examples
///
/// ```
/// use worker_sdk::websockets::CloseCode;
///
/// const KICKED: CloseCode = CloseCode::new(4001);
/// assert_eq!(KICKED.as_u16(), 4001);
/// assert_eq!(CloseCode::NORMAL, CloseCode::from(1000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloseCode(u16);

impl CloseCode {
    /// 1000: all is done.
    pub const NORMAL: Self = Self(1000);
    /// 1001: the server shuts down, or the user leaves the page.
    pub const GOING_AWAY: Self = Self(1001);
    /// 1002: the other side broke the protocol.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// 1003: data of this kind is not taken.
    pub const UNSUPPORTED: Self = Self(1003);
    /// 1005: the close frame had no code. [`WebSocket::close`](super::WebSocket::close) sends such a frame for it.
    pub const NO_STATUS: Self = Self(1005);
    /// 1006: the connection was lost without a close frame. It cannot be sent.
    pub const ABNORMAL: Self = Self(1006);
    /// 1007: text that is not UTF-8, or data that contradicts its type.
    pub const INVALID_DATA: Self = Self(1007);
    /// 1008: a rule was broken for which there is no other code.
    pub const POLICY_VIOLATION: Self = Self(1008);
    /// 1009: a message is too large.
    pub const TOO_BIG: Self = Self(1009);
    /// 1010: the server did not offer an extension that the client needs.
    pub const MISSING_EXTENSION: Self = Self(1010);
    /// 1011: the server failed.
    pub const INTERNAL_ERROR: Self = Self(1011);
    /// 1012: the server restarts.
    pub const SERVICE_RESTART: Self = Self(1012);
    /// 1013: the server has too much to do.
    pub const TRY_AGAIN_LATER: Self = Self(1013);
    /// 1014: the server behind a gateway failed.
    pub const BAD_GATEWAY: Self = Self(1014);

    /// A code of your own.
    #[must_use]
    pub const fn new(code: u16) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Whether a close frame can carry it: 1000 to 4999 without 1004, 1005, 1006 and 1015.
    #[must_use]
    pub const fn is_sendable(self) -> bool {
        matches!(self.0, 1000..=1003 | 1007..=1014 | 1016..=4999)
    }
}

impl From<u16> for CloseCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a socket was closed by the other side, or that its connection was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseFrame {
    /// The code; [`CloseCode::ABNORMAL`] when the connection was lost.
    pub code: CloseCode,
    /// The reason, often empty.
    pub reason: String,
    /// Whether there was a close frame.
    pub was_clean: bool,
}

impl CloseFrame {
    /// A frame of the other side with this code and reason, for tests; with [`CloseCode::ABNORMAL`], a connection that was
    /// lost without one.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::websockets::{CloseCode, CloseFrame};
    ///
    /// let bye = CloseFrame::new(4001, "kicked");
    /// assert!(bye.was_clean);
    /// assert!(!CloseFrame::new(CloseCode::ABNORMAL, "").was_clean);
    /// ```
    #[must_use]
    pub fn new(code: impl Into<CloseCode>, reason: impl Into<String>) -> Self {
        let code = code.into();
        Self {
            code,
            reason: reason.into(),
            was_clean: code != CloseCode::ABNORMAL,
        }
    }

    /// From a JavaScript array of code, reason and whether there was a close frame.
    pub(super) fn from_list(list: &JsValue) -> Self {
        let mut items = js::items(list);
        let mut next = || items.next().unwrap_or_default();
        let code = js::number(&next()).unwrap_or(f64::from(CloseCode::ABNORMAL.0));
        Self {
            code: CloseCode(code as u16),
            reason: js::string(&next()).unwrap_or_default(),
            was_clean: next() == JsValue::TRUE,
        }
    }
}

/// The code for the platform.
pub(super) fn checked(code: CloseCode, reason: &str) -> Result<i32> {
    if reason.len() > MAX_REASON_LENGTH {
        let length = reason.len();
        return Err(Error::of(Refused::Reason { length }));
    }
    match code {
        CloseCode::NO_STATUS if !reason.is_empty() => Err(Error::of(Refused::ReasonWithoutCode)),
        code if code.is_sendable() || code == CloseCode::NO_STATUS => Ok(i32::from(code.0)),
        code => Err(Error::of(Refused::Code { code })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_close_frame_can_carry() {
        let long = "é".repeat(62);
        let cases = [
            (1000, "", Ok(1000)),
            (1005, "", Ok(1005)),
            (4999, "bye", Ok(4999)),
            (1013, &long[..122], Ok(1013)),
            (
                1005,
                "bye",
                Err(
                    "a close frame without a code cannot have a reason; use another code than 1005",
                ),
            ),
            (
                999,
                "",
                Err(
                    "`999` cannot be the code of a close frame; use 1000 to 4999 without 1004, 1006 and 1015",
                ),
            ),
            (
                1006,
                "",
                Err(
                    "`1006` cannot be the code of a close frame; use 1000 to 4999 without 1004, 1006 and 1015",
                ),
            ),
            (
                5000,
                "",
                Err(
                    "`5000` cannot be the code of a close frame; use 1000 to 4999 without 1004, 1006 and 1015",
                ),
            ),
            (
                1000,
                &long,
                Err("the reason of a close frame has 124 bytes, and 123 are the most; shorten it"),
            ),
        ];
        for (code, reason, expected) in cases {
            let found = checked(code.into(), reason).map_err(|error| error.to_string());
            assert_eq!(found, expected.map_err(String::from), "{code} {reason}");
        }
    }
}
