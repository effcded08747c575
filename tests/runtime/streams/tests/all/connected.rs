//! Streams that the platform connects.

use futures_util::future::join;
use futures_util::{TryStreamExt, stream};
use worker_sdk::abort::AbortController;
use worker_sdk::streams::{ByteStream, CompressionFormat, Transform, Writable};
use worker_sdk::{Body, Error, Response, Result};

use crate::{all, js, message, text};

fn repeated(text: &'static str, count: usize) -> ByteStream {
    ByteStream::from_stream(stream::iter((0..count).map(move |_| Ok(text))))
}

#[worker_sdk::test]
async fn pipes() -> Result<()> {
    js::take_log();
    let pipe = |count, failure: Option<&str>| {
        let source = ByteStream::from_raw(js::source(count, failure.map(Into::into)));
        source.pipe_to(Writable::from_raw(js::sink(0, None)))
    };
    pipe(1, None).await?;
    assert_eq!(js::take_log(), "pull 1, write chunk 1;, pull 2, close");
    pipe(0, None).prevent_close().await?;
    assert_eq!(js::take_log(), "pull 1");
    let broken = "piping a stream failed: RangeError: it broke";
    assert_eq!(message(pipe(0, Some("it broke")).await), broken);
    assert_eq!(js::take_log(), "pull 1, abort RangeError: it broke");
    assert_eq!(
        message(pipe(0, Some("it broke")).prevent_abort().await),
        broken
    );
    assert_eq!(js::take_log(), "pull 1");

    let into_full = || {
        let full = Writable::from_raw(js::sink(0, Some("it is full".into())));
        ByteStream::from_raw(js::source(2, None)).pipe_to(full)
    };
    let full = "piping a stream failed: RangeError: it is full";
    assert_eq!(message(into_full().await), full);
    assert!(js::take_log().ends_with("cancel RangeError: it is full"));
    assert_eq!(message(into_full().prevent_cancel().await), full);
    assert!(!js::take_log().contains("cancel"));
    Ok(())
}

#[worker_sdk::test]
async fn a_pipe_is_aborted() -> Result<()> {
    js::take_log();
    let controller = AbortController::new();
    controller.abort_with(&Error::new("no more"));
    let error = ByteStream::from_raw(js::source(9, None))
        .pipe_to(Writable::from_raw(js::sink(0, None)))
        .signal(&controller.signal())
        .await
        .unwrap_err();
    assert_eq!(text(&error), "piping a stream failed: Error: no more");
    let log = js::take_log();
    assert!(log.contains("abort Error: no more"), "{log}");
    assert!(log.contains("cancel Error: no more"), "{log}");
    Ok(())
}

#[worker_sdk::test]
async fn through_javascript() -> Result<()> {
    let upper = repeated("text ", 3).pipe_through(Transform::from_raw(js::upper()))?;
    assert_eq!(all(upper).await?, "TEXT TEXT TEXT ");
    Ok(())
}

#[worker_sdk::test]
async fn two_of_one() -> Result<()> {
    for stream in [
        repeated("ab", 3),
        Body::from("ababab").into_stream()?,
        Response::text("ababab").into_body().into_stream()?,
    ] {
        let (first, second) = stream.tee()?;
        let (first, second) = join(all(first), all(second)).await;
        assert_eq!((first?, second?), ("ababab".into(), "ababab".into()));
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_length_that_is_known() -> Result<()> {
    let good = repeated("ab", 3).with_length(6)?;
    let response = Response::from_raw(Response::new(good).into_raw()?);
    assert_eq!(all(response.into_body().into_stream()?).await?, "ababab");
    let long = repeated("ab", 3).with_length(5)?;
    assert!(message(all(long).await).contains("FixedLengthStream"));
    let short = repeated("ab", 3).with_length(7)?;
    assert!(message(all(short).await).contains("FixedLengthStream"));
    let (mut writable, readable) = Transform::fixed_length(3)?.split();
    let writing = async {
        writable.write("ab").await?;
        writable.close().await
    };
    let (written, read) = join(writing, all(readable)).await;
    written?;
    assert!(message(read).contains("FixedLengthStream"));
    Ok(())
}

#[worker_sdk::test]
async fn compression() -> Result<()> {
    use CompressionFormat::{Deflate, DeflateRaw, Gzip};
    let heads: [(_, &[u8]); 3] = [(Gzip, &[0x1f, 0x8b]), (Deflate, &[0x78]), (DeflateRaw, &[])];
    for (format, head) in heads {
        let packed = repeated("well, well; ", 10_000).compress(format)?;
        let packed: Vec<u8> = packed.try_concat().await?;
        assert!(packed.len() < 2_000, "{}", packed.len());
        assert!(packed.starts_with(head), "{:?}", &packed[..2]);
        let half = packed[..packed.len() / 2].to_vec();
        let unpacked = Body::from(packed).into_stream()?.decompress(format)?;
        assert_eq!(all(unpacked).await?.len(), 120_000);
        let cut = Body::from(half).into_stream()?.decompress(format)?;
        assert!(message(all(cut).await).starts_with("reading a stream failed: TypeError: "));
    }
    let garbage = Body::from("not packed").into_stream()?.decompress(Gzip)?;
    assert!(message(all(garbage).await).starts_with("reading a stream failed: TypeError: "));
    let brotli = message(Transform::compress(CompressionFormat::Brotli));
    assert!(
        brotli.starts_with("compressing failed: TypeError: "),
        "{brotli}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn text_of_older_encodings() -> Result<()> {
    let decoded = async |encoding, bytes: &'static [u8]| {
        let stream = Body::from(bytes).into_stream()?;
        all(stream.pipe_through(Transform::decode(encoding)?)?).await
    };
    assert_eq!(
        decoded("windows-1252", b"gr\xfc\xdfe \x80").await?,
        "grüße €"
    );
    assert_eq!(decoded("shift_jis", b"\x8a\xbf\x8e\x9a").await?, "漢字");
    assert_eq!(decoded("utf-16le", b"a\0\xfc\0").await?, "aü");
    assert_eq!(decoded("utf-8", b"a\xff").await?, "a\u{fffd}");
    let strict = Transform::decode_strictly("utf-8")?;
    let stream = Body::from(&b"a\xff"[..])
        .into_stream()?
        .pipe_through(strict)?;
    assert!(message(all(stream).await).contains("TypeError"));
    let unknown = message(Transform::decode("klingon"));
    assert!(
        unknown.starts_with("decoding text failed: RangeError: "),
        "{unknown}"
    );
    Ok(())
}
