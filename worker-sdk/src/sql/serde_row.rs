//! Rows as types of serde.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::row::{FromRow, Row};
use super::value::ValueRef;
use crate::error::{Error, Result};
use crate::js::codec::{Problem, numbers};

/// A row as a type that serde can deserialize: a struct takes columns by name, a map takes all of them.
///
/// A `bool` is read from 0 and 1, a unit variant of an enum from its name.
///
/// # Examples
///
/// ```no_run
/// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
/// use worker_sdk::sql::Serde;
///
/// let rows = db.prepare("SELECT * FROM users").raw::<Serde<serde_json::Value>>().await?;
/// for Serde(user) in rows {
///     worker_sdk::console_log!("{user}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serde<T>(pub T);

impl<T: DeserializeOwned> FromRow for Serde<T> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let cells = Cells { row, index: 0 };
        match T::deserialize(de::value::MapAccessDeserializer::new(cells)) {
            Ok(value) => Ok(Self(value)),
            Err(problem) => {
                let of = format!("row {}", row.number);
                Err(Error::of(problem.while_reading(&of)))
            }
        }
    }
}

struct Cells<'a, 'de> {
    row: &'a Row<'de>,
    index: usize,
}

impl<'de> de::MapAccess<'de> for Cells<'_, 'de> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        match self.row.columns.get(self.index) {
            Some(name) => seed
                .deserialize(BorrowedStrDeserializer::new(name))
                .map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Problem> {
        let index = self.index;
        self.index += 1;
        let cell = self.row.cells.get(index).copied();
        seed.deserialize(Cell(cell.unwrap_or(ValueRef::Null)))
            .map_err(|problem| {
                problem.in_field(self.row.columns.get(index).copied().unwrap_or_default())
            })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.row.len() - self.index)
    }
}

struct Cell<'de>(ValueRef<'de>);

impl<'de> de::Deserializer<'de> for Cell<'de> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            ValueRef::Null => visitor.visit_unit(),
            ValueRef::Integer(value) => match u64::try_from(value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(value),
            },
            ValueRef::Real(value) => visitor.visit_f64(value),
            ValueRef::Text(text) => visitor.visit_borrowed_str(text),
            ValueRef::Blob(bytes) => visitor.visit_borrowed_bytes(bytes),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            ValueRef::Integer(value @ 0..=1) => visitor.visit_bool(value == 1),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            ValueRef::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            ValueRef::Blob(bytes) => numbers(bytes, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Problem> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        match self.0 {
            ValueRef::Text(name) => visitor.visit_enum(name.into_deserializer()),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple_struct map struct identifier ignored_any
    }
}
