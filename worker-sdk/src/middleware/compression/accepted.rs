//! What a client wants: `accept-encoding`, RFC 9110, 12.5.3.

/// The best of the encodings that are offered, the favourite first; `None` where the body is to stay as it is.
pub(super) fn best<'a>(accepted: &str, offered: &[&'a str]) -> Option<&'a str> {
    let mut best = None;
    let mut most = quality_of(accepted, "identity").unwrap_or(0);
    for name in offered {
        let any = || quality_of(accepted, "*");
        let quality = quality_of(accepted, name).or_else(any).unwrap_or(0);
        // The same quality as `identity` is enough, once.
        if quality > most || (quality == most && quality > 0 && best.is_none()) {
            (best, most) = (Some(*name), quality);
        }
    }
    best
}

/// In thousandths.
fn quality_of(accepted: &str, name: &str) -> Option<u16> {
    accepted.split(',').find_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let is_old_name = name == "gzip" && coding.eq_ignore_ascii_case("x-gzip");
        if !is_old_name && !coding.eq_ignore_ascii_case(name) {
            return None;
        }
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        Some(weight.map_or(1000, thousandths))
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

    const ALL: [&str; 3] = ["br", "gzip", "deflate"];

    #[test]
    fn the_client_chooses() {
        let cases = [
            ("", None),
            ("gzip", Some("gzip")),
            ("x-gzip", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("gzip, deflate, br", Some("br")),
            ("gzip, deflate, br, zstd", Some("br")),
            ("deflate", Some("deflate")),
            ("gzip;q=1.0, br;q=0.9", Some("gzip")),
            ("gzip; q=0.001", Some("gzip")),
            ("gzip;q=0", None),
            ("gzip;q=0.000, *", Some("br")),
            ("*", Some("br")),
            ("br;q=0, *;q=0.5", Some("gzip")),
            ("*;q=0", None),
            ("identity", None),
            ("identity, gzip", Some("gzip")),
            ("identity;q=1, gzip;q=0.5", None),
            ("identity;q=0.5, gzip;q=1", Some("gzip")),
            ("identity;q=0", None),
            ("compress, zstd", None),
            ("gzip;q=2", None),
            ("gzip;q=x", None),
            ("gzip;q=1.5", Some("gzip")),
            ("gzip;q=0.é", None),
            ("gzip;level=9;q=0.2", Some("gzip")),
            (",, gzip ,", Some("gzip")),
            ("gzipped", None),
        ];
        for (accepted, expected) in cases {
            assert_eq!(best(accepted, &ALL), expected, "{accepted}");
        }
        assert_eq!(best("br", &["gzip"]), None);
        assert_eq!(best("br, gzip;q=0.1", &["gzip"]), Some("gzip"));
    }

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
}
