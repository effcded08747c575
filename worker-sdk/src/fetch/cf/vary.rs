//! By what copies in the cache differ.

use wasm_bindgen::JsValue;

use crate::js::{self, Options, choices};

choices! {
    /// What a header of the request means for the cache.
    VaryAction {
        /// Values that mean the same share a copy.
        Normalize = "normalize",
        /// Each value has its copy.
        Passthrough = "passthrough",
        /// A request with the header does not use the cache.
        Bypass = "bypass",
    }
}

/// By which headers of the request copies in the cache differ. See [`CfOptions::vary`](super::CfOptions::vary).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::fetch::cf::{CfOptions, Vary, VaryAction};
///
/// let vary = Vary::new(VaryAction::Bypass)
///     .accept(VaryAction::Normalize, ["image/webp", "image/png"])
///     .header("x-version", VaryAction::Passthrough);
/// let cf = CfOptions::new().vary(vary);
/// # let _ = cf;
/// ```
#[derive(Clone)]
#[must_use = "options do nothing until a request has them"]
pub struct Vary {
    rest: VaryAction,
    headers: Options,
}

impl Vary {
    /// What all headers mean that are not named.
    pub const fn new(rest: VaryAction) -> Self {
        Self {
            rest,
            headers: Options::new(),
        }
    }

    /// What a header means.
    pub fn header(self, name: impl AsRef<str>, action: VaryAction) -> Self {
        self.with(name.as_ref(), action, Options::new())
    }

    /// What `accept` means, and the types that matter.
    pub fn accept<T: AsRef<str>>(
        self,
        action: VaryAction,
        media_types: impl IntoIterator<Item = T>,
    ) -> Self {
        let types = Options::new().value("media_types", texts(media_types));
        self.with("accept", action, types)
    }

    /// What `accept-language` means, and the languages that matter.
    pub fn accept_language<T: AsRef<str>>(
        self,
        action: VaryAction,
        languages: impl IntoIterator<Item = T>,
    ) -> Self {
        let languages = Options::new().value("languages", texts(languages));
        self.with("accept-language", action, languages)
    }

    fn with(mut self, name: &str, action: VaryAction, more: Options) -> Self {
        let header = more.value("action", action.into_js()).into_js();
        self.headers = self.headers.named(name, &header);
        self
    }

    pub(super) fn into_options(self) -> Options {
        Options::new()
            .options(
                "default",
                Options::new().value("action", self.rest.into_js()),
            )
            .options("headers", self.headers)
    }
}

impl std::fmt::Debug for Vary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vary")
            .field("rest", &self.rest)
            .finish_non_exhaustive()
    }
}

fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> JsValue {
    js::list(texts.into_iter().map(|text| js::text(text.as_ref())))
}
