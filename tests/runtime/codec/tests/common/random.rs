//! Values of JSON, the same ones in each run.

use serde_json::{Map, Value};

/// A xorshift generator.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn character(&mut self) -> Option<char> {
        let limit = [0x80, 0x300, 0x1_0000, 0x11_0000][self.below(4) as usize];
        char::from_u32(self.below(limit) as u32)
    }

    fn text(&mut self) -> String {
        let length = self.below(40);
        (0..length).filter_map(|_| self.character()).collect()
    }

    fn number(&mut self) -> Value {
        match self.below(3) {
            0 => (self.next() as i64 >> 10).into(),
            1 => (self.below(200) as i64 - 100).into(),
            _ => {
                let number = f64::from_bits(self.next());
                let has_fraction = number.is_finite() && number.fract() != 0.0;
                if has_fraction {
                    number.into()
                } else {
                    0.5.into()
                }
            }
        }
    }

    pub(crate) fn json(&mut self, depth: u64) -> Value {
        let kinds = if depth == 0 { 4 } else { 6 };
        match self.below(kinds) {
            0 => Value::Null,
            1 => (self.below(2) == 0).into(),
            2 => self.number(),
            3 => self.text().into(),
            4 => (0..self.below(6)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let mut fields = Map::new();
                for _ in 0..self.below(6) {
                    // Names that are numbers come first in JavaScript, whatever their place.
                    fields.insert(format!("_{}", self.text()), self.json(depth - 1));
                }
                Value::Object(fields)
            }
        }
    }
}
