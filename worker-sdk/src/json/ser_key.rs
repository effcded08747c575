//! Keys of objects: text, and what is written as text in their place.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use super::error::Error;
use super::writer::Writer;

pub(super) struct Key<'a>(pub(super) &'a mut Writer);

impl Key<'_> {
    fn quoted(self, write: impl FnOnce(&mut Writer)) -> Result<(), Error> {
        self.0.byte(b'"');
        write(self.0);
        self.0.byte(b'"');
        Ok(())
    }

    fn number(self, number: impl Display) -> Result<(), Error> {
        self.quoted(|writer| writer.word(&number.to_string()))
    }
}

#[cold]
fn no_text() -> Error {
    Error::data("key must be a string")
}

macro_rules! integers {
    ($($method:ident $type:ty, $write:ident;)*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            self.quoted(|writer| writer.$write(value.into()))
        })*
    };
}

macro_rules! floats {
    ($($method:ident $type:ty;)*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            if !value.is_finite() {
                return Err(Error::data("float key must be finite (got NaN or +/-inf)"));
            }
            self.quoted(|writer| writer.float(value, true))
        })*
    };
}

type No = Impossible<(), Error>;

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    integers! {
        serialize_i8 i8, signed;
        serialize_i16 i16, signed;
        serialize_i32 i32, signed;
        serialize_i64 i64, signed;
        serialize_u8 u8, unsigned;
        serialize_u16 u16, unsigned;
        serialize_u32 u32, unsigned;
        serialize_u64 u64, unsigned;
    }

    floats! {
        serialize_f32 f32;
        serialize_f64 f64;
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        self.number(value)
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        self.number(value)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.quoted(|writer| writer.word(if value { "true" } else { "false" }))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.0.serialize_char(value)
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.0.serialize_str(value)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.0.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(no_text())
    }

    fn serialize_none(self) -> Result<(), Error> {
        Err(no_text())
    }

    fn serialize_unit(self) -> Result<(), Error> {
        Err(no_text())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Err(no_text())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(no_text())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_tuple(self, _: usize) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, Error> {
        Err(no_text())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Error> {
        Err(no_text())
    }
}
