//! Both ends of a pair.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt, future};
use wasm_bindgen::prelude::*;
use worker_sdk::websockets::{
    self, AcceptOptions, CloseCode, CloseFrame, Message, ReadyState, WebSocket,
};
use worker_sdk::{Result, sleep, spawn, task, timeout};

#[wasm_bindgen(inline_js = r#"
const { push } = Array.prototype;
let most = 0;

export function watch_lists_of(text) {
  Array.prototype.push = function (...values) {
    const length = push.apply(this, values);
    if (values[0] === text || (text === undefined && values[0]?.first !== undefined)) most = Math.max(most, length);
    return length;
  };
}

export function longest_list() {
  Array.prototype.push = push;
  return most;
}
"#)]
extern "C" {
    fn watch_lists_of(text: Option<&str>);
    fn longest_list() -> u32;
}

fn accepted() -> Result<(WebSocket, WebSocket)> {
    accepted_with(AcceptOptions::new())
}

fn accepted_with(options: AcceptOptions) -> Result<(WebSocket, WebSocket)> {
    let (mut a, mut b) = websockets::pair()?;
    a.accept()?;
    b.accept_with(options)?;
    Ok((a, b))
}

fn frame(code: CloseCode, reason: &str) -> Option<CloseFrame> {
    Some(CloseFrame::new(code, reason))
}

async fn until_closed(socket: &mut WebSocket) -> Result<Option<CloseFrame>> {
    while socket.receive().await?.is_some() {}
    Ok(socket.close_frame())
}

async fn echo(mut socket: WebSocket, delay: Duration) -> Result<()> {
    while let Some(message) = socket.receive().await? {
        if delay > Duration::ZERO {
            sleep(delay).await;
        }
        socket.send(message)?;
    }
    Ok(())
}

#[worker_sdk::test]
async fn messages_arrive_in_order_and_keep_their_kind() -> Result<()> {
    let (mut a, mut b) = accepted()?;
    let messages = [
        Message::from(""),
        Message::from("grün 🦀\0"),
        Message::from(&[][..]),
        Message::from(vec![0, 255, 128]),
        Message::from("x".repeat(1000)),
    ];
    for message in &messages {
        a.send(message.clone())?;
        b.send(message.clone())?;
    }
    for message in messages {
        assert_eq!(b.receive().await?, Some(message.clone()));
        assert_eq!(a.receive().await?, Some(message));
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_mebibyte_of_bytes_and_of_text() -> Result<()> {
    let (a, mut b) = accepted()?;
    let bytes: Vec<u8> = (0..1 << 20).map(|i: u32| (i % 251) as u8).collect();
    a.send(bytes.clone())?;
    a.send("é".repeat(1 << 19))?;
    assert_eq!(b.receive().await?, Some(bytes.into()));
    assert_eq!(b.receive().await?, Some("é".repeat(1 << 19).into()));
    Ok(())
}

#[worker_sdk::test]
async fn text_is_read_whoever_had_it_before() -> Result<()> {
    let (mut a, mut b) = accepted()?;
    for sent in ["", "short", "grün 🦀", &"ü".repeat(300)] {
        a.send(sent)?;
        let Some(Message::Text(text)) = b.receive().await? else {
            return Err("no text".into());
        };
        b.send(text.clone())?;
        let returned = a.receive().await?.unwrap_or(Message::from("nothing"));
        a.send(returned.clone())?;
        assert_eq!(returned.as_text(), Some(sent));
        assert_eq!(b.receive().await?, Some(sent.into()));
        assert_eq!(String::from(text.clone()), sent, "while there are clones");
        assert_eq!(String::from(text), sent, "of one that was read");
        b.send(returned)?;
        let unread = a.receive().await?.map(Message::into_bytes);
        assert_eq!(unread, Some(sent.as_bytes().to_vec()));
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_arrives_before_somebody_reads_is_kept() -> Result<()> {
    let (a, mut b) = accepted()?;
    for i in 0..500 {
        a.send(i.to_string())?;
    }
    a.close(CloseCode::NORMAL, "that was all")?;
    sleep(Duration::from_millis(20)).await;
    for i in 0..500 {
        assert_eq!(b.receive().await?, Some(i.to_string().into()));
    }
    assert_eq!(b.receive().await?, None);
    assert_eq!(b.receive().await?, None, "an ended stream stays ended");
    assert_eq!(b.close_frame(), frame(CloseCode::NORMAL, "that was all"));
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_that_is_not_accepted() -> Result<()> {
    let (mut a, _b) = websockets::pair()?;
    let error = a.receive().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a WebSocket that is not accepted has no messages; call `accept` before the first one is read"
    );
    let error = a.send("early").unwrap_err();
    assert!(error.is_named("TypeError"), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("sending to a WebSocket failed: TypeError: You must call one of accept()")
    );
    assert!(a.close(CloseCode::NORMAL, "").is_err());
    assert_eq!(a.close_frame(), None);
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_that_went_elsewhere_cannot_be_accepted() -> Result<()> {
    let (client, mut server) = websockets::pair()?;
    server.accept()?;
    server.accept()?;
    let raw = server.as_raw().clone();
    WebSocket::from_raw(raw).accept()?;
    let mut nothing = WebSocket::from_raw(JsValue::from_str("no socket"));
    let error = nothing.accept().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("accepting a WebSocket failed: TypeError"),
        "{error}"
    );
    drop(client);
    Ok(())
}

#[worker_sdk::test]
async fn the_close_handshake_is_answered_with_the_same_code() -> Result<()> {
    let cases = [
        (CloseCode::NORMAL, ""),
        (CloseCode::from(4999), "é".repeat(61).leak()),
        (CloseCode::NO_STATUS, ""),
        (CloseCode::BAD_GATEWAY, "behind"),
    ];
    for (code, reason) in cases {
        let (mut a, mut b) = accepted()?;
        assert_eq!(a.ready_state(), ReadyState::Open);
        a.close(code, reason)?;
        assert_eq!(a.ready_state(), ReadyState::Closing);
        assert_eq!(until_closed(&mut b).await?, frame(code, reason));
        assert_eq!(until_closed(&mut a).await?, frame(code, reason));
        assert_eq!(a.ready_state(), ReadyState::Closed);
        assert_eq!(b.ready_state(), ReadyState::Closed);
        b.close(4000, "answered already")?;
    }
    Ok(())
}

#[worker_sdk::test]
async fn closing_is_checked_before_it_is_sent() -> Result<()> {
    let (a, mut b) = accepted()?;
    for code in [0, 999, 1004, 1006, 1015, 5000] {
        let error = a.close(code, "").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("`{code}` cannot be")),
            "{error}"
        );
    }
    assert!(a.close(1000, &"x".repeat(124)).unwrap_err().is_too_large());
    a.close(1000, &"x".repeat(123))?;
    a.close(1001, "closing again does nothing")?;
    let error = a.send("late").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Can't call WebSocket send() after close()"),
        "{error}"
    );
    assert_eq!(
        until_closed(&mut b).await?,
        frame(CloseCode::NORMAL, &"x".repeat(123))
    );
    Ok(())
}

#[worker_sdk::test]
async fn answers_to_the_messages_before_a_close_frame_still_go() -> Result<()> {
    let (mut a, b) = accepted()?;
    a.send("question")?;
    a.close(CloseCode::NORMAL, "")?;
    let server = spawn(echo(b, Duration::from_millis(10)));
    assert_eq!(a.receive().await?, Some("question".into()));
    assert_eq!(until_closed(&mut a).await?, frame(CloseCode::NORMAL, ""));
    server.await??;
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_that_nobody_reads_answers_the_close_frame() -> Result<()> {
    let (mut a, b) = accepted()?;
    a.send("unread")?;
    a.close(4000, "")?;
    assert_eq!(until_closed(&mut a).await?, frame(CloseCode::new(4000), ""));
    assert!(b.send("the ticker learns of it").is_err());
    Ok(())
}

#[worker_sdk::test]
async fn half_open_leaves_the_answer_to_the_worker() -> Result<()> {
    let (mut a, mut b) = accepted_with(AcceptOptions::new().half_open())?;
    a.close(CloseCode::NORMAL, "")?;
    assert_eq!(until_closed(&mut b).await?, frame(CloseCode::NORMAL, ""));
    assert_eq!(b.ready_state(), ReadyState::Closing);
    b.send("one more")?;
    b.close(4001, "done")?;
    assert_eq!(a.receive().await?, Some("one more".into()));
    assert_eq!(
        until_closed(&mut a).await?,
        frame(CloseCode::new(4001), "done")
    );

    let (mut a, mut b) = accepted_with(AcceptOptions::new().half_open())?;
    a.close(4002, "")?;
    until_closed(&mut b).await?;
    drop(b);
    assert_eq!(
        until_closed(&mut a).await?,
        frame(CloseCode::new(4002), ""),
        "dropped"
    );
    Ok(())
}

#[worker_sdk::test]
async fn dropping_the_last_handle_closes() -> Result<()> {
    let (mut a, b) = accepted()?;
    let other = b.clone();
    drop(b);
    other.send("still there")?;
    drop(other);
    assert_eq!(a.receive().await?, Some("still there".into()));
    assert_eq!(
        until_closed(&mut a).await?,
        frame(CloseCode::GOING_AWAY, "")
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_that_is_given_away_stays_open() -> Result<()> {
    let (mut a, b) = accepted()?;
    let mut again = WebSocket::from_raw(b.into_raw());
    again.accept()?;
    again.send("still there")?;
    assert_eq!(a.receive().await?, Some("still there".into()));
    a.send("and back")?;
    assert_eq!(again.receive().await?, Some("and back".into()));
    Ok(())
}

#[worker_sdk::test]
async fn handles_of_one_socket_are_equal() -> Result<()> {
    let (a, b) = websockets::pair()?;
    assert_eq!(a, a.clone());
    assert_eq!(a, WebSocket::from_raw(a.as_raw().clone()));
    assert_ne!(a, b);
    assert_eq!(format!("{a:?}"), "WebSocket { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_socket_is_an_error_and_no_trap() {
    let mut nothing = WebSocket::from_raw(JsValue::NULL);
    assert_eq!(nothing.ready_state(), ReadyState::Closed);
    assert_eq!((nothing.url(), nothing.buffered_amount()), (None, None));
    assert!(nothing.accept().is_err());
    assert!(nothing.send("x").is_err());
    assert!(nothing.close(1000, "").is_err());
    assert!(nothing.deserialize_attachment::<u8>().is_err());
    assert!(nothing.serialize_attachment(&1).is_err());
}

#[worker_sdk::test]
async fn what_a_socket_says_of_itself() -> Result<()> {
    let (a, _b) = accepted()?;
    assert_eq!((a.url(), a.protocol(), a.extensions()), (None, None, None));
    Ok(())
}

#[worker_sdk::test]
async fn a_receive_that_is_dropped_loses_nothing() -> Result<()> {
    let (a, mut b) = accepted()?;
    for _ in 0..3 {
        let received = timeout(Duration::from_millis(2), b.receive()).await;
        assert!(received.is_err());
    }
    a.send("first")?;
    a.send("second")?;
    let received = timeout(Duration::from_secs(5), b.receive()).await??;
    assert_eq!(received, Some("first".into()));
    assert_eq!(b.receive().await?, Some("second".into()));
    Ok(())
}

#[worker_sdk::test]
async fn clones_share_the_messages() -> Result<()> {
    let (a, b) = accepted()?;
    let readers = (0..3).map(|_| {
        let mut handle = b.clone();
        spawn(async move {
            let mut got = Vec::new();
            while let Ok(Some(message)) = handle.receive().await {
                got.extend(message.as_text().map(str::to_owned));
                sleep(Duration::from_millis(1)).await;
            }
            got
        })
    });
    let readers: Vec<_> = readers.collect();
    drop(b);
    for i in 0..30 {
        a.send(i.to_string())?;
        if i % 7 == 0 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    a.close(CloseCode::NORMAL, "")?;
    let mut all: Vec<u32> = Vec::new();
    for got in future::join_all(readers).await {
        all.extend(got?.iter().flat_map(|text| text.parse::<u32>()));
    }
    all.sort_unstable();
    assert_eq!(all, (0..30).collect::<Vec<_>>());
    Ok(())
}

#[worker_sdk::test]
async fn split_into_a_sink_and_a_stream() -> Result<()> {
    let (mut a, b) = accepted()?;
    let (mut sink, stream) = b.split();
    for text in ["one", "two"] {
        a.send(text)?;
    }
    a.close(CloseCode::NORMAL, "")?;
    let echo = spawn(async move {
        let mut stream = stream;
        while let Some(message) = stream.next().await {
            sink.send(message?).await?;
        }
        sink.close().await
    });
    assert_eq!(a.receive().await?, Some("one".into()));
    assert_eq!(a.receive().await?, Some("two".into()));
    assert_eq!(until_closed(&mut a).await?, frame(CloseCode::NORMAL, ""));
    echo.await??;
    Ok(())
}

#[worker_sdk::test]
async fn forward_is_an_echo() -> Result<()> {
    let (mut a, b) = accepted()?;
    let (sink, stream) = b.split();
    let echo = spawn(stream.forward(sink));
    for i in 0..10 {
        a.send(vec![i])?;
        assert_eq!(a.receive().await?, Some(vec![i].into()));
    }
    a.close(CloseCode::NORMAL, "")?;
    assert_eq!(until_closed(&mut a).await?, frame(CloseCode::NORMAL, ""));
    echo.await??;
    Ok(())
}

#[worker_sdk::test]
async fn a_flood_that_nobody_reads_closes_the_socket() -> Result<()> {
    let (mut a, mut b) = accepted_with(AcceptOptions::new().buffer(1000))?;
    a.send("x".repeat(5000))?;
    assert_eq!(
        b.receive().await?.map(|m| m.as_bytes().len()),
        Some(5000),
        "one may be larger"
    );
    for _ in 0..10 {
        a.send("x".repeat(200))?;
    }
    let closed = until_closed(&mut a).await?;
    assert_eq!(
        closed,
        frame(CloseCode::TRY_AGAIN_LATER, "too many unread messages")
    );
    for _ in 0..3 {
        assert!(
            b.receive().await?.is_some(),
            "3 times 264 bytes are less than 1000"
        );
    }
    let error = b.receive().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "more than 1000 bytes of messages were waiting to be read from a WebSocket, so it was closed; read faster, or \
         allow more with `AcceptOptions::buffer`"
    );
    assert_eq!(b.receive().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn reading_frees_the_buffer() -> Result<()> {
    let (a, mut b) = accepted_with(AcceptOptions::new().buffer(1000))?;
    for i in 0..100 {
        a.send(vec![i; 400])?;
        a.send(vec![i; 400])?;
        assert_eq!(b.receive().await?, Some(vec![i; 400].into()));
        assert_eq!(b.receive().await?, Some(vec![i; 400].into()));
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_aborted_task_closes_its_socket() -> Result<()> {
    let (mut a, mut b) = accepted()?;
    let before = task::live();
    let reader = spawn(async move {
        let _ = b.receive().await;
    });
    sleep(Duration::from_millis(1)).await;
    assert_eq!(task::live(), before + 1);
    reader.abort();
    assert_eq!(task::live(), before);
    assert_eq!(
        until_closed(&mut a).await?,
        frame(CloseCode::GOING_AWAY, "")
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_thousand_sockets_leave_nothing() -> Result<()> {
    let before = task::live();
    for round in 0..10 {
        let pairs = (0..100).map(|_| accepted()).collect::<Result<Vec<_>>>()?;
        let echoes: Vec<_> = pairs
            .into_iter()
            .map(|(a, b)| (a, spawn(echo(b, Duration::ZERO))))
            .collect();
        for (i, (mut a, echo)) in echoes.into_iter().enumerate() {
            let text = format!("{round}/{i}");
            a.send(&*text)?;
            assert_eq!(a.receive().await?, Some(text.into()));
            a.close(CloseCode::NORMAL, "")?;
            until_closed(&mut a).await?;
            echo.await??;
        }
    }
    assert_eq!(task::live(), before);
    Ok(())
}

/// Where the next message is always there before the last one is read, the list of messages is never empty.
#[worker_sdk::test]
async fn what_was_read_is_let_go_of_also_by_a_reader_that_never_catches_up() -> Result<()> {
    let (a, mut b) = accepted()?;
    watch_lists_of(Some("tick"));
    a.send("tick")?;
    for _ in 0..10 {
        for _ in 0..1_000 {
            a.send("tick")?;
        }
        // All have arrived.
        sleep(Duration::from_millis(20)).await;
        for _ in 0..1_000 {
            assert_eq!(b.receive().await?, Some(Message::from("tick")));
        }
    }
    let longest = longest_list();
    assert!((1_000..4_000).contains(&longest), "{longest}");
    Ok(())
}

/// A loop that waits for a message or a tick, for a day without messages.
#[worker_sdk::test]
async fn readers_that_give_up_are_forgotten() -> Result<()> {
    let (a, b) = accepted()?;
    let mut first = b.clone();
    let mut first = Box::pin(first.receive());
    assert!(future::poll_immediate(&mut first).await.is_none());
    watch_lists_of(None);
    for _ in 0..1000 {
        let mut clone = b.clone();
        let waiting = std::pin::pin!(clone.receive());
        assert!(future::poll_immediate(waiting).await.is_none());
    }
    let most = longest_list();
    assert!((64..200).contains(&most), "{most} were kept");
    a.send("still here?")?;
    assert_eq!(first.await?, Some("still here?".into()));
    Ok(())
}
