//! Bot management.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{boolean, object, properties};
use crate::js;

/// How likely a client is a bot.
///
/// See <https://developers.cloudflare.com/bots/reference/bot-management-variables/>.
#[derive(Clone)]
pub struct BotManagement(JsValue);

impl BotManagement {
    /// Wraps the JavaScript object.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The numbers of the rules that found something.
    #[must_use]
    pub fn detection_ids(&self) -> Vec<u32> {
        let list = js::property(&self.0, "detectionIds");
        if !list.is_array() {
            return Vec::new();
        }
        js::items(&list)
            .filter_map(|id| js::number(&id))
            .map(|id| id as u32)
            .collect()
    }

    /// Whether the client passed a test in JavaScript; `None` if it was not given one.
    #[must_use]
    pub fn js_detection_passed(&self) -> Option<bool> {
        boolean(&object(&self.0, "jsDetection")?, "passed")
    }
}

properties! {
    BotManagement, integer -> u32:
    score "score" "From 1, surely a bot, to 99, surely a human.";
}

properties! {
    BotManagement, boolean -> bool:
    verified_bot "verifiedBot" "Whether the client is a known, well-behaved bot.";
    corporate_proxy "corporateProxy" "Whether the request comes through the proxy of a company.";
    static_resource "staticResource" "Whether the request is for a file such as an image, by its ending.";
}

properties! {
    BotManagement, text -> String:
    ja3_hash "ja3Hash" "The JA3 fingerprint of the client's TLS.";
    ja4 "ja4" "The JA4 fingerprint of the client's TLS.";
}

impl fmt::Debug for BotManagement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BotManagement { .. }")
    }
}
