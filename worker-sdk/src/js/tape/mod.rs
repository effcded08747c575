//! Values on their way across the boundary: one flat sequence of 64-bit words, read by the other side in one call.
//!
//! A number is a word as it is. Every other value is a negative quiet NaN, which no number is: its lowest bits say
//! what it is ([`Tag`]), the lower half is a length, a count or an index. Text and bytes stand in areas of their own,
//! one after the other, so a word needs to know their lengths only. Containers are followed by what they contain.
//!
//! JavaScript writes all text with one call of an encoder, and so knows lengths in UTF-16 units only; they are bytes
//! when all of it is ASCII. Rust writes lengths in bytes.
//!
//! JavaScript writes names of fields before all other text, once for objects in a row that have the same ones.

mod boundary;
mod elements;
mod read;
mod write;

pub(crate) use boundary::{Source, Tape};
#[cfg(feature = "serde")]
pub(crate) use boundary::{write_arguments, write_contents};
pub(crate) use elements::Elements;
#[cfg(feature = "serde")]
pub(crate) use read::Place;
pub(crate) use read::{Item, Reader};
pub(crate) use write::{Open, Writer};

/// What a word is that is not a number. `js/tape.js` has the same list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Tag {
    Null = 1,
    Undefined,
    False,
    True,
    /// Length of the text.
    Text,
    /// The address of a text that never moves; its length is in the upper half of the word.
    #[cfg_attr(
        not(target_family = "wasm"),
        allow(dead_code, reason = "an address has 32 bits")
    )]
    Constant,
    /// Number of bytes; in the upper half of the word, what elements they are, or 0.
    Bytes,
    /// Number of values that follow.
    List,
    /// Number of names and values that follow.
    Object,
    /// Number of keys and values that follow; a JavaScript `Map`.
    Map,
    /// Milliseconds follow, as a number.
    Date,
    /// A `bigint`: a signed 64-bit integer follows.
    Signed,
    /// A `bigint`: an unsigned 64-bit integer follows.
    Unsigned,
    /// A `bigint` of more than 64 bits.
    Huge,
    /// Index into the list of values that stay in JavaScript.
    Live,
    /// A function or symbol, which JSON leaves out.
    Nothing,
    /// Number of columns; the number of rows follows, then names of columns, then cells.
    Rows,
    /// Where the name of a field stands among all names; its length is in the upper half of the word.
    Name,
}

const TAGS: [Tag; 18] = [
    Tag::Null,
    Tag::Undefined,
    Tag::False,
    Tag::True,
    Tag::Text,
    Tag::Constant,
    Tag::Bytes,
    Tag::List,
    Tag::Object,
    Tag::Map,
    Tag::Date,
    Tag::Signed,
    Tag::Unsigned,
    Tag::Huge,
    Tag::Live,
    Tag::Nothing,
    Tag::Rows,
    Tag::Name,
];

/// The bits of every word that is not a number.
const TAGGED: u64 = 0xFFF8_0000_0000_0000;

/// The one NaN that is a number.
const NAN: u64 = 0x7FF8_0000_0000_0000;

/// Deeper values are refused, so that no value can exhaust the stack.
pub(crate) const MAX_DEPTH: usize = 128;

impl Tag {
    const fn word(self, payload: u32) -> u64 {
        TAGGED | (self as u64) << 32 | payload as u64
    }

    /// The upper half of a word with a tag has room for 14 bits: a length, or a kind.
    const fn length(word: u64) -> usize {
        (word >> 37) as usize & 0x3FFF
    }

    fn of(word: u64) -> Option<Self> {
        let number = (word >> 32) as usize & 31;
        TAGS.get(number.checked_sub(1)?).copied()
    }
}

const fn is_number(word: u64) -> bool {
    word & TAGGED != TAGGED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_numbers() {
        for tag in TAGS {
            let word = tag.word(u32::MAX);
            assert!(!is_number(word));
            assert_eq!(Tag::of(word), Some(tag));
        }
        for number in [0.0, -0.0, f64::MIN, f64::NEG_INFINITY, f64::INFINITY] {
            assert!(is_number(f64::to_bits(number)), "{number}");
        }
        assert!(is_number(NAN));
    }
}
