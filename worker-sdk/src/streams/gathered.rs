//! Chunks that cross together, as one.

use wasm_bindgen::JsValue;

use super::sys;
use crate::js;

/// As many bytes are enough for one crossing.
const ENOUGH: usize = 65_536;
/// What is together no longer than this is copied once more: that costs less than a chunk of its own.
const SHORT: usize = 4096;

#[derive(Default)]
pub(super) struct Gathered {
    chunks: Vec<Vec<u8>>,
    length: usize,
    count: usize,
}

impl Gathered {
    pub(super) fn push(&mut self, chunk: Vec<u8>) {
        self.length += chunk.len();
        self.count += 1;
        match self.chunks.last_mut() {
            Some(last) if last.len() + chunk.len() <= SHORT => last.extend_from_slice(&chunk),
            _ => self.chunks.push(chunk),
        }
    }

    /// Whether one more of so many may follow.
    pub(super) fn has_room(&self, most: usize) -> bool {
        self.count < most && self.length < ENOUGH
    }

    /// A `Uint8Array`.
    pub(super) fn to_js(&self) -> JsValue {
        if let [chunk] = self.chunks.as_slice() {
            return js::bytes_to_js(chunk);
        }
        let part = |chunk: &Vec<u8>| [chunk.as_ptr() as u32, chunk.len() as u32];
        let parts: Vec<_> = self.chunks.iter().map(part).collect();
        sys::joined(
            parts.as_ptr() as i32,
            parts.len() as i32,
            self.length as i32,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_one_part() {
        let mut gathered = Gathered::default();
        for length in [1000, 3096, 1, 5000, 10] {
            gathered.push(vec![0; length]);
        }
        let lengths: Vec<_> = gathered.chunks.iter().map(Vec::len).collect();
        assert_eq!(lengths, [4096, 1, 5000, 10]);
    }

    #[test]
    fn there_is_an_end() {
        let mut gathered = Gathered::default();
        gathered.push(vec![0; ENOUGH - 1]);
        assert!(gathered.has_room(2) && !gathered.has_room(1));
        gathered.push(vec![0]);
        assert!(!gathered.has_room(3));
    }
}
