//! Content larger than a worker's memory.

mod upload;

use std::io::{self, Read};

pub(crate) use upload::{Result, Upload, expect, or_explain, text};

pub(crate) const MEBIBYTE: usize = 1 << 20;
pub(crate) const GIBIBYTE: usize = 1 << 30;
/// 32 MB in pages of the module's memory.
pub(crate) const MEMORY_LIMIT: u64 = 512;

/// Bytes whose period is a prime, so that a lost or swapped block cannot go unnoticed.
pub(crate) fn pattern() -> Vec<u8> {
    (0..MEBIBYTE).map(|at| (at % 251) as u8).collect()
}

/// Reads everything and compares it with repetitions of the pattern; returns the length.
pub(crate) fn check(mut body: impl Read) -> io::Result<usize> {
    let expected = pattern();
    let mut block = vec![0; MEBIBYTE];
    let mut length = 0;
    loop {
        let mut filled = 0;
        while filled < MEBIBYTE {
            match body.read(&mut block[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        assert!(
            block[..filled] == expected[..filled],
            "after {length} bytes"
        );
        length += filled;
        if filled < MEBIBYTE {
            return Ok(length);
        }
    }
}
