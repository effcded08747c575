//! Calls.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::stub::{Stub, sending};
use super::value::Value;
use super::{Client, sys};
use crate::error::{Error, Result};
use crate::js;

/// A remote call, or a property that is read, made by a method of a client. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails with what the method failed with, or when the call or its answer got lost: the predicates of
/// [`Error`] tell [remote](Error::is_remote) errors, and whether to [try again](Error::is_retryable). Fails as
/// [malformed](Error::is_malformed) when the result has another shape than the interface says.
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<T> {
    callee: Stub,
    /// None when the callee itself is called.
    name: Option<&'static str>,
    /// Undefined for a property.
    arguments: Result<JsValue>,
    /// Stubs among the arguments, until the call is done.
    sent: Vec<Stub>,
    result: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(crate) fn new(
        callee: &Stub,
        name: impl Into<Option<&'static str>>,
        arguments: impl Arguments,
    ) -> Self {
        let (arguments, sent) = sending(|| arguments.into_list());
        Self {
            callee: callee.clone(),
            name: name.into(),
            arguments,
            sent,
            result: PhantomData,
        }
    }

    pub(crate) fn property(object: &Stub, name: &'static str) -> Self {
        Self {
            callee: object.clone(),
            name: Some(name),
            arguments: Ok(JsValue::UNDEFINED),
            sent: Vec::new(),
            result: PhantomData,
        }
    }

    /// The result as a client, to be called before it is there: both calls make one round trip.
    ///
    /// # Errors
    ///
    /// Fails when an argument cannot be sent. What the call itself fails with is what each call of its result fails with.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # mod worker {
    /// use worker_sdk::{Result, rpc};
    ///
    /// #[rpc]
    /// trait Accounts {
    ///     async fn login(&self, name: String) -> Result<SessionStub>;
    /// }
    ///
    /// #[rpc]
    /// trait Session {
    ///     async fn balance(&self) -> Result<i64>;
    /// }
    ///
    /// async fn balance(accounts: AccountsStub) -> Result<i64> {
    ///     accounts.login("Ada".into()).pipelined()?.balance().await
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    pub fn pipelined(self) -> Result<T>
    where
        T: Client,
    {
        let arguments = self.arguments?;
        let name = self.name.map_or(JsValue::UNDEFINED, js::constant);
        let promise = sys::begin_call(self.callee.checked()?, &name, &arguments);
        match promise.is_undefined() {
            true => Err(Error::last_failure(DOING)),
            false => Ok(T::from_stub(Stub::promised(promise))),
        }
    }
}

const DOING: &str = "";

/// What is called stays until it has answered, and so do stubs among the arguments.
async fn answered(
    callee: Stub,
    name: Option<&'static str>,
    arguments: Result<JsValue>,
    sent: Vec<Stub>,
) -> Result<JsValue> {
    let (raw, arguments) = (callee.checked()?, arguments?);
    let promise = match name {
        Some(name) => sys::call_method(raw, &js::constant(name), &arguments),
        None => sys::call_function(raw, &arguments),
    };
    drop(arguments);
    let value = js::settled(promise, DOING).await;
    drop((callee, sent));
    value
}

impl<T: Value> IntoFuture for Call<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            callee,
            name,
            arguments,
            sent,
            ..
        } = self;
        Box::pin(async move {
            let value = answered(callee, name, arguments, sent).await?;
            match name {
                Some(name) => T::from_js(value, &format_args!("the result of `{name}`")),
                None => T::from_js(value, &"the result of the function"),
            }
        })
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("name", &self.name).finish()
    }
}

/// The arguments of a call, as a tuple.
pub trait Arguments: Sized + 'static {
    /// An array of JavaScript.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    fn into_list(self) -> Result<JsValue>;

    /// The arguments that JavaScript passed.
    ///
    /// # Errors
    ///
    /// Fails when one has another shape.
    fn from_list(list: JsValue) -> Result<Self>;
}

macro_rules! tuples {
    ($(($($name:ident),*);)*) => {
        $(impl<$($name: Value),*> Arguments for ($($name,)*) {
            #[allow(non_snake_case)]
            fn into_list(self) -> Result<JsValue> {
                let ($($name,)*) = self;
                Ok(js::list([$($name.into_js()?),*]))
            }

            #[allow(unused_variables, unused_mut, non_snake_case, clippy::unused_unit)]
            fn from_list(list: JsValue) -> Result<Self> {
                let mut at = 0..;
                Ok(($({
                    let at = at.next().unwrap_or_default();
                    $name::from_js(js::item(&list, at), &format_args!("argument {at}"))?
                },)*))
            }
        })*
    };
}

tuples! {
    ();
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
    (A, B, C, D, E, F, G);
    (A, B, C, D, E, F, G, H);
}
