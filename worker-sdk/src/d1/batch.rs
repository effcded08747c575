//! Statements that run as one transaction.

use wasm_bindgen::JsValue;

use super::query::{Kind, Query};
use super::sys;
use crate::error::{Error, Result};
use crate::js;

use super::error::{FewerResults, explained};

/// Statements for one [`batch`](super::Database::batch): a [`Query`], and tuples, `Vec`s, arrays and `Option`s of such.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be run in a batch",
    note = "say what is wanted of each statement, as with `.run()` or `.all::<Row>()`; tuples, `Vec`s and arrays of that can be run"
)]
pub trait Batch: Send + 'static {
    /// The results, in the form of the statements.
    type Output;

    /// What is left of the statements when they have been taken.
    #[doc(hidden)]
    type Shape: Send + 'static;

    #[doc(hidden)]
    fn take(self, statements: &mut Vec<JsValue>) -> Result<Self::Shape>;

    #[doc(hidden)]
    fn read(shape: Self::Shape, results: &mut dyn Iterator<Item = JsValue>)
    -> Result<Self::Output>;
}

/// Runs a batch; one without statements gives nothing to the platform, which would refuse it.
pub(super) async fn run<B: Batch>(database: JsValue, batch: B) -> Result<B::Output> {
    run_migration(database, batch).await.map_err(explained)
}

/// Without the advice to apply migrations.
pub(super) async fn run_migration<B: Batch>(database: JsValue, batch: B) -> Result<B::Output> {
    let mut statements = Vec::new();
    let shape = batch.take(&mut statements)?;
    let results = match statements.is_empty() {
        true => js::list([]),
        false => {
            let promise = sys::batch(&database, &js::list(statements));
            js::settled(promise, "the batch of D1").await?
        }
    };
    B::read(shape, &mut js::items(&results))
}

impl<K: Kind> Batch for Query<K> {
    type Output = K::Output;
    type Shape = K;

    fn take(self, statements: &mut Vec<JsValue>) -> Result<K> {
        statements.push(self.statement.into_raw()?);
        Ok(self.kind)
    }

    fn read(kind: K, results: &mut dyn Iterator<Item = JsValue>) -> Result<K::Output> {
        match results.next() {
            Some(result) => kind.read_batched(result),
            None => Err(Error::of(FewerResults)),
        }
    }
}

impl<B: Batch> Batch for Vec<B> {
    type Output = Vec<B::Output>;
    type Shape = Vec<B::Shape>;

    fn take(self, statements: &mut Vec<JsValue>) -> Result<Self::Shape> {
        self.into_iter().map(|b| b.take(statements)).collect()
    }

    fn read(
        shapes: Self::Shape,
        results: &mut dyn Iterator<Item = JsValue>,
    ) -> Result<Self::Output> {
        shapes.into_iter().map(|s| B::read(s, results)).collect()
    }
}

impl<B: Batch> Batch for Option<B> {
    type Output = Option<B::Output>;
    type Shape = Option<B::Shape>;

    fn take(self, statements: &mut Vec<JsValue>) -> Result<Self::Shape> {
        self.map(|b| b.take(statements)).transpose()
    }

    fn read(
        shape: Self::Shape,
        results: &mut dyn Iterator<Item = JsValue>,
    ) -> Result<Self::Output> {
        shape.map(|s| B::read(s, results)).transpose()
    }
}

impl<B: Batch, const N: usize> Batch for [B; N] {
    type Output = Vec<B::Output>;
    type Shape = Vec<B::Shape>;

    fn take(self, statements: &mut Vec<JsValue>) -> Result<Self::Shape> {
        Vec::from(self).take(statements)
    }

    fn read(
        shapes: Self::Shape,
        results: &mut dyn Iterator<Item = JsValue>,
    ) -> Result<Self::Output> {
        Vec::<B>::read(shapes, results)
    }
}

macro_rules! tuples {
    ($($($name:ident $index:tt),*;)*) => {
        $(impl<$($name: Batch),*> Batch for ($($name,)*) {
            type Output = ($($name::Output,)*);
            type Shape = ($($name::Shape,)*);

            fn take(self, statements: &mut Vec<JsValue>) -> Result<Self::Shape> {
                Ok(($(self.$index.take(statements)?,)*))
            }

            fn read(
                shape: Self::Shape,
                results: &mut dyn Iterator<Item = JsValue>,
            ) -> Result<Self::Output> {
                Ok(($($name::read(shape.$index, results)?,)*))
            }
        })*
    };
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
