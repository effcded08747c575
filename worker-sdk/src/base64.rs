//! Base64 (RFC 4648): one text for the same bytes, and no other.

/// The last two digits.
#[derive(Clone, Copy)]
pub(crate) enum Alphabet {
    Standard,
    Url,
}

/// The bytes of a text without `=` at its end. Digits of another alphabet, white space, and bits that are left over make
/// it `None`.
pub(crate) fn decode(text: &str, alphabet: Alphabet) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match (byte, alphabet) {
            (b'A'..=b'Z', _) => byte - b'A',
            (b'a'..=b'z', _) => byte - b'a' + 26,
            (b'0'..=b'9', _) => byte - b'0' + 52,
            (b'+', Alphabet::Standard) | (b'-', Alphabet::Url) => 62,
            (b'/', Alphabet::Standard) | (b'_', Alphabet::Url) => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    // One letter alone is no byte, and bits that are left over say nothing.
    (count < 6 && bits == 0).then_some(bytes)
}

/// The text of bytes, in the alphabet of URLs, without `=`.
pub(crate) fn encode_url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        let digits = (0..=chunk.len()).map(|place| digit(bits >> (18 - 6 * place) & 63));
        text.extend(digits);
    }
    text
}

/// The text of bytes, in the standard alphabet, filled up with `=`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = encode_url(bytes).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

fn digit(value: u32) -> char {
    let value = value as u8;
    char::from(match value {
        0..=25 => b'A' + value,
        26..=51 => b'a' + (value - 26),
        52..=61 => b'0' + (value - 52),
        62 => b'-',
        _ => b'_',
    })
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, decode, encode, encode_url};

    #[test]
    fn what_is_written_is_read() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(37) ^ 0xa5).collect();
            let text = encode_url(&bytes);
            assert_eq!(decode(&text, Alphabet::Url), Some(bytes), "{text}");
        }
        assert_eq!(encode_url(&[0xfb, 0xff]), "-_8");
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (&[0xfb, 0xff], "+/8="),
        ] {
            assert_eq!(encode(bytes), text);
        }
    }

    #[test]
    fn other_texts_of_the_same_bytes_are_none() {
        let wrong = [
            "Zg==", "Zm8=", "Z", "Zh", "Zm9vY", "Zm9", "Zm-v+", "Zm9v\n", " Zm9v", "Zm9v/w",
            "Zm9vé",
        ];
        for text in wrong {
            assert_eq!(decode(text, Alphabet::Url), None, "{text}");
        }
        assert_eq!(decode("-_8", Alphabet::Standard), None);
        assert_eq!(decode("+/8", Alphabet::Standard), Some(vec![0xfb, 0xff]));
    }
}
