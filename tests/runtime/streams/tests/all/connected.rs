//! Streams that the platform connects.

use std::time::Duration;

use futures_util::future::join;
use futures_util::{TryStreamExt, stream};
use worker_sdk::abort::{AbortController, AbortSignal};
use worker_sdk::streams::{ByteStream, CompressionFormat, Transform, Writable};
use worker_sdk::{Body, Error, Response, Result, timeout};

use crate::{all, js, message, text};

const SOON: Duration = Duration::from_millis(500);

fn repeated(text: &'static str, count: usize) -> ByteStream {
    ByteStream::from_stream(stream::iter((0..count).map(move |_| Ok(text))))
}

#[worker_sdk::test]
async fn pipes() -> Result<()> {
    js::take_log();
    let source = |count, failure: Option<&str>| {
        ByteStream::from_raw(js::source(count, failure.map(Into::into)))
    };
    let sink = || Writable::from_raw(js::sink(0, None));
    source(1, None).pipe_to(&mut sink()).await?;
    assert_eq!(js::take_log(), "pull 1, write chunk 1;, pull 2, close");
    let broken = "piping a stream failed: RangeError: it broke";
    let mut target = sink();
    let piped = source(0, Some("it broke")).pipe_to(&mut target).await;
    assert_eq!(message(piped), broken);
    assert_eq!(js::take_log(), "pull 1, abort RangeError: it broke");
    let closed = "the stream takes no more bytes: it was closed or has failed; write all before you close it";
    assert_eq!(message(target.write("a").await), closed);
    let again = source(1, None).pipe_to(&mut target).await;
    assert_eq!(message(again), closed);

    let full = "piping a stream failed: RangeError: it is full";
    let into_full = || Writable::from_raw(js::sink(0, Some("it is full".into())));
    let piped = source(2, None).pipe_to(&mut into_full()).await;
    assert_eq!(message(piped), full);
    assert!(js::take_log().ends_with("cancel RangeError: it is full"));
    Ok(())
}

#[worker_sdk::test]
async fn an_end_that_a_pipe_leaves_open() -> Result<()> {
    js::take_log();
    let mut target = Writable::from_raw(js::sink(0, None));
    target.write("a").await?;
    for text in ["b", "c"] {
        let mut source = Body::from(text).into_stream()?;
        source.pipe_to(&mut target).prevent_close().await?;
        assert_eq!(source.try_next().await?, None);
    }
    let mut broken = ByteStream::from_raw(js::source(0, Some("it broke".into())));
    let piped = broken.pipe_to(&mut target).prevent_abort().await;
    assert!(piped.is_err());
    target.write("d").await?;
    target.close().await?;
    assert_eq!(
        js::take_log(),
        "write a, write b, write c, pull 1, write d, close"
    );

    let mut full = Writable::from_raw(js::sink(0, Some("it is full".into())));
    let mut source = ByteStream::from_raw(js::source(2, None));
    assert!(source.pipe_to(&mut full).prevent_cancel().await.is_err());
    let rest = all(source).await?;
    assert!(
        "chunk 1;chunk 2;".ends_with(&rest) && !rest.is_empty(),
        "{rest}"
    );
    assert!(!js::take_log().contains("cancel"));
    Ok(())
}

#[worker_sdk::test]
async fn a_pipe_is_aborted() -> Result<()> {
    js::take_log();
    let controller = AbortController::new();
    controller.abort_with(&Error::new("no more"));
    let error = ByteStream::from_raw(js::source(9, None))
        .pipe_to(&mut Writable::from_raw(js::sink(0, None)))
        .signal(&controller.signal())
        .await
        .unwrap_err();
    assert_eq!(text(&error), "piping a stream failed: Error: no more");
    let log = js::take_log();
    assert!(log.contains("abort Error: no more"), "{log}");
    assert!(log.contains("cancel Error: no more"), "{log}");
    Ok(())
}

/// The runtime's own streams hear nothing of it.
#[worker_sdk::test]
async fn a_pipe_that_never_began() -> Result<()> {
    let signal = AbortSignal::aborted_with(&Error::new("no more"));
    let (mut target, read) = Transform::identity().split();
    let piped = repeated("a", 9).pipe_to(&mut target).signal(&signal).await;
    assert_eq!(message(piped), "piping a stream failed: Error: no more");
    let read = timeout(SOON, all(read)).await.expect("the reader waits");
    assert!(message(read).contains("no more"));

    let raw = js::source(9, None);
    let _reader = js::reader(&raw);
    let (mut target, read) = Transform::identity().split();
    let piped = ByteStream::from_raw(raw).pipe_to(&mut target).await;
    assert!(piped.is_err());
    let read = timeout(SOON, all(read)).await.expect("the reader waits");
    assert!(read.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn the_end_behind_a_pipe() -> Result<()> {
    let mut target = Writable::from_raw(js::sink(0, None));
    Body::from("a").into_stream()?.pipe_to(&mut target).await?;
    target.closed().await?;

    let mut target = Writable::from_raw(js::sink(0, None));
    let mut broken = ByteStream::from_raw(js::source(0, Some("it broke".into())));
    assert!(broken.pipe_to(&mut target).await.is_err());
    assert!(message(target.closed().await).contains("it broke"));
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
