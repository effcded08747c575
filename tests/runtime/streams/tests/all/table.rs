//! What the standard says of streams, with one side in Rust and the other in JavaScript.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join;
use futures_util::{AsyncWriteExt, SinkExt, Stream, StreamExt, TryStreamExt, stream};
use wasm_bindgen::JsValue;
use worker_sdk::streams::{ByteStream, Transform, Writable, channel};
use worker_sdk::{Body, Error, Response, Result, timeout};

use crate::{all, js, message, text, turn, waits};

fn numbers() -> impl Stream<Item = Result<String>> {
    stream::iter(1..).map(|number| Ok(format!("{number};")))
}

/// Counts how many chunks were made.
fn counted<S: Stream>(chunks: S) -> (Rc<Cell<u32>>, impl Stream<Item = S::Item>) {
    let made = Rc::new(Cell::new(0));
    let counted = made.clone();
    let chunks = chunks.inspect(move |_| counted.set(counted.get() + 1));
    (made, chunks)
}

#[worker_sdk::test]
async fn cancelling_tells_javascript_why() -> Result<()> {
    js::take_log();
    let mut read = ByteStream::from_raw(js::source(9, None));
    read.try_next().await?;
    read.cancel(&Error::new("enough")).await?;
    assert_eq!(js::take_log(), "pull 1, cancel Error: enough");

    let unread = ByteStream::from_raw(js::source(9, None));
    unread.cancel(&Error::new("no need")).await?;
    assert_eq!(js::take_log(), "cancel Error: no need");

    let mut dropped = ByteStream::from_raw(js::source(9, None));
    dropped.try_next().await?;
    drop(dropped);
    assert_eq!(js::take_log(), "pull 1, cancel undefined");

    let failing = ByteStream::from_raw(js::failing_cancel());
    assert_eq!(
        message(failing.cancel(&Error::new("stop")).await),
        "cancelling a stream failed: RangeError: it does not stop"
    );
    Ok(())
}

#[worker_sdk::test]
async fn cancelling_tells_rust_why() -> Result<()> {
    let (mut sender, stream) = channel();
    let raw = stream.into_raw();
    let reader = js::reader(&raw);
    sender.send("first").await?;
    assert_eq!(js::outcome(js::read_once(&reader)).await, "ok first");
    assert!(waits(sender.closed()).await);
    assert_eq!(
        js::outcome(js::cancel(&reader, "enough")).await,
        "ok undefined"
    );
    let expected = "sending to a stream that was cancelled failed: RangeError: enough";
    assert_eq!(text(&sender.closed().await), expected);
    assert_eq!(message(sender.send("second").await), expected);

    let (mut sender, stream) = channel();
    drop(stream);
    assert_eq!(
        message(sender.send("nobody hears it").await),
        "nobody reads the stream any more; stop to send"
    );
    Ok(())
}

#[worker_sdk::test]
async fn the_reason_goes_through_streams_that_are_built_of_others() -> Result<()> {
    js::take_log();
    let inner = ByteStream::from_raw(js::source(9, None));
    let outer = ByteStream::from_stream(inner.map_ok(|chunk| chunk.to_ascii_uppercase()));
    let raw = outer.into_raw();
    let reader = js::reader(&raw);
    assert_eq!(js::outcome(js::read_once(&reader)).await, "ok CHUNK 1;");
    js::outcome(js::cancel(&reader, "enough")).await;
    assert_eq!(js::take_log(), "pull 1, cancel RangeError: enough");

    let mut sink = Writable::from_raw(js::sink(0, None));
    sink.flush().await?;
    let raw = Writable::from_sink(sink).into_raw();
    let writer = js::writer(&raw);
    assert_eq!(js::outcome(js::write(&writer, "a")).await, "ok undefined");
    js::outcome(js::abort(&writer, "broken")).await;
    turn().await;
    assert_eq!(js::take_log(), "write a, abort RangeError: broken");
    Ok(())
}

#[worker_sdk::test]
async fn nothing_is_made_before_it_is_asked_for() -> Result<()> {
    js::take_log();
    let mut read = ByteStream::from_raw(js::source(9, None));
    turn().await;
    assert_eq!(js::take_log(), "");
    read.try_next().await?;
    read.try_next().await?;
    turn().await;
    assert_eq!(js::take_log(), "pull 1, pull 2");

    let (made, counted) = counted(numbers());
    let raw = ByteStream::from_stream(counted).into_raw();
    let reader = js::reader(&raw);
    turn().await;
    assert_eq!(made.get(), 0);
    js::outcome(js::read_once(&reader)).await;
    js::outcome(js::read_once(&reader)).await;
    turn().await;
    assert_eq!(made.get(), 2);
    Ok(())
}

fn body_of<T: Into<Vec<u8>> + 'static>(
    chunks: impl Stream<Item = Result<T>> + 'static,
) -> Result<JsValue> {
    Ok(js::body(
        &Response::new(Body::from_stream(chunks)).into_raw()?,
    ))
}

/// Nobody sees single chunks of a body: what is there already crosses as one, one chunk at first, then twice as many.
#[worker_sdk::test]
async fn chunks_of_a_body_cross_together() -> Result<()> {
    let (made, counted) = counted(numbers());
    let reader = js::reader(&body_of(counted)?);
    turn().await;
    assert_eq!(made.get(), 0);
    for (expected, count) in [("1;", 1), ("2;3;", 3), ("4;5;6;7;", 7)] {
        let read = js::outcome(js::read_once(&reader)).await;
        assert_eq!(read, format!("ok {expected}"));
        turn().await;
        assert_eq!(made.get(), count);
    }

    let (mut sender, stream) = channel();
    let reader = js::reader(&body_of(stream)?);
    for (sent, expected) in [(["a", ""], "a"), (["b", "c"], "bc")] {
        for chunk in sent {
            sender.send(chunk).await?;
        }
        let read = js::outcome(js::read_once(&reader)).await;
        assert_eq!(read, format!("ok {expected}"));
    }
    let waiting = js::read_once(&reader);
    assert!(waits(js::outcome(waiting.clone())).await);
    sender.send("d").await?;
    assert_eq!(js::outcome(waiting).await, "ok d");
    sender.close();
    assert_eq!(js::outcome(js::read_once(&reader)).await, "ok done");
    Ok(())
}

#[worker_sdk::test]
async fn an_error_comes_behind_the_chunks_before_it() -> Result<()> {
    let failing = stream::iter([Ok("a"), Ok("b"), Err(Error::new("it broke")), Ok("c")]);
    let reader = js::reader(&body_of(failing)?);
    for expected in ["ok a", "ok b", "Error: it broke", "Error: it broke"] {
        assert_eq!(js::outcome(js::read_once(&reader)).await, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn chunks_of_all_lengths_stay_in_order() -> Result<()> {
    let lengths = [
        0, 1, 5000, 3, 4000, 90, 7, 70_000, 0, 8192, 8192, 8192, 1, 1,
    ];
    let lengths = lengths.into_iter().cycle().take(200).enumerate();
    let chunks: Vec<_> = lengths
        .map(|(number, length)| vec![b'a' + (number % 26) as u8; length])
        .collect();
    let expected = chunks.concat();
    let body = body_of(stream::iter(chunks.into_iter().map(Ok)))?;
    let read = Body::from_raw(body).bytes().await?;
    assert!(read == expected);
    Ok(())
}

/// What JavaScript calls the high-water mark.
#[worker_sdk::test]
async fn as_much_is_made_ahead_as_was_asked_for() -> Result<()> {
    let (made, counted) = counted(stream::repeat_with(|| Ok(vec![b'x'; 10])));
    let mut stream = ByteStream::from_stream(counted).read_ahead(100);
    turn().await;
    assert_eq!(made.get(), 10);
    for _ in 0..11 {
        let chunk = stream.try_next().await?;
        assert_eq!(chunk.map(|chunk| chunk.len()), Some(10));
    }
    turn().await;
    assert_eq!(made.get(), 21);
    drop(stream);

    js::take_log();
    let mut of_javascript = ByteStream::from_raw(js::source(9, None)).read_ahead(100);
    turn().await;
    assert_eq!(js::take_log(), "", "its own high-water mark counts");
    assert_eq!(
        of_javascript.try_next().await?.as_deref(),
        Some(&b"chunk 1;"[..])
    );
    Ok(())
}

#[worker_sdk::test]
async fn so_many_chunks_are_made_ahead() -> Result<()> {
    let (made, counted) = counted(stream::repeat_with(|| Ok(vec![b'x'; 10])));
    let mut stream = ByteStream::from_stream(counted).read_ahead_chunks(3);
    turn().await;
    assert_eq!(made.get(), 3);
    assert_eq!(stream.try_next().await?.map(|chunk| chunk.len()), Some(10));
    Ok(())
}

#[worker_sdk::test]
async fn a_writer_waits_only_when_the_room_is_full() -> Result<()> {
    for pair in [
        Transform::buffered(10),
        Transform::fixed_length_buffered(100, 10)?,
    ] {
        let (writable, mut readable) = pair.split();
        let raw = writable.into_raw();
        let writer = js::writer(&raw);
        assert_eq!(js::desired(&writer), 10);
        let writing = js::outcome(js::write(&writer, "1234"));
        assert_eq!(js::desired(&writer), 6);
        assert_eq!(readable.try_next().await?.as_deref(), Some(&b"1234"[..]));
        assert_eq!(writing.await, "ok undefined");
    }
    assert_eq!(
        js::desired(&js::writer(&Transform::identity().split().0.into_raw())),
        1
    );

    js::take_log();
    let sink = Writable::from_raw(js::sink(1, None));
    let raw = Writable::from_sink_buffered(sink, 10).into_raw();
    let writer = js::writer(&raw);
    assert_eq!(js::desired(&writer), 10);
    let writing = [js::write(&writer, "1234"), js::write(&writer, "5678")];
    assert_eq!(js::desired(&writer), 2);
    for promise in writing {
        turn().await;
        js::release();
        assert_eq!(js::outcome(promise).await, "ok undefined");
    }
    assert_eq!(js::take_log(), "write 1234, write 5678");
    Ok(())
}

#[worker_sdk::test]
async fn a_sender_waits_for_a_slow_reader() -> Result<()> {
    let (mut sender, mut stream) = channel();
    for _ in 0..2 {
        sender.send(vec![0; 40_000]).await?;
    }
    assert!(waits(sender.send(vec![0; 40_000])).await);
    assert_eq!(
        stream.try_next().await?.map(|chunk| chunk.len()),
        Some(40_000)
    );
    sender.send(vec![0; 1]).await?;
    sender.close();
    let rest: Vec<_> = stream.map_ok(|chunk| chunk.len()).try_collect().await?;
    assert_eq!(rest, [40_000, 1]);
    Ok(())
}

#[worker_sdk::test]
async fn a_writer_waits_for_a_slow_sink() -> Result<()> {
    js::take_log();
    let mut writable = Writable::from_raw(js::sink(1, None));
    writable.write("a").await?;
    assert!(waits(writable.write("b")).await);
    assert_eq!(js::take_log(), "write a");
    js::release();
    writable.write("b").await?;
    assert!(waits(writable.flush()).await);
    js::release();
    writable.close().await?;
    assert_eq!(js::take_log(), "write b, close");
    Ok(())
}

#[worker_sdk::test]
async fn a_writer_fills_the_room_that_there_is() -> Result<()> {
    for pair in [
        Transform::buffered(4),
        Transform::fixed_length_buffered(10, 4)?,
    ] {
        let (mut writable, mut readable) = pair.split();
        writable.write("1").await?;
        SinkExt::<&str>::feed(&mut writable, "2").await?;
        assert_eq!(AsyncWriteExt::write(&mut writable, b"34").await?, 2);
        assert!(waits(writable.write("5")).await, "it is full");
        assert!(waits(writable.flush()).await, "nobody has read");
        let mut read = 0;
        while read < 4 {
            read += readable.try_next().await?.map_or(4, |chunk| chunk.len());
        }
        writable.flush().await?;
        writable.write("5").await?;
        drop(readable);
        let failed = timeout(Duration::from_secs(1), writable.flush()).await?;
        assert!(message(failed).starts_with("writing to a stream failed: "));
    }
    let (mut writable, _readable) = Transform::identity().split();
    writable.write("1").await?;
    assert!(waits(writable.write("2")).await, "there is no room at all");
    Ok(())
}

/// By the next call, whichever that is.
#[worker_sdk::test]
async fn an_earlier_write_that_fails_is_told() -> Result<()> {
    for next in 0..3 {
        let (mut writable, readable) = Transform::buffered(10).split();
        writable.write("1").await?;
        writable.write("2").await?;
        readable.cancel(&Error::new("enough")).await?;
        turn().await;
        let told = match next {
            0 => writable.write("3").await,
            1 => writable.flush().await,
            _ => writable.close().await,
        };
        let told = told.err().map(|error| text(&error)).unwrap_or_default();
        assert!(told.ends_with("Error: enough"), "{next}: {told}");
    }
    Ok(())
}

/// Those that the platform itself has made tell of a reader that left at the next write.
#[worker_sdk::test]
async fn a_writer_hears_of_the_end() -> Result<()> {
    let (mut writable, readable) = Transform::from_raw(js::upper()).split();
    let closed = writable.closed();
    readable.cancel(&Error::new("enough")).await?;
    assert!(message(closed.await).ends_with("Error: enough"));

    let (mut writable, readable) = Transform::identity().split();
    let closed = writable.closed();
    let writing = async {
        writable.write("a").await?;
        writable.close().await
    };
    let (written, read) = join(writing, all(readable)).await;
    written?;
    assert_eq!(read?, "a");
    closed.await?;

    let (mut writable, readable) = Transform::identity().split();
    let closed = writable.closed();
    readable.cancel(&Error::new("enough")).await?;
    writable.write("a").await?;
    assert!(message(closed.await).ends_with("Error: enough"));
    Ok(())
}

#[worker_sdk::test]
async fn a_javascript_writer_waits_for_a_slow_sink_in_rust() -> Result<()> {
    let (sender, mut stream) = channel();
    let raw = Writable::from_sink(sender).into_raw();
    let writer = js::writer(&raw);
    assert_eq!(js::desired(&writer), 1);
    let long = "x".repeat(70_000);
    js::outcome(js::write(&writer, &long)).await;
    let second = js::write(&writer, "second");
    turn().await;
    assert_eq!(js::desired(&writer), 0, "nobody has read the first");
    assert_eq!(
        stream.try_next().await?.map(|chunk| chunk.len()),
        Some(70_000)
    );
    assert_eq!(js::outcome(second).await, "ok undefined");
    let closing = js::close(&writer);
    assert_eq!(all(stream).await?, "second");
    assert_eq!(js::outcome(closing).await, "ok undefined");
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_the_source_is_that_of_the_reader() -> Result<()> {
    let mut read = ByteStream::from_raw(js::source(1, Some("it broke".into())));
    read.try_next().await?;
    let error = read.try_next().await.unwrap_err();
    assert!(error.is_named("RangeError"));
    assert_eq!(
        text(&error),
        "reading a stream failed: RangeError: it broke"
    );
    assert_eq!(read.try_next().await?, None);

    let failing = stream::iter([Ok("a"), Err(Error::new("it broke"))]);
    let raw = ByteStream::from_stream(failing).into_raw();
    let reader = js::reader(&raw);
    assert_eq!(js::outcome(js::read_once(&reader)).await, "ok a");
    for _ in 0..2 {
        assert_eq!(js::outcome(js::read_once(&reader)).await, "Error: it broke");
    }

    // What JavaScript threw comes back as it was, through Rust.
    let thrown = ByteStream::from_raw(js::source(0, Some("it broke".into())));
    let raw = ByteStream::from_stream(thrown).into_raw();
    assert_eq!(
        js::outcome(js::read_text(&raw)).await,
        "RangeError: it broke"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_the_sink_is_that_of_the_writer() -> Result<()> {
    let mut writable = Writable::from_raw(js::sink(0, Some("it is full".into())));
    writable.write("a").await?;
    let full = "writing to a stream failed: RangeError: it is full";
    assert_eq!(message(writable.flush().await), full);
    assert_eq!(
        message(writable.write("b").await),
        "the stream takes no more bytes: it was closed or has failed; write all before you close it"
    );

    let (sender, stream) = channel();
    let raw = Writable::from_sink(sender).into_raw();
    let writer = js::writer(&raw);
    drop(stream);
    for _ in 0..2 {
        assert_eq!(
            js::outcome(js::write(&writer, "a")).await,
            "Error: nobody reads the stream any more; stop to send"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn closing_twice() -> Result<()> {
    js::take_log();
    let mut writable = Writable::from_raw(js::sink(0, None));
    writable.write("a").await?;
    writable.close().await?;
    writable.close().await?;
    assert_eq!(js::take_log(), "write a, close");

    let (sender, stream) = channel();
    let raw = Writable::from_sink(sender).into_raw();
    let writer = js::writer(&raw);
    assert_eq!(js::outcome(js::close(&writer)).await, "ok undefined");
    let again = js::outcome(js::close(&writer)).await;
    assert!(again.starts_with("TypeError: "), "{again}");
    assert_eq!(all(stream).await?, "");

    let mut ended = ByteStream::from_raw(js::source(0, None));
    assert_eq!(ended.try_next().await?, None);
    assert_eq!(ended.try_next().await?, None);
    ended.cancel(&Error::new("late")).await
}

#[worker_sdk::test]
async fn giving_up_in_the_middle_is_not_the_end() -> Result<()> {
    js::take_log();
    let mut writable = Writable::from_raw(js::sink(0, None));
    writable.write("a").await?;
    drop(writable);
    turn().await;
    assert_eq!(
        js::take_log(),
        "write a, abort Error: the writer of the stream was dropped before its end; call `close` when all is written"
    );

    let mut writable = Writable::from_raw(js::sink(0, None));
    writable.write("a").await?;
    writable.abort(&Error::new("no more")).await?;
    assert_eq!(js::take_log(), "write a, abort Error: no more");

    let (mut sender, stream) = channel();
    sender.send("a").await?;
    drop(sender);
    assert_eq!(
        message(all(stream).await),
        "the sender of the stream was dropped before its end; call `close` when all is sent"
    );

    let (mut sender, mut stream) = channel();
    sender.send("a").await?;
    sender.fail("it broke");
    assert_eq!(stream.try_next().await?, Some(b"a".to_vec()));
    assert_eq!(message(stream.try_next().await), "it broke");
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_has_one_reader() -> Result<()> {
    let locked = ByteStream::from_raw(js::locked());
    assert!(message(all(locked).await).starts_with("reading a stream failed: TypeError: "));
    let locked = ByteStream::from_raw(js::locked());
    assert!(message(locked.tee()).starts_with("splitting a stream failed: TypeError: "));
    let locked = ByteStream::from_raw(js::locked());
    let piped = locked.pipe_through(Transform::identity());
    assert!(message(piped).starts_with("piping a stream failed: TypeError: "));

    let raw = js::sink(0, None);
    let _writer = js::writer(&raw);
    let mut writable = Writable::from_raw(raw);
    assert!(
        message(writable.write("a").await).starts_with("writing to a stream failed: TypeError: ")
    );
    assert_eq!(message(writable.write("a").await), {
        "the stream takes no more bytes: it was closed or has failed; write all before you close it"
    });
    Ok(())
}

#[worker_sdk::test]
async fn chunks_that_are_not_bytes() -> Result<()> {
    let mut read = ByteStream::from_raw(js::odd());
    let mut chunks = Vec::new();
    let error = loop {
        match read.try_next().await {
            Ok(chunk) => chunks.push(String::from_utf8(chunk.unwrap()).unwrap()),
            Err(error) => break error,
        }
    };
    assert_eq!(chunks.concat(), "text buffer");
    assert!(error.is_malformed());
    assert_eq!(
        text(&error),
        "the stream gave a chunk that is neither bytes nor text; give it bytes"
    );

    let (sender, stream) = channel();
    let raw = Writable::from_sink(sender).into_raw();
    let writer = js::writer(&raw);
    js::outcome(js::write_any(&writer, &JsValue::from_str("text"))).await;
    assert_eq!(
        js::outcome(js::write_any(&writer, &JsValue::from_f64(7.0))).await,
        "TypeError: this stream takes bytes and text"
    );
    drop(stream);
    Ok(())
}
