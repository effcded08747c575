//! Addresses.

use wasm_bindgen::JsValue;

use super::error::Refused;
use crate::error::{Error, Result};
use crate::js::{self, Options};

/// An address, with a name if need be.
///
/// # Examples
///
/// ```
/// use worker_sdk::email::Address;
///
/// let plain: Address = "ada@example.com".into();
/// let named: Address = ("Ada Lovelace", "ada@example.com").into();
/// assert_eq!(plain.email(), named.email());
/// assert_eq!(named.name(), Some("Ada Lovelace"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    name: Option<String>,
    email: String,
}

impl Address {
    /// The address itself.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The name of whom it belongs to.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether a mail to either comes to the same. Servers do not tell mailboxes apart by their case.
    pub(super) fn is(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email)
    }

    /// Refuses what could not stand in a header, or would be several addresses there.
    pub(super) fn check(&self) -> Result<()> {
        let is_bad = |c: char| c.is_control() || c.is_whitespace() || "<>,;\"".contains(c);
        let is_whole = self.email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.contains('@')
        });
        let name = self.name.as_deref().unwrap_or_default();
        if !is_whole || self.email.contains(is_bad) || name.contains(char::is_control) {
            let address = self.email.clone();
            return Err(Error::of(Refused::Address { address }));
        }
        Ok(())
    }

    pub(super) fn to_js(&self) -> JsValue {
        match &self.name {
            None => js::text(&self.email),
            Some(name) => Options::new()
                .text("name", name.as_str())
                .text("email", self.email.as_str())
                .into_js(),
        }
    }
}

impl From<&str> for Address {
    fn from(email: &str) -> Self {
        email.to_owned().into()
    }
}

impl From<String> for Address {
    fn from(email: String) -> Self {
        Self { name: None, email }
    }
}

impl<N: Into<String>, E: Into<String>> From<(N, E)> for Address {
    fn from((name, email): (N, E)) -> Self {
        Self {
            name: Some(name.into()),
            email: email.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses_that_are_none() {
        for good in ["a@b", "ada.lovelace+x@example.com", "ä@exämple.com"] {
            assert!(Address::from(good).check().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "<a@b>",
            "a@b,c@d",
            "a@b\r\nBcc: c@d",
        ] {
            assert!(Address::from(bad).check().is_err(), "{bad}");
        }
        assert!(Address::from(("Ada\r\nBcc: c@d", "a@b")).check().is_err());
    }
}
