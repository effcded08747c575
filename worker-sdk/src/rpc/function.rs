//! Functions that are arguments or results.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wasm_bindgen::JsValue;

use super::call::{Arguments, Call};
use super::stub::Stub;
use super::value::Value;
use super::{serve, sys};
use crate::error::Result;

/// A function that the other side can call: an argument, or a result. `A` is the tuple of its arguments.
///
/// Made of a closure, it is given away by name: each call of it runs the closure here. The closure is dropped when nobody
/// can call it any more. Received, it is called; the sender's function is let go of when the last clone is dropped.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::rpc::Function;
/// use worker_sdk::{Result, console_log, rpc};
///
/// #[rpc]
/// trait Search {
///     async fn each(&self, word: String, found: Function<(String,)>) -> Result<u32>;
/// }
///
/// struct Library;
///
/// impl Search for Library {
///     async fn each(&self, word: String, found: Function<(String,)>) -> Result<u32> {
///         found.call((format!("a book about {word}"),)).await?;
///         Ok(1)
///     }
/// }
///
/// async fn search(library: SearchStub) -> Result<u32> {
///     let print = Function::new(async |title: String| {
///         console_log!("{title}");
///         Ok(())
///     });
///     library.each("wasm".into(), print).await
/// }
/// # }
/// # fn main() {}
/// ```
pub struct Function<A, R = ()> {
    stub: Stub,
    called: PhantomData<fn(A) -> R>,
}

impl<A: Arguments, R: Value> Function<A, R> {
    /// Lets others call `closure`, which takes up to four arguments.
    #[must_use]
    pub fn new(closure: impl Closure<A, R>) -> Self {
        let closure = std::rc::Rc::new(closure);
        let call = move |_: i32, arguments: JsValue| {
            let closure = closure.clone();
            serve::run("function", async move {
                let arguments = A::from_list(arguments).map_err(serve::refused)?;
                serve::result(closure.run(arguments).await)
            })
        };
        let function = serve::function(call);
        Self::of(Stub::from_raw(sys::new_stub(&function)))
    }

    /// Calls the function. Nothing is sent before it is awaited.
    pub fn call(&self, arguments: A) -> Call<R> {
        Call::new(&self.stub, None, arguments)
    }
}

impl<A, R> Function<A, R> {
    fn of(stub: Stub) -> Self {
        Self {
            stub,
            called: PhantomData,
        }
    }

    /// The stub of the function.
    #[must_use]
    pub fn stub(&self) -> &Stub {
        &self.stub
    }
}

impl<A, R> Clone for Function<A, R> {
    fn clone(&self) -> Self {
        Self::of(self.stub.clone())
    }
}

impl<A, R> fmt::Debug for Function<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Function { .. }")
    }
}

impl<A, R> Serialize for Function<A, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.stub.serialize(serializer)
    }
}

impl<'de, A, R> Deserialize<'de> for Function<A, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stub::deserialize(deserializer).map(Self::of)
    }
}

/// A closure that others can call: `async |a, b| Ok(…)`, with up to four arguments.
#[diagnostic::on_unimplemented(
    message = "this closure cannot be a remote function",
    note = "write `async |name: Type| Ok(value)`: up to four arguments with their types, and a `worker_sdk::Result`"
)]
pub trait Closure<A, R>: 'static {
    /// Runs it.
    fn run(&self, arguments: A) -> Pin<Box<dyn Future<Output = Result<R>> + '_>>;
}

macro_rules! closures {
    ($(($($name:ident),*);)*) => {
        $(impl<T, R: 'static, $($name: 'static),*> Closure<($($name,)*), R> for T
        where
            T: AsyncFn($($name),*) -> Result<R> + 'static,
        {
            #[allow(non_snake_case)]
            fn run(&self, ($($name,)*): ($($name,)*)) -> Pin<Box<dyn Future<Output = Result<R>> + '_>> {
                Box::pin(self($($name),*))
            }
        })*
    };
}

closures! {
    ();
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
}
