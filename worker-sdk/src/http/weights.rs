//! Lists of what a client wants, each with a weight: RFC 9110, 12.4.2.

/// What stands in a list such as `en;q=0.8, de`, with its weight in thousandths.
pub(crate) fn weighted(list: &str) -> impl Iterator<Item = (&str, u16)> {
    list.split(',').filter_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let value = parts.next().filter(|value| !value.is_empty())?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        Some((value, weight.map_or(1000, thousandths)))
    })
}

/// `0.5` as 500. What is no weight is 0, so that nothing is done that was not asked for.
fn thousandths(weight: &str) -> u16 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let mut value = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return 0,
    };
    let mut unit = 100;
    for digit in part.bytes() {
        if !digit.is_ascii_digit() {
            return 0;
        }
        value += u16::from(digit - b'0') * unit;
        unit /= 10;
    }
    value.min(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        let cases = [
            ("1", 1000),
            ("1.000", 1000),
            ("0", 0),
            ("0.8", 800),
            ("0.123", 123),
            ("0.1239", 123),
            ("", 0),
            (".5", 0),
            ("-1", 0),
        ];
        for (weight, expected) in cases {
            assert_eq!(thousandths(weight), expected, "{weight}");
        }
    }

    #[test]
    fn lists() {
        let read = |list| weighted(list).collect::<Vec<_>>();
        assert_eq!(
            read("a, b;q=0.5 ,, c ; x=1; Q=0.2,"),
            [("a", 1000), ("b", 500), ("c", 200)]
        );
        assert_eq!(read(" , ;q=1"), []);
    }
}
