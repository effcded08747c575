//! Rust values to a tape.

use serde::ser::{self, Serialize};

use super::error::Problem;
use super::{key, live};
use crate::js::exact;
use crate::js::tape::{MAX_DEPTH, Tag, Writer};

type Result<T = (), E = Problem> = std::result::Result<T, E>;

/// How [`Timestamp`](crate::time::Timestamp) passes through serde.
pub(crate) const DATE: &str = "$worker_sdk::Date";

pub(crate) struct Serializer<'a> {
    writer: &'a mut Writer,
    depth: usize,
}

impl<'a> Serializer<'a> {
    pub(crate) fn new(writer: &'a mut Writer) -> Self {
        Self { writer, depth: 0 }
    }

    fn open(self, tag: Tag) -> Result<Container<'a>> {
        if self.depth >= MAX_DEPTH {
            return Err(Problem::new(format!(
                "more than {MAX_DEPTH} levels of values, one inside the other"
            )));
        }
        let open = self.writer.open(tag);
        Ok(Container {
            writer: self.writer,
            depth: self.depth + 1,
            open,
            count: 0,
            key: 0,
            outer: None,
        })
    }

    /// An object with one field, named like the variant, around another container.
    fn open_variant(self, variant: &'static str, tag: Tag) -> Result<Container<'a>> {
        let Container {
            writer,
            depth,
            open: outer,
            ..
        } = self.open(Tag::Object)?;
        writer.constant(variant);
        let inner = Serializer { writer, depth }.open(tag)?;
        Ok(Container {
            outer: Some(outer),
            ..inner
        })
    }

    fn integer(self, exact: Option<f64>, value: impl std::fmt::Display) -> Result {
        let number = exact.ok_or_else(|| too_large(value))?;
        self.writer.number(number);
        Ok(())
    }
}

#[cold]
#[inline(never)]
fn too_large(value: impl std::fmt::Display) -> Problem {
    Problem::new(format!(
        "{value} is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text"
    ))
}

impl<'a> ser::Serializer for Serializer<'a> {
    type Ok = ();
    type Error = Problem;
    type SerializeSeq = Container<'a>;
    type SerializeTuple = Container<'a>;
    type SerializeTupleStruct = Container<'a>;
    type SerializeTupleVariant = Container<'a>;
    type SerializeMap = Container<'a>;
    type SerializeStruct = Container<'a>;
    type SerializeStructVariant = Container<'a>;

    fn serialize_bool(self, value: bool) -> Result {
        self.writer.bool(value);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result {
        self.integer(exact::from_i64(value), value)
    }

    fn serialize_i128(self, value: i128) -> Result {
        self.integer(i64::try_from(value).ok().and_then(exact::from_i64), value)
    }

    fn serialize_u8(self, value: u8) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result {
        self.integer(i64::try_from(value).ok().and_then(exact::from_i64), value)
    }

    fn serialize_u128(self, value: u128) -> Result {
        self.integer(i64::try_from(value).ok().and_then(exact::from_i64), value)
    }

    fn serialize_f32(self, value: f32) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result {
        self.writer.number(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result {
        self.writer.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result {
        self.writer.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        if self.writer.is_json() {
            return value.serialize(self);
        }
        self.writer.bytes(value);
        Ok(())
    }

    fn serialize_none(self) -> Result {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        self.writer.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.writer.constant(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result {
        match name {
            DATE => self.writer.tag(Tag::Date),
            live::LIVE => {
                if let Some(value) = live::take() {
                    self.writer.live(value);
                }
                return Ok(());
            }
            _ => {}
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        let mut object = self.open(Tag::Object)?;
        object.field(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Container<'a>> {
        self.open(Tag::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Container<'a>> {
        self.open(Tag::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Container<'a>> {
        self.open(Tag::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Container<'a>> {
        self.open_variant(variant, Tag::List)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Container<'a>> {
        self.open(Tag::Object)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Container<'a>> {
        self.open(Tag::Object)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Container<'a>> {
        self.open_variant(variant, Tag::Object)
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result {
        self.writer.text(&value.to_string());
        Ok(())
    }
}

/// A list or an object, being written.
pub(crate) struct Container<'a> {
    writer: &'a mut Writer,
    depth: usize,
    open: crate::js::tape::Open,
    count: usize,
    /// Where the text of the last key begins.
    key: usize,
    /// The object around a variant.
    outer: Option<crate::js::tape::Open>,
}

impl Container<'_> {
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        self.count += 1;
        value.serialize(Serializer {
            writer: self.writer,
            depth: self.depth,
        })
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        let index = self.count;
        self.value(value)
            .map_err(|problem| problem.in_element(index))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result {
        self.writer.constant(name);
        self.value(value).map_err(|problem| problem.in_field(name))
    }

    fn close(self) -> Result {
        self.writer.close(self.open, self.count);
        if let Some(outer) = self.outer {
            self.writer.close(outer, 1);
        }
        Ok(())
    }
}

impl ser::SerializeMap for Container<'_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result {
        self.key = self.writer.text_end();
        key.serialize(key::Serializer(self.writer))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        let from = self.key;
        let to = self.writer.text_end();
        self.value(value).map_err(|problem| {
            let key = self.writer.text_between(from, to);
            problem.in_field(key)
        })
    }

    fn end(self) -> Result {
        self.close()
    }
}

macro_rules! lists {
    ($($of:ident: $method:ident),*) => {
        $(impl ser::$of for Container<'_> {
            type Ok = ();
            type Error = Problem;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
                self.element(value)
            }

            fn end(self) -> Result {
                self.close()
            }
        })*
    };
}

lists!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

macro_rules! objects {
    ($($of:ident),*) => {
        $(impl ser::$of for Container<'_> {
            type Ok = ();
            type Error = Problem;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result {
                self.field(name, value)
            }

            fn end(self) -> Result {
                self.close()
            }
        })*
    };
}

objects!(SerializeStruct, SerializeStructVariant);
