//! Writing in each way.

use futures_util::future::join;
use futures_util::{AsyncWriteExt, SinkExt, StreamExt};
use worker_sdk::streams::{Transform, Writable, channel};
use worker_sdk::{Body, Response, Result};

use crate::{all, js};

#[worker_sdk::test]
async fn as_a_sink_and_as_a_writer() -> Result<()> {
    js::take_log();
    let mut writable = Writable::from_raw(js::sink(0, None));
    writable.write("a").await?;
    SinkExt::<&str>::send(&mut writable, "b").await?;
    assert_eq!(AsyncWriteExt::write(&mut writable, b"cd").await?, 2);
    writable.write("").await?;
    SinkExt::<&str>::close(&mut writable).await?;
    assert_eq!(js::take_log(), "write a, write b, write cd, close");

    let (mut sender, stream) = channel();
    sender.send("a").await?;
    SinkExt::send(&mut sender, "b").await?;
    sender.write_all(b"cd").await?;
    AsyncWriteExt::close(&mut sender).await?;
    assert_eq!(all(stream).await?, "abcd");
    Ok(())
}

/// `into_raw` hands on what is open.
#[worker_sdk::test]
async fn a_writer_is_handed_on() -> Result<()> {
    js::take_log();
    let mut writable = Writable::from_raw(js::sink(0, None));
    writable.write("a").await?;
    writable.flush().await?;
    let raw = writable.into_raw();
    let writer = js::writer(&raw);
    assert_eq!(js::outcome(js::write(&writer, "b")).await, "ok undefined");
    assert_eq!(js::take_log(), "write a, write b");
    Ok(())
}

#[worker_sdk::test]
async fn a_body_that_is_sent() -> Result<()> {
    let (mut sender, body) = Body::channel();
    let sending = async move {
        for number in 0..1_000 {
            sender.send(format!("line {number}\n")).await?;
        }
        sender.close();
        Ok::<_, worker_sdk::Error>(())
    };
    let (sent, read) = join(sending, Response::new(body).read_text()).await;
    sent?;
    assert_eq!(read?.lines().count(), 1_000);
    Ok(())
}

#[worker_sdk::test]
async fn a_sink_of_rust_takes_what_javascript_pipes() -> Result<()> {
    let (sender, stream) = channel();
    let mut log = Writable::from_sink(sender.with(|chunk: Vec<u8>| async move {
        Ok::<_, worker_sdk::Error>(chunk.to_ascii_uppercase())
    }));
    let mut source = worker_sdk::streams::ByteStream::from_raw(js::source(3, None));
    let (piped, text) = join(source.pipe_to(&mut log).into_future(), all(stream)).await;
    piped?;
    assert_eq!(text?, "CHUNK 1;CHUNK 2;CHUNK 3;");
    Ok(())
}

#[worker_sdk::test]
async fn a_change_in_rust_for_javascript() -> Result<()> {
    let upper =
        Transform::new(|input| input.map(|chunk| chunk.map(|bytes| bytes.to_ascii_uppercase())));
    let text = js::outcome(js::through(upper.as_raw(), "rust")).await;
    assert_eq!(text, "ok RUST");
    Ok(())
}
