//! Types of serde from what the reader reads.

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::RAW_VALUE;
use super::error::Error;
use super::key::Key;
use super::reader::{Kind, Number, Reader, Text};

impl<'de> Reader<'de> {
    #[inline(never)]
    fn number_for(&mut self, expected: &dyn Expected) -> Result<Number, Error> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            self.expect(Kind::Number, expected)?;
        }
        self.number()
    }

    #[inline(never)]
    pub(super) fn string_for(&mut self, expected: &dyn Expected) -> Result<Text<'de>, Error> {
        if self.peek() != Some(b'"') {
            self.expect(Kind::String, expected)?;
        }
        self.string()
    }

    #[inline(never)]
    fn enter_for(&mut self, kind: Kind, expected: &dyn Expected) -> Result<(), Error> {
        self.expect(kind, expected)?;
        self.enter()
    }

    fn visit_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.number_for(&visitor)? {
            Number::Positive(number) => visitor.visit_u64(number),
            Number::Negative(number) => visitor.visit_i64(number),
            Number::Float(number) => visitor.visit_f64(number),
        }
    }

    pub(super) fn visit_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.string_for(&visitor)? {
            Text::Written(text) => visitor.visit_borrowed_str(text),
            Text::Decoded => visitor.visit_str(self.decoded()),
        }
    }

    fn visit_list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter_for(Kind::List, &visitor)?;
        let mut items = Items::new(self, b']');
        let value = visitor.visit_seq(&mut items)?;
        items.close().map(|()| value)
    }

    fn visit_object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter_for(Kind::Map, &visitor)?;
        let mut items = Items::new(self, b'}');
        let value = visitor.visit_map(&mut items)?;
        items.close().map(|()| value)
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.visit_number(visitor)
        })*
    };
}

macro_rules! large_numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.expect(Kind::Number, &visitor)?;
            match self.number_text()?.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(self.fault("number out of range")),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::Null => self.deserialize_unit(visitor),
            Kind::Bool => self.deserialize_bool(visitor),
            Kind::Number => self.visit_number(visitor),
            Kind::String => self.visit_string(visitor),
            Kind::List => self.visit_list(visitor),
            Kind::Map => self.visit_object(visitor),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    large_numbers! {
        deserialize_i128 visit_i128
        deserialize_u128 visit_u128
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.expect(Kind::Bool, &visitor)?;
        visitor.visit_bool(self.bool()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_string(visitor)
    }

    /// Bytes are a list of numbers, or text.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::List => self.visit_list(visitor),
            _ => match self.string_for(&visitor)? {
                Text::Written(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
                Text::Decoded => visitor.visit_bytes(self.decoded().as_bytes()),
            },
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.peek() != Some(b'n') {
            return visitor.visit_some(self);
        }
        self.null()?;
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.expect(Kind::Null, &visitor)?;
        self.null()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == RAW_VALUE {
            let text = BorrowedStrDeserializer::new(self.skip()?);
            let pair = (BorrowedStrDeserializer::new(RAW_VALUE), text);
            return visitor.visit_map(MapDeserializer::new(std::iter::once(pair)));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.visit_list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.visit_list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_object(visitor)
    }

    /// A struct may be the list of its fields.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::List => self.visit_list(visitor),
            _ => self.visit_object(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::Map => {
                self.enter()?;
                if !self.next(b'}', true)? {
                    return Err(self.fault("expected value"));
                }
                let value = visitor.visit_enum(Variant(&mut *self))?;
                self.close(b'}').map(|()| value)
            }
            Kind::String => visitor.visit_enum(Unit(self)),
            _ => Err(self.fault("expected value")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// The elements of an array, or keys and values of an object.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    end: u8,
    is_first: bool,
    is_open: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    fn new(reader: &'a mut Reader<'de>, end: u8) -> Self {
        Self {
            reader,
            end,
            is_first: true,
            is_open: true,
        }
    }

    #[inline(never)]
    fn next(&mut self) -> Result<bool, Error> {
        if self.is_open {
            self.is_open = self.reader.next(self.end, self.is_first)?;
            self.is_first = false;
        }
        Ok(self.is_open)
    }

    fn close(self) -> Result<(), Error> {
        match self.is_open {
            true => self.reader.close(self.end),
            false => Ok(()),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        match self.next()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.next()? {
            true => seed.deserialize(Key(self.reader)).map(Some),
            false => Ok(None),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant with values: `{"Name": …}`, from the name on.
struct Variant<'a, 'de>(&'a mut Reader<'de>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        let name = seed.deserialize(&mut *self.0)?;
        self.0.colon()?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        serde::Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.visit_list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", &[], visitor)
    }
}

/// A variant without values: its name.
struct Unit<'a, 'de>(&'a mut Reader<'de>);

impl<'de> EnumAccess<'de> for Unit<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        Ok((seed.deserialize(&mut *self.0)?, self))
    }
}

#[cold]
fn unit(expected: &dyn Expected) -> Error {
    serde::de::Error::invalid_type(Unexpected::UnitVariant, expected)
}

impl<'de> VariantAccess<'de> for Unit<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(unit(&"newtype variant"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(unit(&"tuple variant"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(unit(&"struct variant"))
    }
}
