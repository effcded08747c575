//! Evaluating flags.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{Details, Fallback, sys};
use crate::error::Result;
use crate::js::{self, codec};

/// Evaluates a flag: [`Flagship::get`](super::Flagship::get). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when JavaScript has no such fallback or context, when an object is another one than its type says, and when the
/// platform cannot be asked. A flag that does not exist, is of another kind or cannot be evaluated is no error: the result is
/// the fallback, and [the details](Get::details) say why.
#[must_use = "no flag is evaluated until it is awaited"]
pub struct Get<F> {
    flags: JsValue,
    key: String,
    fallback: Result<JsValue>,
    context: Result<JsValue>,
    kind: PhantomData<fn() -> F>,
}

impl<F: Fallback> Get<F> {
    /// The fallback is copied, so that it may be borrowed.
    pub(super) fn new(flags: &JsValue, key: String, fallback: &impl Fallback<Owned = F>) -> Self {
        Self {
            flags: flags.clone(),
            key,
            fallback: fallback.to_js(),
            context: Ok(JsValue::UNDEFINED),
            kind: PhantomData,
        }
    }

    /// What rules choose by, as a struct or a map: names of attributes, such as `userId` or `country`, with texts, numbers and
    /// booleans. Without it, each rule that asks for an attribute finds none.
    ///
    /// # Errors
    ///
    /// The evaluation fails when JavaScript has no such value.
    ///
    /// See <https://developers.cloudflare.com/flagship/targeting/>.
    pub fn context<T: Serialize + ?Sized>(mut self, context: &T) -> Self {
        self.context = codec::to_js(context);
        self
    }

    /// The value, and how it came about.
    ///
    /// # Errors
    ///
    /// As [the value](Get) alone.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(flags: worker_sdk::flagship::Flagship) -> worker_sdk::Result<bool> {
    /// let details = flags.get("dark-mode", false).details().await?;
    /// if let Some(error) = &details.error {
    ///     worker_sdk::console_warn!("{}: {error}", details.flag_key);
    /// }
    /// Ok(details.value)
    /// # }
    /// ```
    pub async fn details(self) -> Result<Details<F::Value>> {
        let key = self.key.clone();
        let details = self.evaluate(F::DETAILS).await?;
        let value = js::property(&details, "value");
        Ok(Details::new(&details, read::<F>(&value, &key)?, key))
    }

    async fn value(self) -> Result<F::Value> {
        let key = self.key.clone();
        let value = self.evaluate(F::VALUE).await?;
        read::<F>(&value, &key)
    }

    async fn evaluate(self, method: &'static str) -> Result<JsValue> {
        let (fallback, context) = (self.fallback?, self.context?);
        let (method, key) = (js::constant(method), js::text(&self.key));
        let promise = sys::evaluate(&self.flags, &method, &key, &fallback, &context);
        let evaluated = js::settled(promise, "evaluating a flag").await;
        evaluated.map_err(|error| error.about("flag", self.key))
    }
}

fn read<F: Fallback>(value: &JsValue, key: &str) -> Result<F::Value> {
    codec::from_js_of(value, &format!("the flag `{key}`"))
}

impl<F: Fallback + 'static> IntoFuture for Get<F> {
    type Output = Result<F::Value>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.value())
    }
}

impl<F> fmt::Debug for Get<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get")
            .field("flag_key", &self.key)
            .finish_non_exhaustive()
    }
}
