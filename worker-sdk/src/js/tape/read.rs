//! The reading side, in Rust.

use super::{Elements, Tag, is_number};

/// One value. Containers say how many follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Item<'a> {
    Null,
    Undefined,
    Bool(bool),
    Number(f64),
    Signed(i64),
    Unsigned(u64),
    Huge,
    Text(&'a str),
    Bytes(&'a [u8]),
    /// A typed array of something else than bytes.
    View(Elements, &'a [u8]),
    Date(f64),
    List(usize),
    Object(usize),
    Map(usize),
    Live(usize),
    Nothing,
    Rows {
        columns: usize,
        rows: usize,
    },
}

/// Reads a tape from its beginning. A tape that makes no sense ends early.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    words: &'a [u64],
    names: &'a str,
    text: &'a str,
    bytes: &'a [u8],
    units: bool,
}

/// How far a tape has been read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    words: usize,
    text: usize,
    bytes: usize,
}

impl<'a> Reader<'a> {
    /// `units` says that the lengths of text are in UTF-16 units.
    pub(crate) fn new(words: &'a [u64], text: &'a str, bytes: &'a [u8], units: bool) -> Self {
        Self {
            words,
            names: "",
            text,
            bytes,
            units,
        }
    }

    /// The first `length` bytes of the text are names.
    pub(super) fn with_names(mut self, length: usize) -> Option<Self> {
        (self.names, self.text) = self.text.split_at_checked(length)?;
        Some(self)
    }

    /// The reader of the rest, `whole` being that of the tape.
    pub(crate) fn at(whole: &Self, place: Place) -> Option<Self> {
        Some(Self {
            words: whole.words.get(place.words..)?,
            text: whole.text.get(place.text..)?,
            bytes: whole.bytes.get(place.bytes..)?,
            ..*whole
        })
    }

    /// Where this reader of a part of `whole` is.
    pub(crate) fn place(&self, whole: &Self) -> Place {
        Place {
            words: whole.words.len() - self.words.len(),
            text: whole.text.len() - self.text.len(),
            bytes: whole.bytes.len() - self.bytes.len(),
        }
    }

    /// How many words there are.
    pub(crate) fn left(&self) -> usize {
        self.words.len()
    }

    /// The next value; `None` at the end.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Item<'a>> {
        let word = self.word()?;
        if is_number(word) {
            return Some(Item::Number(f64::from_bits(word)));
        }
        self.tagged(word)
    }

    fn tagged(&mut self, word: u64) -> Option<Item<'a>> {
        let payload = word as u32 as usize;
        Some(match Tag::of(word)? {
            Tag::Null => Item::Null,
            Tag::Undefined => Item::Undefined,
            Tag::False => Item::Bool(false),
            Tag::True => Item::Bool(true),
            Tag::Text => Item::Text(self.text(payload)?),
            Tag::Bytes => {
                let (bytes, rest) = self.bytes.split_at_checked(payload)?;
                self.bytes = rest;
                match Elements::of(Tag::length(word)) {
                    None => Item::Bytes(bytes),
                    Some(elements) => Item::View(elements, bytes),
                }
            }
            Tag::List => Item::List(self.count(payload, 1)?),
            Tag::Object => Item::Object(self.count(payload, 2)?),
            Tag::Map => Item::Map(self.count(payload, 2)?),
            Tag::Date => Item::Date(f64::from_bits(self.word()?)),
            Tag::Signed => Item::Signed(self.word()? as i64),
            Tag::Unsigned => Item::Unsigned(self.word()?),
            Tag::Huge => Item::Huge,
            Tag::Live => Item::Live(payload),
            Tag::Nothing => Item::Nothing,
            Tag::Rows => {
                let rows = f64::from_bits(self.word()?) as usize;
                Item::Rows {
                    columns: self.count(payload, 1)?,
                    rows: self.count(rows, payload.max(1))?,
                }
            }
            Tag::Name => Item::Text(self.names.get(payload..payload + Tag::length(word))?),
            Tag::Constant => return None,
        })
    }

    /// Passes over the next value with all that it contains.
    pub(crate) fn skip(&mut self) -> Option<()> {
        let mut left = 1_usize;
        while left > 0 {
            left -= 1;
            left += match self.next()? {
                Item::List(count) => count,
                Item::Object(count) | Item::Map(count) => count * 2,
                Item::Rows { columns, rows } => columns * (rows + 1),
                _ => 0,
            };
        }
        Some(())
    }

    #[inline]
    fn word(&mut self) -> Option<u64> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(*word)
    }

    /// A count that the rest of the tape can have.
    fn count(&self, count: usize, words_each: usize) -> Option<usize> {
        (count.checked_mul(words_each)? <= self.words.len()).then_some(count)
    }

    #[inline]
    fn text(&mut self, length: usize) -> Option<&'a str> {
        let length = match self.units {
            true => bytes_of_units(self.text, length)?,
            false => length,
        };
        let (text, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        Some(text)
    }
}

/// How many bytes the first `units` UTF-16 units of `text` take.
fn bytes_of_units(text: &str, units: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(..units)?.is_ascii() {
        return Some(units);
    }
    let mut left = units;
    let mut length = 0;
    while left > 0 {
        let (width, taken) = match bytes.get(length)? {
            0..=0x7F => (1, 1),
            0x80..=0xDF => (2, 1),
            0xE0..=0xEF => (3, 1),
            0xF0.. => (4, 2),
        };
        length += width;
        left = left.checked_sub(taken)?;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_utf_16() {
        let text = "aü€😀z";
        for (end, _) in text.char_indices().chain([(text.len(), 'x')]) {
            let Some(part) = text.get(..end) else {
                panic!("{end} is no boundary")
            };
            let units = part.encode_utf16().count();
            assert_eq!(bytes_of_units(text, units), Some(end), "{part}");
        }
        let half_of_a_pair = "aü€".encode_utf16().count() + 1;
        assert_eq!(bytes_of_units(text, half_of_a_pair), None);
        assert_eq!(bytes_of_units(text, 100), None);
    }

    #[test]
    fn nonsense_ends_the_tape() {
        let too_many = [Tag::List.word(7), Tag::Null.word(0)];
        let unknown = [0xFFF8_0000_0000_0000, 0xFFF8_001F_0000_0000];
        let no_text = [Tag::Text.word(3)];
        for words in [&too_many[..], &unknown[..], &unknown[1..], &no_text[..]] {
            assert_eq!(Reader::new(words, "ab", &[], false).next(), None);
            assert_eq!(Reader::new(words, "ab", &[], true).next(), None);
        }
    }

    #[test]
    fn skipping_passes_over_all_that_is_inside() {
        let words = [
            Tag::List.word(2),
            Tag::Object.word(1),
            Tag::Text.word(1),
            Tag::List.word(1),
            1_f64.to_bits(),
            Tag::Date.word(0),
            2_f64.to_bits(),
            Tag::True.word(0),
        ];
        let mut reader = Reader::new(&words, "a", &[], false);
        assert_eq!(reader.skip(), Some(()));
        assert_eq!(reader.next(), Some(Item::Bool(true)));
        assert_eq!(reader.next(), None);
    }
}
