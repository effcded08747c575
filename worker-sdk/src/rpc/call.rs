//! Calls.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::Client;
use super::incoming::Incoming;
use super::outgoing::Outgoing;
use super::stub::{Stub, sending};
use super::value::Value;
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
    outgoing: Result<Outgoing>,
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
        let name = name.into();
        let (outgoing, sent) = sending(|| Outgoing::call(name, arguments));
        Self {
            callee: callee.clone(),
            name,
            outgoing,
            sent,
            result: PhantomData,
        }
    }

    pub(crate) fn property(object: &Stub, name: &'static str) -> Self {
        Self {
            callee: object.clone(),
            name: Some(name),
            outgoing: Ok(Outgoing::property(name)),
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
        let outgoing = self.outgoing?;
        let promise = outgoing.begin(self.callee.checked()?);
        match promise.is_undefined() {
            true => Err(Error::last_failure(DOING)),
            false => Ok(T::from_stub(Stub::given(promise))),
        }
    }
}

const DOING: &str = "";

/// What is called stays until it has answered, and so do stubs among the arguments.
async fn answered(callee: Stub, outgoing: Result<Outgoing>, sent: Vec<Stub>) -> Result<JsValue> {
    let raw = callee.checked()?;
    let promised = outgoing?.send(raw, callee.is_lasting());
    let value = promised
        .await
        .map_err(|thrown| Error::thrown(thrown, DOING));
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
            outgoing,
            sent,
            ..
        } = self;
        Box::pin(async move {
            let value = answered(callee, outgoing, sent).await?;
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

    /// Writes the arguments and gives their number.
    #[doc(hidden)]
    fn append(self, outgoing: &mut Outgoing) -> Result<usize>;
}

macro_rules! tuples {
    ($(($($name:ident),*);)*) => {
        $(impl<$($name: Value),*> Arguments for ($($name,)*) {
            #[allow(non_snake_case)]
            fn into_list(self) -> Result<JsValue> {
                let ($($name,)*) = self;
                Ok(js::list([$($name.into_js()?),*]))
            }

            #[allow(unused_variables, unused_mut, clippy::unused_unit)]
            fn from_list(list: JsValue) -> Result<Self> {
                let mut incoming = Incoming::new(list, &[$($name::STAYS),*]);
                let mut at = 0..;
                Ok(($({
                    let at = at.next().unwrap_or_default();
                    $name::take(&mut incoming, at, &format_args!("argument {at}"))?
                },)*))
            }

            #[allow(unused_variables, unused_mut, non_snake_case)]
            fn append(self, outgoing: &mut Outgoing) -> Result<usize> {
                let ($($name,)*) = self;
                let mut count = 0;
                $(
                    $name.append(outgoing)?;
                    count += 1;
                )*
                Ok(count)
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
