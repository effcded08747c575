//! Values of all kinds, the same ones in each run; for the tests without JavaScript and for those in the runtime.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Bytes, Timestamp};

pub(crate) const SEEDS: std::ops::Range<u64> = 1..9;

/// What the codec tells apart.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) enum Any {
    Unit,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    Bytes(Bytes),
    Time(Timestamp),
    Maybe(Option<Box<Any>>),
    List(Vec<Any>),
    Named(BTreeMap<String, Any>),
    Numbered(BTreeMap<i64, bool>),
    Record {
        bytes: Option<Bytes>,
        time: Option<Timestamp>,
        number: Option<i64>,
    },
}

impl Any {
    /// The first integer that no number of JavaScript holds exactly.
    pub(crate) fn beyond(&self) -> Option<i128> {
        match self {
            Self::Signed(integer) => Some(i128::from(*integer)),
            Self::Unsigned(integer) => Some(i128::from(*integer)),
            Self::Record { number, .. } => number.map(i128::from),
            Self::Maybe(inner) => return inner.as_ref()?.beyond(),
            Self::List(list) => return list.iter().find_map(Self::beyond),
            Self::Named(fields) => return fields.values().find_map(Self::beyond),
            _ => None,
        }
        .filter(|integer| !is_exact(*integer))
    }
}

pub(crate) fn is_exact(integer: i128) -> bool {
    integer.unsigned_abs() < 1 << 53
}

/// A xorshift generator.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 0
    }

    /// From -(2^53 + 4) to -(2^53 - 4), the same without the sign, or of any size.
    pub(crate) fn signed(&mut self) -> i64 {
        let near = (1 << 53) - 4 + self.below(9) as i64;
        match self.below(4) {
            0 => near,
            1 => -near,
            _ => self.next() as i64 >> self.below(64),
        }
    }

    pub(crate) fn unsigned(&mut self) -> u64 {
        match self.below(4) {
            0 => (1 << 53) - 4 + self.below(9),
            _ => self.next() >> self.below(64),
        }
    }

    /// Whether an integer that is part of a large value may be beyond 2^53.
    fn rarely(&mut self) -> bool {
        self.below(6) == 0
    }

    fn mostly_exact_signed(&mut self) -> i64 {
        let integer = self.signed();
        if self.rarely() {
            integer
        } else {
            integer % (1 << 53)
        }
    }

    fn mostly_exact_unsigned(&mut self) -> u64 {
        let integer = self.unsigned();
        if self.rarely() {
            integer
        } else {
            integer % (1 << 53)
        }
    }

    fn float(&mut self) -> f64 {
        let float = f64::from_bits(self.next());
        if float.is_finite() { float } else { 0.5 }
    }

    fn character(&mut self) -> Option<char> {
        let limit = [0x80, 0x300, 0x1_0000, 0x11_0000][self.below(4) as usize];
        char::from_u32(self.below(limit) as u32)
    }

    fn text(&mut self) -> String {
        let length = self.below(40);
        (0..length).filter_map(|_| self.character()).collect()
    }

    /// Names that are numbers come first in JavaScript, whatever their place.
    fn name(&mut self) -> String {
        format!("_{}", self.text())
    }

    fn bytes(&mut self) -> Bytes {
        let length = self.below(20);
        Bytes((0..length).map(|_| self.next() as u8).collect())
    }

    /// Whole milliseconds, and not more than a `Date` has.
    fn time(&mut self) -> Timestamp {
        let most = 8_640_000_000_000_000;
        let ms = match self.below(8) {
            0 => most,
            1 => -most,
            _ => (self.next() as i64 >> self.below(64)) % most,
        };
        Timestamp::from_millis(ms as f64)
    }

    fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| some(self))
    }

    /// Every fifth has an integer beyond 2^53, or so.
    pub(crate) fn value(&mut self) -> Any {
        Any::List((0..8).map(|_| self.any(4)).collect())
    }

    fn any(&mut self, depth: u64) -> Any {
        let kind = match depth > 0 && self.flag() {
            true => 10 + self.below(3),
            false => self.below(10),
        };
        match kind {
            0 => Any::Unit,
            1 => Any::Flag(self.flag()),
            2 => Any::Signed(self.mostly_exact_signed()),
            3 => Any::Unsigned(self.mostly_exact_unsigned()),
            4 => Any::Float(self.float()),
            5 => Any::Text(self.text()),
            6 => Any::Bytes(self.bytes()),
            7 => Any::Time(self.time()),
            8 => Any::Numbered(
                (0..self.below(4))
                    .map(|_| (self.signed(), self.flag()))
                    .collect(),
            ),
            9 => Any::Record {
                bytes: self.maybe(Self::bytes),
                time: self.maybe(Self::time),
                number: self.maybe(Self::mostly_exact_signed),
            },
            10 => Any::Maybe(self.maybe(|random| Box::new(random.any(depth - 1)))),
            11 => Any::List((0..self.below(6)).map(|_| self.any(depth - 1)).collect()),
            _ => Any::Named(
                (0..self.below(6))
                    .map(|_| (self.name(), self.any(depth - 1)))
                    .collect(),
            ),
        }
    }

    fn json_number(&mut self) -> Value {
        match self.below(3) {
            0 => (self.next() as i64 >> 10).into(),
            1 => (self.below(200) as i64 - 100).into(),
            _ => {
                let float = self.float();
                if float.fract() == 0.0 { 0.5 } else { float }.into()
            }
        }
    }

    pub(crate) fn json(&mut self, depth: u64) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => Value::Null,
            1 => self.flag().into(),
            2 => self.json_number(),
            3 => self.text().into(),
            4 => (0..self.below(6)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let fields = (0..self.below(6)).map(|_| (self.name(), self.json(depth - 1)));
                Value::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}
