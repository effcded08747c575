//! Source maps of a module in which the number of a place stands for a line: <https://tc39.es/ecma426/>.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[derive(Serialize, Deserialize)]
struct SourceMap {
    version: u32,
    sources: Vec<String>,
    names: Vec<String>,
    mappings: String,
}

pub(super) fn encode(offsets: &[(usize, Option<u32>)]) -> String {
    let (mut mappings, mut last, mut last_line) = (String::new(), 0, 0);
    for (offset, place) in offsets {
        if !mappings.is_empty() {
            mappings.push(',');
        }
        let offset = *offset as i64;
        number(&mut mappings, offset - last);
        last = offset;
        if let Some(place) = place {
            let line = i64::from(*place);
            number(&mut mappings, 0);
            number(&mut mappings, line - last_line);
            number(&mut mappings, 0);
            last_line = line;
        }
    }
    let map = SourceMap {
        version: 3,
        sources: vec!["places".to_owned()],
        names: Vec::new(),
        mappings,
    };
    serde_json::to_string(&map).unwrap_or_default()
}

pub(super) fn decode(text: &str) -> Result<Vec<(usize, Option<u32>)>> {
    let map: SourceMap = serde_json::from_str(text).context("not a source map")?;
    let (mut offset, mut line) = (0, 0);
    let segments = map.mappings.split(',').filter(|text| !text.is_empty());
    let offsets = segments.map(|segment| {
        let fields = numbers(segment)?;
        offset += fields.first().context("a mapping without numbers")?;
        let place = match fields.get(2) {
            Some(change) => {
                line += change;
                Some(u32::try_from(line)?)
            }
            None => None,
        };
        Ok((usize::try_from(offset)?, place))
    });
    offsets.collect()
}

/// Writes a number: five bits in each digit, the lowest first; the sign is the lowest bit of all.
fn number(text: &mut String, number: i64) {
    let mut left = number.unsigned_abs() << 1 | u64::from(number < 0);
    loop {
        let more = if left > 31 { 32 } else { 0 };
        text.push(char::from(DIGITS[(left & 31 | more) as usize]));
        left >>= 5;
        if left == 0 {
            return;
        }
    }
}

fn numbers(segment: &str) -> Result<Vec<i64>> {
    let (mut numbers, mut number, mut bits) = (Vec::new(), 0_u64, 0);
    for digit in segment.bytes() {
        let value = DIGITS.iter().position(|other| *other == digit);
        let value = value.with_context(|| format!("`{segment}` is no mapping"))? as u64;
        if bits > 55 {
            bail!("`{segment}` has a number that is too large");
        }
        number |= (value & 31) << bits;
        bits += 5;
        if value < 32 {
            let size = (number >> 1) as i64;
            numbers.push(if number & 1 == 1 { -size } else { size });
            (number, bits) = (0, 0);
        }
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let offsets = vec![
            (8, Some(0)),
            (15, Some(1)),
            (16, None),
            (47, Some(70_000)),
            (1_000_000, Some(16)),
            (1_000_001, Some(17)),
        ];
        assert_eq!(decode(&encode(&offsets)).unwrap(), offsets);
        assert_eq!(decode(&encode(&[])).unwrap(), []);
    }

    #[test]
    fn numbers_are_written_as_others_write_them() {
        let written = [0, 1, -1, 15, 16, -16, 511, 1023].map(|value| {
            let mut text = String::new();
            number(&mut text, value);
            text
        });
        assert_eq!(written, ["A", "C", "D", "e", "gB", "hB", "+f", "+/B"]);
    }

    #[test]
    fn mappings_that_are_none_are_refused() {
        let fails = |mappings: &str, message: &str| {
            let text =
                format!(r#"{{"version":3,"sources":[],"names":[],"mappings":"{mappings}"}}"#);
            assert_eq!(decode(&text).unwrap_err().to_string(), message);
        };
        fails("A!", "`A!` is no mapping");
        fails(
            "gggggggggggggggA",
            "`gggggggggggggggA` has a number that is too large",
        );
        assert_eq!(decode("{}").unwrap_err().to_string(), "not a source map");
    }
}
