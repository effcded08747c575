//! Text in pieces.

use worker_sdk::encoding::TextDecoder;
use worker_sdk::streams::Transform;
use worker_sdk::{Body, Result};

use crate::{all, js, message};

struct Case {
    label: &'static str,
    bytes: &'static [u8],
    text: &'static str,
    is_malformed: bool,
}

const fn good(label: &'static str, bytes: &'static [u8], text: &'static str) -> Case {
    Case {
        label,
        bytes,
        text,
        is_malformed: false,
    }
}

const fn malformed(label: &'static str, bytes: &'static [u8], text: &'static str) -> Case {
    Case {
        label,
        bytes,
        text,
        is_malformed: true,
    }
}

const MARK: char = '\u{feff}';

/// Texts with their byte order marks.
const CASES: [Case; 21] = [
    good("utf-8", b"", ""),
    good("utf-8", "grüße 🦀, 漢字".as_bytes(), "grüße 🦀, 漢字"),
    good(
        "utf-8",
        "\u{feff}marked \u{feff}".as_bytes(),
        "\u{feff}marked \u{feff}",
    ),
    malformed("utf-8", b"a\xffb\xc3", "a\u{fffd}b\u{fffd}"),
    malformed("utf-8", b"\xf0\x9f\xa6x", "\u{fffd}x"),
    malformed("utf-8", b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}"),
    malformed("utf-8", b"\xef\xbb", "\u{fffd}"),
    good(
        "utf-16le",
        b"\xff\xfea\0\x3d\xd8\0\xdcb\0",
        "\u{feff}a\u{1f400}b",
    ),
    malformed("utf-16le", b"a\0\x3d\xd8", "a\u{fffd}"),
    malformed("utf-16le", b"\x3d\xd8a\0", "\u{fffd}a"),
    malformed("utf-16le", b"a\0b", "a\u{fffd}"),
    good(
        "utf-16be",
        b"\xfe\xff\0a\xd8\x3d\xdc\0",
        "\u{feff}a\u{1f400}",
    ),
    good("shift_jis", b"\x93\xfa\x96\x7ba\xb1", "日本aｱ"),
    malformed("shift_jis", b"a\x93", "a\u{fffd}"),
    good("euc-jp", b"\xc6\xfc\xcb\xdc\x8f\xb0\xa1", "日本丂"),
    good("iso-2022-jp", b"\x1b$BF|K\\\x1b(Ba", "日本a"),
    good("gb18030", b"\xd6\xd0\x94\x39\xda\x33a", "中💩a"),
    good("big5", b"\xa4\xa4\xa4\xe5", "中文"),
    good("euc-kr", b"\xc7\xd1\xb1\xdb", "한글"),
    good("windows-1252", b"gr\xfc\xdfe \x80", "grüße €"),
    good("koi8-r", b"\xf0\xd2", "Пр"),
];

/// What comes of the pieces.
fn decoded(decoder: &mut TextDecoder, pieces: &[&[u8]], finish: bool) -> Result<String> {
    let mut text = String::new();
    let (last, first) = pieces.split_last().expect("there are pieces");
    for piece in first {
        text += &decoder.decode_stream(piece)?;
    }
    if finish {
        text += &decoder.decode_stream(last)?;
        return Ok(text + &decoder.finish()?);
    }
    Ok(text + &decoder.decode(last)?)
}

#[worker_sdk::test]
fn pieces_make_the_text_of_the_whole() -> Result<()> {
    for Case {
        label,
        bytes,
        text,
        is_malformed,
    } in CASES
    {
        for (fatal, ignore_bom) in [(false, false), (false, true), (true, false), (true, true)] {
            let text = match ignore_bom {
                true => text,
                false => text.strip_prefix(MARK).unwrap_or(text),
            };
            let expected = (!fatal || !is_malformed).then(|| text.to_owned());
            let mut decoder = TextDecoder::new(label)?.fatal(fatal).ignore_bom(ignore_bom);
            let mut check = |pieces: &[&[u8]], finish| {
                let found = decoded(&mut decoder, pieces, finish).ok();
                assert_eq!(
                    found, expected,
                    "{label} {pieces:x?}, fatal: {fatal}, ignore_bom: {ignore_bom}, finish: {finish}"
                );
            };
            for finish in [false, true] {
                check(&[bytes], finish);
                for at in 0..=bytes.len() {
                    let (left, right) = bytes.split_at(at);
                    check(&[left, right], finish);
                }
                let each: Vec<_> = bytes.chunks(1).chain([&[][..]]).collect();
                check(&each, finish);
            }
        }
    }
    Ok(())
}

#[worker_sdk::test]
fn what_is_incomplete_comes_with_what_completes_it() -> Result<()> {
    let mut decoder = TextDecoder::new("utf-8")?;
    let pieces: [&[u8]; 5] = [
        b"\xef\xbb",
        b"\xbfgr\xc3",
        b"\xbc\xc3",
        b"\x9fe\xf0\x9f",
        b"",
    ];
    let texts = pieces.map(|piece| decoder.decode_stream(piece).unwrap_or_default());
    assert_eq!(texts, ["", "gr", "ü", "ße", ""]);
    assert_eq!(decoder.finish()?, "\u{fffd}");
    assert_eq!(decoder.finish()?, "");
    assert_eq!(decoder.decode("\u{feff}the next text")?, "the next text");
    Ok(())
}

#[worker_sdk::test]
fn a_failure_ends_its_text() -> Result<()> {
    let mut decoder = TextDecoder::new("utf-8")?.ignore_bom(true).fatal(true);
    assert_eq!(decoder.decode_stream(b"a\xf0\x9f")?, "a");
    let wrong = message(decoder.decode_stream(b"bc\xc3"));
    assert!(
        wrong.starts_with("decoding text failed: TypeError: "),
        "{wrong}"
    );
    assert_eq!(decoder.decode_stream("\u{feff}ü")?, "\u{feff}ü");
    assert_eq!(decoder.decode_stream(b"\xf0\x9f")?, "");
    assert!(decoder.finish().is_err());
    assert_eq!(decoder.finish()?, "");
    let lenient = decoder.fatal(false).decode(b"\xef\xbb\xbf\xff")?;
    assert_eq!(lenient, "\u{feff}\u{fffd}");
    Ok(())
}

#[worker_sdk::test]
fn halves_of_pairs_in_runtimes_with_an_older_date() -> Result<()> {
    let mut decoder = TextDecoder::from_raw(js::older_decoder());
    assert!(decoder.decode(b"a\0\x3d\xd8").is_err());
    let mut decoder = TextDecoder::from_raw(js::older_decoder());
    assert_eq!(decoder.decode(b"a\0\x3d\xd8\0\xdc")?, "a\u{1f400}");
    Ok(())
}

#[worker_sdk::test]
fn a_decoder_that_stays_failed_is_replaced() -> Result<()> {
    let mut decoder = TextDecoder::from_raw(js::stuck_decoder());
    assert!(message(decoder.decode_stream(b"a")).contains("still malformed"));
    assert_eq!(decoder.decode(b"\x93\xfa")?, "日");
    assert!(decoder.decode(b"\x93").is_err(), "as fatal as before");
    Ok(())
}

#[worker_sdk::test]
fn decoders_have_names() -> Result<()> {
    let decoder = TextDecoder::new("latin1")?;
    assert_eq!(decoder.encoding(), "windows-1252");
    assert_eq!(decoder.fatal(true).encoding(), "windows-1252");
    let unknown = message(TextDecoder::new("klingon"));
    assert!(
        unknown.starts_with("decoding text failed: RangeError: "),
        "{unknown}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn streams_decoded_with_options() -> Result<()> {
    let decoded = async |decoder: &TextDecoder, bytes: &'static [u8]| {
        let stream = Body::from(bytes).into_stream()?;
        all(stream.pipe_through(Transform::decode_with(decoder)?)?).await
    };
    let marked = b"\xff\xfea\0";
    let mut decoder = TextDecoder::new("utf-16le")?;
    assert_eq!(decoder.decode_stream(b"a")?, "");
    assert_eq!(
        decoded(&decoder, marked).await?,
        "a",
        "of a text of its own"
    );
    let decoder = decoder.ignore_bom(true);
    assert_eq!(decoded(&decoder, marked).await?, "\u{feff}a");
    assert_eq!(decoded(&decoder, b"\0\xdc").await?, "\u{fffd}");
    let decoder = decoder.fatal(true);
    assert_eq!(decoded(&decoder, marked).await?, "\u{feff}a");
    assert!(message(decoded(&decoder, b"\0\xdc").await).contains("TypeError"));
    Ok(())
}
