//! How a step is tried, as the runtime says.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::retries::Backoff;
use crate::js;

/// How a step is tried, the platform's defaults included: of the [attempt](super::Attempt::config) that runs, and of an
/// [event](super::InstanceEvent::config).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepConfig {
    /// How often it is tried again when it fails.
    pub retries: u32,
    /// The time before the first retry; `None` where a [function](super::Run::delay_with) says it.
    pub delay: Option<Duration>,
    /// How the delays grow.
    pub backoff: Backoff,
    /// How long an attempt may take.
    pub timeout: Option<Duration>,
    /// Whether its result is [kept out](super::Run::sensitive) of what the dashboard and the API show.
    pub is_sensitive: bool,
}

impl StepConfig {
    /// Reads a `WorkflowStepConfig`.
    pub(super) fn read(raw: &JsValue) -> Option<Self> {
        let retries = js::property(raw, "retries");
        let limit = js::number(&js::property(&retries, "limit"));
        let backoff = js::string_property(&retries, "backoff").unwrap_or_default();
        (!raw.is_undefined() && !raw.is_null()).then(|| Self {
            retries: limit.unwrap_or_default() as u32,
            delay: duration(&js::property(&retries, "delay")),
            backoff: Backoff::named(&backoff),
            timeout: duration(&js::property(raw, "timeout")),
            is_sensitive: is_sensitive(raw),
        })
    }
}

/// What is sensitive says which part of it.
pub(super) fn is_sensitive(raw: &JsValue) -> bool {
    js::string_property(raw, "sensitive").is_some()
}

/// Milliseconds, or words such as `10 seconds`.
fn duration(raw: &JsValue) -> Option<Duration> {
    let ms = js::number(raw).or_else(|| in_words(&js::string(raw)?));
    Duration::try_from_secs_f64(ms? / 1_000.0).ok()
}

fn in_words(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ')?;
    let seconds = match unit.trim_end_matches('s') {
        "second" => 1.0,
        "minute" => 60.0,
        "hour" => 3_600.0,
        "day" => 86_400.0,
        "week" => 7.0 * 86_400.0,
        "month" => 30.0 * 86_400.0,
        "year" => 365.25 * 86_400.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * seconds * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn durations_in_words() {
        for (text, ms) in [
            ("1 second", 1e3),
            ("10 minutes", 6e5),
            ("1.5 hours", 5.4e6),
            ("2 days", 1.728e8),
            ("1 week", 6.048e8),
            ("1 month", 2.592e9),
            ("1 year", 3.15576e10),
        ] {
            assert_eq!(in_words(text), Some(ms), "{text}");
        }
        for text in ["[dynamic]", "", "ten seconds", "1 moon"] {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
