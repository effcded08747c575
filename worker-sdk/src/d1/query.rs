//! What is wanted of a statement.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::explained;
use super::meta::{Meta, Results};
use super::statement::Statement;
use super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::js::tape::{Source, Tape};
use crate::sql::{FromRow, FromSql, RowReader, WrongCount};

/// A statement and what is wanted of its result. Await it, or run it in a [batch](super::Database::batch).
#[must_use = "a statement does nothing until it is awaited or run in a batch"]
pub struct Query<K> {
    pub(super) statement: Statement,
    pub(super) kind: K,
}

impl<K> Query<K> {
    pub(super) fn new(statement: &Statement, kind: K) -> Self {
        Self {
            statement: statement.clone(),
            kind,
        }
    }
}

impl<K: Kind> IntoFuture for Query<K> {
    type Output = Result<K::Output>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<K::Output>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let promise = K::start(&self.statement.into_raw()?);
            let answer = js::settled(promise, "the query of D1").await;
            self.kind.read(answer.map_err(explained)?)
        })
    }
}

impl<K> fmt::Debug for Query<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Query { .. }")
    }
}

mod sealed {
    pub trait Sealed {}
}

/// What can be wanted of a statement: [`All`], [`Raw`], [`First`], [`FirstColumn`], [`One`] or [`Run`].
pub trait Kind: sealed::Sealed + Send + 'static {
    /// What it gives.
    type Output;

    #[doc(hidden)]
    fn start(statement: &JsValue) -> JsValue;

    /// What the statement gives alone.
    #[doc(hidden)]
    fn read(self, answer: JsValue) -> Result<Self::Output>;

    /// What it gives in a batch.
    #[doc(hidden)]
    fn read_batched(self, result: JsValue) -> Result<Self::Output>;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub struct $name<T>(PhantomData<fn() -> T>);

            impl<T> Default for $name<T> {
                fn default() -> Self {
                    Self(PhantomData)
                }
            }

            impl<T> fmt::Debug for $name<T> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(stringify!($name))
                }
            }

            impl<T> sealed::Sealed for $name<T> {}
        )*
    };
}

kinds! {
    /// All rows and meta data, see [`Statement::all`].
    All;
    /// All rows, see [`Statement::raw`].
    Raw;
    /// The first row, see [`Statement::first`].
    First;
    /// The only row, see [`Statement::one`].
    One;
}

fn results(result: &JsValue) -> JsValue {
    js::property(result, "results")
}

/// Rows of an answer: lists after one with names, or objects.
fn rows<T: FromRow>(rows: &JsValue, source: Source) -> Result<Vec<T>> {
    RowReader::new(&Tape::of(rows, source)?)?.all()
}

/// At most `count` rows.
fn head<T: FromRow>(all: &JsValue, source: Source, count: i32) -> Result<Vec<T>> {
    let names = i32::from(matches!(source, Source::Lists));
    rows(&sys::head(all, count + names), source)
}

impl<T: FromRow + 'static> Kind for All<T> {
    type Output = Results<T>;

    fn start(statement: &JsValue) -> JsValue {
        sys::all(statement)
    }

    fn read(self, answer: JsValue) -> Result<Results<T>> {
        Ok(Results {
            rows: rows(&results(&answer), Source::Objects)?,
            meta: Meta::of(&answer),
        })
    }

    fn read_batched(self, result: JsValue) -> Result<Results<T>> {
        self.read(result)
    }
}

impl<T: FromRow + 'static> Kind for Raw<T> {
    type Output = Vec<T>;

    fn start(statement: &JsValue) -> JsValue {
        sys::raw(statement)
    }

    fn read(self, answer: JsValue) -> Result<Vec<T>> {
        rows(&answer, Source::Lists)
    }

    fn read_batched(self, result: JsValue) -> Result<Vec<T>> {
        rows(&results(&result), Source::Objects)
    }
}

impl<T: FromRow + 'static> Kind for First<T> {
    type Output = Option<T>;

    fn start(statement: &JsValue) -> JsValue {
        sys::raw(statement)
    }

    fn read(self, answer: JsValue) -> Result<Option<T>> {
        Ok(head(&answer, Source::Lists, 1)?.pop())
    }

    fn read_batched(self, result: JsValue) -> Result<Option<T>> {
        Ok(head(&results(&result), Source::Objects, 1)?.pop())
    }
}

impl<T: FromRow + 'static> Kind for One<T> {
    type Output = T;

    fn start(statement: &JsValue) -> JsValue {
        sys::raw(statement)
    }

    fn read(self, answer: JsValue) -> Result<T> {
        only(head(&answer, Source::Lists, 2)?)
    }

    fn read_batched(self, result: JsValue) -> Result<T> {
        only(head(&results(&result), Source::Objects, 2)?)
    }
}

fn only<T>(mut rows: Vec<T>) -> Result<T> {
    match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        (None, _) => Err(Error::of(WrongCount::None)),
        (Some(_), false) => Err(Error::of(WrongCount::Several)),
    }
}

/// A column of the first row, see [`Statement::first_column`].
pub struct FirstColumn<T> {
    name: String,
    column: PhantomData<fn() -> T>,
}

impl<T> FirstColumn<T> {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            column: PhantomData,
        }
    }
}

impl<T: FromSql> FirstColumn<T> {
    fn pick(&self, rows: &JsValue, source: Source) -> Result<Option<T>> {
        let tape = Tape::of(rows, source)?;
        match RowReader::new(&tape)?.next()? {
            Some(row) => row.get(&self.name).map(Some),
            None => Ok(None),
        }
    }
}

impl<T> fmt::Debug for FirstColumn<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FirstColumn({:?})", self.name)
    }
}

impl<T> sealed::Sealed for FirstColumn<T> {}

impl<T: FromSql + 'static> Kind for FirstColumn<T> {
    type Output = Option<T>;

    fn start(statement: &JsValue) -> JsValue {
        sys::raw(statement)
    }

    fn read(self, answer: JsValue) -> Result<Option<T>> {
        self.pick(&sys::head(&answer, 2), Source::Lists)
    }

    fn read_batched(self, result: JsValue) -> Result<Option<T>> {
        self.pick(&sys::head(&results(&result), 1), Source::Objects)
    }
}

/// Meta data alone, see [`Statement::run`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Run;

impl sealed::Sealed for Run {}

impl Kind for Run {
    type Output = Meta;

    fn start(statement: &JsValue) -> JsValue {
        sys::run(statement)
    }

    fn read(self, answer: JsValue) -> Result<Meta> {
        Ok(Meta::of(&answer))
    }

    fn read_batched(self, result: JsValue) -> Result<Meta> {
        self.read(result)
    }
}
