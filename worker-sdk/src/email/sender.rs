//! The binding that mail is sent with.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sending::{Outgoing, Sending};
use crate::env::Binding;
use crate::js;

/// Sends mail, by a binding in `send_email`. Cheap to clone.
///
/// The configuration may limit the binding to some senders and recipients.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::email::{Mail, Sender};
/// use worker_sdk::{Bindings, Result};
///
/// #[derive(Bindings)]
/// struct App {
///     mail: Sender, // MAIL
/// }
///
/// async fn greet(app: &App) -> Result<()> {
///     let mail = Mail::new("shop@example.com", "Welcome").to("ada@example.com").html("<h1>hello</h1>");
///     app.mail.send(mail).await?;
///     Ok(())
/// }
/// ```
///
/// See <https://developers.cloudflare.com/email-service/api/send-emails/workers-api/>.
#[derive(Clone)]
pub struct Sender(JsValue);

impl Sender {
    /// Wraps a JavaScript `SendEmail`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `SendEmail`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `SendEmail`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Sends a [`Mail`](super::Mail), or a [`RawMail`](super::RawMail) that was written elsewhere.
    pub fn send(&self, mail: impl Into<Outgoing>) -> Sending {
        Sending::send(self.0.clone(), mail.into())
    }
}

impl Binding for Sender {
    const SECTION: &'static str = "send_email";
    const EXPECTED: &'static str = "an email sender";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "send").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender { .. }")
    }
}
