//! What changes without a deployment.

use std::convert::Infallible;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::extract::{FromRequestParts, Parts};
use worker_sdk::flagship::{Flagship, Object};
use worker_sdk::{Result, console_warn, timeout};

use crate::App;

/// How long a reader waits for a flag.
const PATIENCE: Duration = Duration::from_millis(500);

/// The values of the flag `assistant`. What a variation leaves out is as it is here.
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) prompt: String,
    pub(crate) shows_sources: bool,
}

/// What the rules of the flag choose by.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reader {
    /// Whoever signs readers in sets the cookie; a rule for a part of all readers tells them apart by it.
    user_id: Option<String>,
    country: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prompt: "Answer in a few sentences, from the documentation alone.".to_owned(),
            shows_sources: false,
        }
    }
}

/// Handlers take the settings of whom they serve as a parameter.
impl FromRequestParts<App> for Settings {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let reader = Reader {
            user_id: parts.request.cookie("reader"),
            country: parts.request.cf().country(),
        };
        let evaluated = evaluate(&app.flags, &reader).await;
        Ok(evaluated.unwrap_or_else(|error| {
            console_warn!("{error}");
            Self::default()
        }))
    }
}

async fn evaluate(flags: &Flagship, reader: &Reader) -> Result<Settings> {
    let flag = flags.get("assistant", Object(Settings::default()));
    let details = timeout(PATIENCE, flag.context(reader).details()).await??;
    if let Some(error) = details.error {
        console_warn!("the flag `{}` has its fallback: {error}", details.flag_key);
    }
    Ok(details.value)
}
