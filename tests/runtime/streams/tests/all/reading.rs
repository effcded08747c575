//! Reading in each way.

use futures_util::future::join;
use futures_util::io::Cursor;
use futures_util::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, FutureExt, StreamExt, TryStreamExt, stream,
};
use worker_sdk::streams::{ByteStream, Transform};
use worker_sdk::{Body, Result};

use crate::{all, js, message, text, turn};

fn pattern(from: usize, length: usize) -> Vec<u8> {
    (from..from + length).map(|at| at as u8).collect()
}

fn chunks(chunks: &'static [&'static [u8]]) -> ByteStream {
    ByteStream::from_stream(stream::iter(chunks.iter().map(|chunk| Ok(chunk.to_vec()))))
}

/// The room that a reader brings is as large as what it asks for, so that a large read is one read.
#[worker_sdk::test]
async fn into_a_buffer_of_the_caller() -> Result<()> {
    js::take_log();
    let mut stream = ByteStream::from_raw(js::bytes(1_000_000));
    let mut buffer = vec![0; 300_000];
    assert_eq!(stream.read_at_least(1, &mut buffer).await?, 300_000);
    assert_eq!(buffer, pattern(0, 300_000));
    assert_eq!(stream.read(&mut buffer[..10]).await?, 10);
    assert_eq!(buffer[..10], pattern(300_000, 10));
    assert_eq!(stream.try_next().await?, Some(pattern(300_010, 32_768)));
    assert_eq!(js::take_log(), "room 300000, room 10, room 32768");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await?;
    assert_eq!(rest, pattern(332_778, 1_000_000 - 332_778));
    Ok(())
}

#[worker_sdk::test]
async fn at_least_so_many_bytes() -> Result<()> {
    let small = || {
        let (mut writable, readable) = Transform::identity().split();
        worker_sdk::spawn(async move {
            for part in ["ab", "cde", "f", "gh"] {
                writable.write(part).await?;
            }
            writable.close().await
        });
        readable
    };
    let rust = || chunks(&[b"ab", b"cde", b"f", b"gh"]);
    for mut stream in [small(), rust()] {
        let mut buffer = [0; 8];
        assert_eq!(stream.read_at_least(0, &mut buffer).await?, 2);
        assert_eq!(stream.read_at_least(4, &mut buffer).await?, 4);
        assert_eq!(&buffer[..4], b"cdef");
        assert_eq!(stream.read_at_least(5, &mut buffer).await?, 2);
        assert_eq!(&buffer[..2], b"gh");
        assert_eq!(stream.read_at_least(5, &mut buffer).await?, 0);
    }
    Ok(())
}

/// Every way to read, in turn, of streams of every origin.
#[worker_sdk::test]
async fn short_reads_of_every_kind() -> Result<()> {
    let length = 200_000;
    let through_javascript = || {
        let chunks = pattern(0, length)
            .chunks(7_001)
            .map(|c| Ok(c.to_vec()))
            .collect::<Vec<_>>();
        ByteStream::from_stream(stream::iter(chunks))
    };
    let origins = [
        ByteStream::from_raw(js::bytes(length as u32)),
        through_javascript(),
        ByteStream::from_raw(through_javascript().into_raw()),
        through_javascript().pipe_through(Transform::identity())?,
        Body::from(pattern(0, length)).into_stream()?,
    ];
    for (origin, mut stream) in origins.into_iter().enumerate() {
        let mut seed = origin as u32 + 1;
        let mut all = Vec::new();
        while all.len() < length {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let size = (seed >> 16) as usize % 5_000 + 1;
            match (seed >> 8) % 4 {
                0 => all.extend(stream.try_next().await?.unwrap_or_default()),
                1 => {
                    let filled = stream.fill_buf().await?;
                    let used = filled.len().min(size);
                    all.extend_from_slice(&filled[..used]);
                    stream.consume_unpin(used);
                }
                _ => {
                    let mut buffer = vec![0; size];
                    let read = stream.read(&mut buffer).await?;
                    all.extend_from_slice(&buffer[..read]);
                }
            }
        }
        assert!(all == pattern(0, length), "origin {origin}");
        assert_eq!(stream.read(&mut [0; 9]).await?, 0);
        assert_eq!(stream.try_next().await?, None);
    }
    Ok(())
}

/// JavaScript reads what Rust gives with a reader of any kind.
#[worker_sdk::test]
async fn a_rust_stream_is_a_byte_stream() -> Result<()> {
    let raw = chunks(&[b"abcdef", b"", b"g"]).into_raw();
    let reader = js::byob_reader(&raw);
    let read = async |size| js::outcome(js::read_room(&reader, size)).await;
    assert_eq!(read(4).await, "ok 4 false");
    assert_eq!(read(4).await, "ok 2 false");
    assert_eq!(read(4).await, "ok 1 false");
    assert_eq!(read(4).await, "ok 0 true");
    let raw = chunks(&[b"abc", b"", b"d"]).into_raw();
    assert_eq!(js::outcome(js::read_text(&raw)).await, "ok abcd");
    Ok(())
}

#[worker_sdk::test]
async fn an_empty_chunk_is_not_the_end() -> Result<()> {
    let mut of_javascript = ByteStream::from_raw(js::odd());
    assert_eq!(of_javascript.read(&mut [0; 9]).await?, 5);
    let mut of_javascript = ByteStream::from_raw(js::odd());
    assert_eq!(of_javascript.fill_buf().await?, b"text ");

    let parts = || stream::iter(["a", "", "", "b", ""].map(Ok));
    let late = || {
        parts().then(async |part| {
            turn().await;
            part
        })
    };
    for of_rust in [
        ByteStream::from_stream(parts()),
        ByteStream::from_stream(late()),
    ] {
        let raw = of_rust.into_raw();
        assert_eq!(js::outcome(js::read_text(&raw)).await, "ok ab");
    }
    let mut text = String::new();
    ByteStream::from_stream(late())
        .read_to_string(&mut text)
        .await?;
    assert_eq!(text, "ab");
    Ok(())
}

/// A stream of JavaScript that was read in part is handed back when nothing of it is left in Rust.
#[worker_sdk::test]
async fn the_rest_of_a_stream() -> Result<()> {
    let raw = js::source(3, None);
    let mut stream = ByteStream::from_raw(raw.clone());
    stream.try_next().await?;
    let rest = stream.into_raw();
    assert!(rest == raw);
    assert_eq!(
        js::outcome(js::read_text(&rest)).await,
        "ok chunk 2;chunk 3;"
    );

    let mut stream = ByteStream::from_raw(js::source(2, None));
    stream.read_exact(&mut [0; 3]).await?;
    assert_eq!(
        js::outcome(js::read_text(&stream.into_raw())).await,
        "ok nk 1;chunk 2;"
    );
    Ok(())
}

/// What a read that nobody waits for has brought is part of it.
#[worker_sdk::test]
async fn the_rest_of_a_stream_that_is_being_read() -> Result<()> {
    for (raw, expected) in [
        (js::source(2, None), "ok chunk 1;chunk 2;"),
        (js::bytes(4), "ok \0\u{1}\u{2}\u{3}"),
    ] {
        let mut stream = ByteStream::from_raw(raw);
        assert!(stream.try_next().now_or_never().is_none());
        turn().await;
        let rest = stream.into_raw();
        assert_eq!(js::outcome(js::read_text(&rest)).await, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn lines() -> Result<()> {
    let cases: [(&'static [&'static [u8]], &[&str]); 6] = [
        (&[b"a\nb\r\nc"], &["a", "b", "c"]),
        (&[b"a", b"", b"b\n", b"\n\nc\n"], &["ab", "", "", "c"]),
        (
            &[b"gr\xc3", b"\xbc\xc3\x9fe\r", b"\n\xff"],
            &["grüße", "\u{fffd}"],
        ),
        (&[b"a\rb\r\n"], &["a\rb"]),
        (&[], &[]),
        (&[b"\n"], &[""]),
    ];
    for (given, expected) in cases {
        let lines: Vec<_> = chunks(given).lines().try_collect().await?;
        assert_eq!(lines, expected);
    }
    let mut lines = chunks(&[b"123\n12", b"34\n1\n"]).lines().max_length(3);
    assert_eq!(lines.try_next().await?.as_deref(), Some("123"));
    let error = lines.try_next().await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        text(&error),
        "a line of the stream is longer than 3 bytes; allow more with `max_length`, or read it in chunks"
    );
    assert_eq!(lines.try_next().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn text_in_chunks() -> Result<()> {
    let mut text =
        chunks(&[b"\xef\xbb", b"\xbfgr\xc3", b"\xbc", b"\xc3\x9fe\xf0\x9f"]).text_chunks();
    let mut chunks = Vec::new();
    while let Some(chunk) = text.try_next().await? {
        chunks.push(chunk);
    }
    assert_eq!(chunks, ["gr", "ü", "ße", "\u{fffd}"]);
    Ok(())
}

#[worker_sdk::test]
async fn readers_and_writers_of_other_crates() -> Result<()> {
    let stream = ByteStream::from_reader(Cursor::new(pattern(0, 100_000)));
    let (mut writable, mut readable) = Transform::identity().split();
    let copying = async {
        let copied = futures_util::io::copy(stream, &mut writable).await?;
        AsyncWriteExt::close(&mut writable).await?;
        Ok::<_, worker_sdk::Error>(copied)
    };
    let mut copy = Vec::new();
    let (copied, read) = join(copying, readable.read_to_end(&mut copy)).await;
    assert_eq!((copied?, read?), (100_000, 100_000));
    assert!(copy == pattern(0, 100_000));
    Ok(())
}

/// An error keeps what was thrown on its way through `std::io::Error`.
#[worker_sdk::test]
async fn errors_of_reading() -> Result<()> {
    let mut stream = ByteStream::from_raw(js::source(0, Some("it broke".into())));
    let error = stream.read(&mut [0; 9]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a stream failed: RangeError: it broke"
    );
    assert!(worker_sdk::Error::from(error).is_named("RangeError"));
    let reader = ByteStream::from_raw(js::source(1, Some("it broke".into())));
    let copy = ByteStream::from_reader(reader);
    assert_eq!(
        message(all(copy).await),
        "reading a stream failed: RangeError: it broke"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_a_javascript_iterable_gives() -> Result<()> {
    for (kind, text) in [("array", "one two "), ("generator", "one two three")] {
        let mut stream = ByteStream::from_raw_iterable(&js::iterable(kind))?;
        let mut read = Vec::new();
        while let Some(chunk) = stream.try_next().await? {
            read.extend(chunk);
        }
        assert_eq!(String::from_utf8_lossy(&read), text);
    }
    let error = ByteStream::from_raw_iterable(&js::iterable("none")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("streaming an iterable failed: TypeError: "),
        "{error}"
    );
    Ok(())
}
