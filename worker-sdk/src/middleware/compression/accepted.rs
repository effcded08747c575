//! What a client wants: `accept-encoding`, RFC 9110, 12.5.3.

use crate::http::weighted;

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
    weighted(accepted).find_map(|(coding, weight)| {
        let is_old_name = name == "gzip" && coding.eq_ignore_ascii_case("x-gzip");
        (is_old_name || coding.eq_ignore_ascii_case(name)).then_some(weight)
    })
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
}
