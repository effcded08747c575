//! The elements of typed arrays, which lie there as bytes.

use super::Item;

/// What the bytes of a typed array are; the order is that of `KINDS` in `js/tape.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elements {
    Int8,
    Int16,
    Uint16,
    Int32,
    Uint32,
    BigInt64,
    BigUint64,
    Float32,
    Float64,
}

const KINDS: [Elements; 9] = [
    Elements::Int8,
    Elements::Int16,
    Elements::Uint16,
    Elements::Int32,
    Elements::Uint32,
    Elements::BigInt64,
    Elements::BigUint64,
    Elements::Float32,
    Elements::Float64,
];

impl Elements {
    /// `None` for bytes, which are 0.
    pub(super) fn of(kind: usize) -> Option<Self> {
        KINDS.get(kind.checked_sub(1)?).copied()
    }

    /// How many bytes an element has.
    pub(crate) const fn width(self) -> usize {
        match self {
            Self::Int8 => 1,
            Self::Int16 | Self::Uint16 => 2,
            Self::Int32 | Self::Uint32 | Self::Float32 => 4,
            Self::BigInt64 | Self::BigUint64 | Self::Float64 => 8,
        }
    }

    /// The first element, and the bytes behind it.
    pub(crate) fn first<'a>(self, bytes: &'a [u8]) -> Option<(Item<'a>, &'a [u8])> {
        Some(match self {
            Self::Int8 => item(bytes, |it| number(i8::from_le_bytes(it)))?,
            Self::Int16 => item(bytes, |it| number(i16::from_le_bytes(it)))?,
            Self::Uint16 => item(bytes, |it| number(u16::from_le_bytes(it)))?,
            Self::Int32 => item(bytes, |it| number(i32::from_le_bytes(it)))?,
            Self::Uint32 => item(bytes, |it| number(u32::from_le_bytes(it)))?,
            Self::BigInt64 => item(bytes, |it| Item::Signed(i64::from_le_bytes(it)))?,
            Self::BigUint64 => item(bytes, |it| Item::Unsigned(u64::from_le_bytes(it)))?,
            Self::Float32 => item(bytes, |it| number(f32::from_le_bytes(it)))?,
            Self::Float64 => item(bytes, |it| number(f64::from_le_bytes(it)))?,
        })
    }
}

fn number<'a>(number: impl Into<f64>) -> Item<'a> {
    Item::Number(number.into())
}

fn item<'a, const N: usize>(
    bytes: &'a [u8],
    read: impl Fn([u8; N]) -> Item<'a>,
) -> Option<(Item<'a>, &'a [u8])> {
    let (first, rest) = bytes.split_first_chunk()?;
    Some((read(*first), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_javascript() {
        let names: Vec<_> = KINDS.iter().map(|kind| format!("\"{kind:?}\"")).collect();
        let of_javascript = format!("const KINDS = [{}]", names.join(", "));
        assert!(include_str!("../tape.js").contains(&of_javascript));
        assert_eq!(Elements::of(0), None);
        assert_eq!(Elements::of(1), Some(Elements::Int8));
        assert_eq!(Elements::of(10), None);
    }
}
