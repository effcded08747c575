//! Text as a string of JSON.

use crate::text::push_char;

/// Writes `text` with quotation marks and escapes.
#[inline(never)]
pub(crate) fn push_quoted(text: &str, to: &mut String) {
    to.push('"');
    let mut rest = text;
    loop {
        let length = plain(rest.as_bytes());
        to.push_str(rest.get(..length).unwrap_or_default());
        let Some(byte) = rest.as_bytes().get(length) else {
            break;
        };
        escape(*byte, to);
        rest = rest.get(length + 1..).unwrap_or_default();
    }
    to.push('"');
}

/// `text` with these escapes, for messages; `str::escape_debug` brings tables of all characters. What else may break a
/// line or turn it around is replaced by `U+FFFD`.
#[cold]
pub(crate) fn escaped(text: &str) -> String {
    let mut quoted = String::new();
    push_quoted(text, &mut quoted);
    let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    let seen = |c| if is_unseen(c) { '\u{fffd}' } else { c };
    inner.chars().map(seen).collect()
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cold]
fn escape(byte: u8, to: &mut String) {
    to.push('\\');
    let last = match byte {
        b'\n' => 'n',
        b'\r' => 'r',
        b'\t' => 't',
        8 => 'b',
        12 => 'f',
        b'"' | b'\\' => byte.into(),
        control => {
            to.push_str("u00");
            push_char(char::from(b'0' + (control >> 4)), to);
            char::from_digit(u32::from(control & 15), 16).unwrap_or_default()
        }
    };
    push_char(last, to);
}

/// How many bytes there are before a quotation mark, a backslash or a control character, eight of them at a time.
pub(crate) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut length = 0;
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let equal = |byte: u8| {
            let differing = word ^ (ONES * u64::from(byte));
            differing.wrapping_sub(ONES) & !differing
        };
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        // What a borrow marks too much is behind the first one.
        let found = (equal(b'"') | equal(b'\\') | control) & HIGH;
        if found != 0 {
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += 8;
        rest = tail;
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    length + rest.iter().position(special).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_message_stays_in_its_line() {
        assert_eq!(escaped("a\r\nb\"\u{1}é"), "a\\r\\nb\\\"\\u0001é");
        assert_eq!(
            escaped("a\u{85}\u{7f}b\u{2028}\u{202e}"),
            "a\u{fffd}\u{fffd}b\u{fffd}\u{fffd}"
        );
        assert_eq!(escaped(""), "");
    }
}
