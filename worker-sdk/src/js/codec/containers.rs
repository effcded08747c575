//! Lists, objects and variants on a tape.

use serde::de::{self, DeserializeSeed, Error as _, IntoDeserializer, MapAccess, Visitor};

use super::de::{Deserializer, Result, key, left_over};
use super::error::Problem;
use crate::js::tape::{Elements, Item, Reader};

pub(super) struct List<'a, 'de> {
    length: usize,
    left: usize,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> List<'a, 'de> {
    pub(super) fn visit<V: Visitor<'de>>(
        length: usize,
        reader: &'a mut Reader<'de>,
        visitor: V,
    ) -> Result<V::Value> {
        let mut list = Self {
            length,
            left: length,
            reader,
        };
        let value = visitor.visit_seq(&mut list)?;
        match list.left {
            0 => Ok(value),
            left => Err(left_over("a list", length, left)),
        }
    }
}

impl<'de> de::SeqAccess<'de> for &mut List<'_, 'de> {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let index = self.length - self.left - 1;
        seed.deserialize(Deserializer::new(self.reader)?)
            .map(Some)
            .map_err(|problem| problem.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The elements of a typed array.
pub(super) struct View<'a, 'de> {
    elements: Elements,
    bytes: &'de [u8],
    index: usize,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> View<'a, 'de> {
    pub(super) fn visit<V: Visitor<'de>>(
        elements: Elements,
        bytes: &'de [u8],
        reader: &'a mut Reader<'de>,
        visitor: V,
    ) -> Result<V::Value> {
        let mut view = Self {
            elements,
            bytes,
            index: 0,
            reader,
        };
        let value = visitor.visit_seq(&mut view)?;
        match view.left() {
            0 => Ok(value),
            left => Err(left_over("a list", left + view.index, left)),
        }
    }

    const fn left(&self) -> usize {
        self.bytes.len() / self.elements.width()
    }
}

impl<'de> de::SeqAccess<'de> for &mut View<'_, 'de> {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some((item, rest)) = self.elements.first(self.bytes) else {
            return Ok(None);
        };
        self.bytes = rest;
        let index = self.index;
        self.index += 1;
        let reader = &mut *self.reader;
        seed.deserialize(Deserializer { item, reader })
            .map(Some)
            .map_err(|problem| problem.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left())
    }
}

pub(super) struct Entries<'a, 'de> {
    left: usize,
    key: Item<'de>,
    value: Option<Item<'de>>,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> Entries<'a, 'de> {
    pub(super) fn visit<V: Visitor<'de>>(
        length: usize,
        reader: &'a mut Reader<'de>,
        visitor: V,
    ) -> Result<V::Value> {
        let mut entries = Self {
            left: length,
            key: Item::Null,
            value: None,
            reader,
        };
        let value = visitor.visit_map(&mut entries)?;
        entries.check_taken(length)?;
        Ok(value)
    }

    /// What is left over would be taken for what follows. Fields without a value do not count.
    fn check_taken(&mut self, length: usize) -> Result<()> {
        let left = self.left + usize::from(self.value.is_some());
        let mut entries = self;
        if entries.value.is_none() && entries.next_key::<de::IgnoredAny>()?.is_none() {
            return Ok(());
        }
        Err(left_over("a map", length, left))
    }
}

impl<'de> MapAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Problem;

    /// A field without a value is one that is not there.
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        while self.left > 0 {
            self.left -= 1;
            let item = self.reader.next().ok_or_else(ends_early)?;
            self.key = item;
            if !matches!(item, Item::Text(_)) {
                let read = key(seed, item, self.reader)?;
                self.value = self.reader.next();
                return Ok(Some(read));
            }
            let value = self.reader.next().ok_or_else(ends_early)?;
            if is_absent(value) {
                continue;
            }
            self.value = Some(value);
            return key(seed, item, self.reader).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value> {
        let deserializer = Deserializer {
            item: self.value.take().ok_or_else(ends_early)?,
            reader: self.reader,
        };
        seed.deserialize(deserializer)
            .map_err(|problem| match self.key {
                Item::Text(name) => problem.in_field(name),
                _ => problem,
            })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

fn ends_early() -> Problem {
    Problem::new("the value ends early")
}

fn is_absent(value: Item<'_>) -> bool {
    matches!(value, Item::Undefined | Item::Nothing)
}

/// The name of the only field of an object that has a value, which the reader comes to next, and how many fields without
/// one are behind it. A field that is alone may have none.
pub(super) fn only_field<'de>(
    length: usize,
    reader: &mut Reader<'de>,
) -> Option<(&'de str, usize)> {
    if length == 1 {
        return Some((name(reader)?, 0));
    }
    let (name, behind) = next_field(length, reader)?;
    let mut ahead = reader.clone();
    ahead.skip()?;
    match next_field(behind, &mut ahead) {
        None => Some((name, behind)),
        Some(_) => None,
    }
}

/// The name of the next field that has a value, and how many fields are behind it.
fn next_field<'de>(mut left: usize, reader: &mut Reader<'de>) -> Option<(&'de str, usize)> {
    while left > 0 {
        left -= 1;
        let name = name(reader)?;
        let value = reader.clone();
        if !is_absent(reader.next()?) {
            *reader = value;
            return Some((name, left));
        }
    }
    None
}

fn name<'de>(reader: &mut Reader<'de>) -> Option<&'de str> {
    match reader.next()? {
        Item::Text(name) => Some(name),
        _ => None,
    }
}

pub(super) struct Variant<'a, 'de> {
    name: &'de str,
    has_content: bool,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> Variant<'a, 'de> {
    pub(super) fn of_name(name: &'de str, reader: &'a mut Reader<'de>) -> Self {
        Self {
            name,
            has_content: false,
            reader,
        }
    }

    pub(super) fn with_content(name: &'de str, reader: &'a mut Reader<'de>) -> Self {
        Self {
            name,
            has_content: true,
            reader,
        }
    }

    fn content(self, expected: &str) -> Result<Deserializer<'a, 'de>> {
        match self.has_content {
            true => Deserializer::new(self.reader),
            false => Err(Problem::custom(format_args!(
                "expected {expected}, found the text {:?} alone",
                self.name
            ))),
        }
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Problem;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name: de::value::StrDeserializer<'_, Problem> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Problem;

    fn unit_variant(self) -> Result<()> {
        match self.has_content {
            true => de::Deserialize::deserialize(self.content("null")?),
            false => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.content("an object with one field")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        let content = self.content("an object with one field")?;
        de::Deserializer::deserialize_tuple(content, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let content = self.content("an object with one field")?;
        de::Deserializer::deserialize_struct(content, "", fields, visitor)
    }
}
