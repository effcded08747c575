//! Variables and secrets as Rust values.

use std::fmt;

use wasm_bindgen::JsValue;

use super::Binding;
use crate::js::{self, exact};

impl Binding for String {
    const SECTION: &'static str = "vars";
    const EXPECTED: &'static str = "text";

    fn from_value(value: JsValue) -> Option<Self> {
        js::string(&value)
    }
}

impl Binding for bool {
    const SECTION: &'static str = "vars";
    const EXPECTED: &'static str = "a boolean";

    fn from_value(value: JsValue) -> Option<Self> {
        match value.as_bool() {
            Some(flag) => Some(flag),
            None => js::string(&value)?.trim().parse().ok(),
        }
    }
}

macro_rules! whole {
    ($($number:ty: $expected:literal,)*) => {
        $(impl Binding for $number {
            const SECTION: &'static str = "vars";
            const EXPECTED: &'static str = $expected;

            fn from_value(value: JsValue) -> Option<Self> {
                let Some(number) = js::number(&value) else {
                    return js::string(&value)?.trim().parse().ok();
                };
                let whole = number as Self;
                (whole as f64 == number && number.abs() <= exact::MAX as f64).then_some(whole)
            }
        })*
    };
}

whole! {
    u8: "a whole number from 0 to 255",
    u16: "a whole number from 0 to 65535",
    u32: "a whole number from 0 to 4294967295",
    u64: "a whole number from 0",
    usize: "a whole number from 0 to 4294967295",
    i8: "a whole number from -128 to 127",
    i16: "a whole number from -32768 to 32767",
    i32: "a whole number from -2147483648 to 2147483647",
    i64: "a whole number",
}

macro_rules! real {
    ($($number:ty),*) => {
        $(impl Binding for $number {
            const SECTION: &'static str = "vars";
            const EXPECTED: &'static str = "a number";

            fn from_value(value: JsValue) -> Option<Self> {
                let number = match js::number(&value) {
                    Some(number) => number as Self,
                    None => js::string(&value)?.trim().parse().ok()?,
                };
                number.is_finite().then_some(number)
            }
        })*
    };
}

real!(f32, f64);

/// A secret. `Debug` does not show it.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Env, env::Secret};
/// # fn run(env: &Env) -> worker_sdk::Result<()> {
/// let key: Secret = env.get("API_KEY")?;
/// let authorization = format!("Bearer {}", key.expose());
/// # drop(authorization);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/configuration/secrets/>.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A secret with this text, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::env::Secret;
    ///
    /// assert!(Secret::new("sesame").matches("sesame"));
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text of the secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `given` is the secret. How long that takes says nothing of where they differ, only of their lengths.
    ///
    /// Nothing is an empty secret: one that was set to nothing by mistake lets nobody in.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, env::Secret};
    /// fn is_allowed(request: &Request, token: &Secret) -> bool {
    ///     let given = request.header("authorization");
    ///     let given = given.as_deref().and_then(|given| given.strip_prefix("Bearer "));
    ///     given.is_some_and(|given| token.matches(given))
    /// }
    /// ```
    #[must_use]
    pub fn matches(&self, given: &str) -> bool {
        let pairs = self.0.bytes().zip(given.bytes());
        let difference = pairs.fold(0, |all, (ours, theirs)| {
            std::hint::black_box(all | (ours ^ theirs))
        });
        self.0.len() == given.len() && difference == 0 && !given.is_empty()
    }

    /// The text of the secret.
    #[must_use]
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl Binding for Secret {
    const SECTION: &'static str = "secrets";
    const EXPECTED: &'static str = "text";

    fn from_value(value: JsValue) -> Option<Self> {
        js::string(&value).map(Self)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_matches_itself_only() {
        let secret = Secret("sesame".to_owned());
        assert!(secret.matches("sesame"));
        for other in ["", "sesam", "sesame!", "Sesame", "sesamf"] {
            assert!(!secret.matches(other), "{other}");
        }
        for given in ["", "x"] {
            assert!(!Secret(String::new()).matches(given), "{given}");
        }
    }
}
