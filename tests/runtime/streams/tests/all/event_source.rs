//! Server-sent events, in both directions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use worker_sdk::abort::AbortController;
use worker_sdk::event_source::{Event, EventSource, EventStream, ReadyState, Sse};
use worker_sdk::streams::ByteStream;
use worker_sdk::{Body, Error, IntoResponse, Request, Response, Result, sleep, test, timeout};

use crate::{all, message, text, turn};

const HOST: &str = "events.example";
const URL: &str = "https://events.example/";
const SOON: Duration = Duration::from_millis(2);

fn events(text: &'static str) -> Result<Response> {
    Response::new(text).with_header("content-type", "text/event-stream; charset=utf-8")
}

#[worker_sdk::test]
async fn what_a_client_sees() -> Result<()> {
    let list = [
        Event::new("a\nb").name("n")?.id("1")?,
        Event::json(&[1, 2])?,
    ];
    let response = Sse::new(stream::iter(list.map(Ok))).into_response()?;
    assert_eq!(
        response.headers().get("content-type").as_deref(),
        Some("text/event-stream")
    );
    assert_eq!(
        response.headers().get("cache-control").as_deref(),
        Some("no-cache")
    );
    assert_eq!(
        response.read_text().await?,
        "event: n\nid: 1\ndata: a\ndata: b\n\ndata: [1,2]\n\n"
    );
    let (mut sender, sse) = Sse::channel();
    sender.send(Event::new("sent")).await?;
    sender.close();
    assert_eq!(sse.into_response()?.read_text().await?, "data: sent\n\n");
    Ok(())
}

#[worker_sdk::test]
async fn silence_is_filled() -> Result<()> {
    let late = stream::iter([400, 0]).then(|ms| async move {
        sleep(Duration::from_millis(ms)).await;
        Ok(Event::new("late"))
    });
    let sse = Sse::new(late).keep_alive(Duration::from_millis(25));
    let sent = sse.into_response()?.read_text().await?;
    let silence = sent.strip_suffix("data: late\n\ndata: late\n\n");
    let filled = silence.map(|silence| silence.replace(":\n\n", "x"));
    assert!(
        filled
            .is_some_and(|filled| filled.starts_with("xx") && filled.trim_matches('x').is_empty()),
        "{sent}"
    );
    Ok(())
}

/// The stream of a client that left is dropped.
#[worker_sdk::test]
async fn a_client_that_leaves() -> Result<()> {
    let held = Rc::new(());
    let holds = held.clone();
    let endless = stream::iter(0..).map(move |number| {
        let _ = &holds;
        Ok(Event::new(number.to_string()))
    });
    let response = Sse::new(endless).keep_alive(SOON).into_response()?;
    let raw = Response::from_raw(response.into_raw()?);
    let mut stream = raw.into_body().into_stream()?;
    assert_eq!(stream.try_next().await?, Some(b"data: 0\n\n".to_vec()));
    drop(stream);
    turn().await;
    assert_eq!(Rc::strong_count(&held), 1);
    Ok(())
}

#[worker_sdk::test]
async fn events_of_a_response() -> Result<()> {
    let mut events_of =
        EventStream::of_response(events("id: 1\nretry: 5\ndata: {\"a\":1}\n\ndata: rest")?)?;
    let first = events_of.try_next().await?.unwrap();
    assert_eq!((first.event.as_str(), first.id.as_str()), ("message", "1"));
    assert_eq!(first.json::<serde_json::Value>()?["a"], 1);
    assert!(first.json::<u8>().unwrap_err().is_malformed());
    assert_eq!(events_of.last_event_id(), "1");
    assert_eq!(events_of.retry(), Some(Duration::from_millis(5)));
    assert_eq!(events_of.try_next().await?, None);
    assert_eq!(events_of.try_next().await?, None);

    let found = Response::json(&1)?;
    assert_eq!(
        message(EventStream::of_response(found)),
        "the server answered with `application/json` and not with events; they have the content type `text/event-stream`"
    );
    let missing = events("")?.with_status(worker_sdk::http::StatusCode::NOT_FOUND);
    assert_eq!(
        message(EventStream::of_response(missing)),
        "the server answered with status 404 and not with events; only 200 has some"
    );
    let endless = ByteStream::from_stream(stream::iter((0..).map(|_| Ok("data: x"))));
    let mut endless = EventStream::new(endless).max_size(1_000);
    let error = endless.try_next().await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(endless.try_next().await?, None);
    Ok(())
}

/// What is sent is what arrives, through a stream in pieces.
#[worker_sdk::test]
async fn there_and_back() -> Result<()> {
    let texts = [
        "",
        "a",
        "two\nlines",
        "\n",
        " led by a space",
        "grüße 🦀",
        ":",
        "data: x",
    ];
    let sent = stream::iter(
        texts
            .into_iter()
            .enumerate()
            .map(|(id, text)| Event::new(text).id(id.to_string())),
    );
    let body = Sse::new(sent).into_response()?.into_body();
    let sent = all(body.into_stream()?).await?;
    let pieces: Vec<_> = sent
        .into_bytes()
        .chunks(3)
        .map(|piece| Ok(piece.to_vec()))
        .collect();
    let received: Vec<_> = EventStream::new(ByteStream::from_stream(stream::iter(pieces)))
        .collect()
        .await;
    let received: Vec<_> = received
        .into_iter()
        .map(|message| message.map(|message| message.data))
        .collect::<Result<_>>()?;
    assert_eq!(received, texts);
    Ok(())
}

/// A server whose connections are answered in turn; gives the `last-event-id` of each.
fn server(
    answers: Vec<fn() -> Result<Response>>,
) -> (test::Stub, Rc<RefCell<Vec<Option<String>>>>) {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = asked.clone();
    let stub = test::stub(HOST, move |request: Request| {
        let number = log.borrow().len();
        log.borrow_mut()
            .push(request.headers().get("last-event-id"));
        let answer = answers[number.min(answers.len() - 1)]();
        async { answer }
    });
    (stub, asked)
}

fn no_content() -> Result<Response> {
    Ok(Response::empty().with_status(worker_sdk::http::StatusCode::NO_CONTENT))
}

#[worker_sdk::test]
async fn connects_again_with_the_last_id() -> Result<()> {
    let (_server, asked) = server(vec![
        || events("data: a\n\nid: 1\ndata: b\n\nid: 9\ndata: lost"),
        || Err(Error::new("connection lost")),
        || events("retry: 1\n\ndata: c\n\nid\n\n"),
        || events("data: d\n\n"),
        no_content,
    ]);
    let mut source = EventSource::new(URL)?.retry(SOON);
    let mut seen = Vec::new();
    while let Some(message) = source.try_next().await? {
        seen.push(format!("{}{}", message.data, message.id));
    }
    assert_eq!(seen, ["a", "b1", "c1", "d"]);
    let ids: Vec<_> = asked
        .borrow()
        .iter()
        .map(|id| id.clone().unwrap_or_default())
        .collect();
    assert_eq!(ids, ["", "1", "1", "", ""]);
    assert_eq!(source.try_next().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_repeated() -> Result<()> {
    let (_server, asked) = server(vec![|| Ok(Response::text("no events"))]);
    let mut source = EventSource::new(URL)?.retry(SOON);
    let error = source.try_next().await.unwrap_err();
    assert_eq!(
        text(&error),
        "the server answered with `text/plain;charset=UTF-8` and not with events; they have the content type `text/event-stream`"
    );
    assert_eq!(source.try_next().await?, None);
    assert_eq!(asked.borrow().len(), 1);

    let (_server, asked) = server(vec![|| Err(Error::new("connection lost"))]);
    let mut source = EventSource::new(URL)?.retry(SOON).max_reconnects(2);
    assert!(message(source.try_next().await).contains("connection lost"));
    assert_eq!(asked.borrow().len(), 3);
    assert_eq!(source.try_next().await?, None);
    Ok(())
}

/// Who waits for a while only, again and again, is told in the end, too.
#[worker_sdk::test]
async fn connections_are_counted_over_all_calls() -> Result<()> {
    let lost = || Err(Error::new("connection lost"));
    let (_server, asked) = server(vec![lost, lost, || events("data: a\n\n"), lost]);
    let mut source = EventSource::new(URL)?
        .retry(Duration::from_millis(20))
        .max_reconnects(3);
    let mut told = Vec::new();
    while told.len() < 2 {
        let waited = timeout(Duration::from_millis(30), source.try_next()).await;
        if let Ok(result) = waited {
            told.push(result.map(|message| message.map(|message| message.data)));
        }
        assert!(asked.borrow().len() < 9, "it goes on for ever");
    }
    assert_eq!(told.remove(0)?.as_deref(), Some("a"));
    assert!(message(told.remove(0)).contains("connection lost"));
    assert_eq!(asked.borrow().len(), 3 + 3);
    Ok(())
}

/// A server that never answers is not asked for ever by who waits for a while only.
#[worker_sdk::test]
async fn connections_that_were_given_up_are_counted() -> Result<()> {
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let _server = test::stub(HOST, move |_| {
        count.set(count.get() + 1);
        std::future::pending::<Result<Response>>()
    });
    let mut source = EventSource::new(URL)?.retry(SOON).max_reconnects(2);
    let told = loop {
        assert!(asked.get() < 9, "it goes on for ever");
        if let Ok(told) = timeout(Duration::from_millis(30), source.try_next()).await {
            break told;
        }
    };
    assert_eq!(
        message(told),
        "the server was asked as often as `max_reconnects` allows, and `message` was dropped before the last answer; wait longer \
         for it, or allow more"
    );
    assert_eq!(asked.get(), 1 + 2);
    assert_eq!(source.try_next().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn the_state_of_a_connection() -> Result<()> {
    let (_server, _) = server(vec![|| events("data: a\n\n"), no_content]);
    let mut source = EventSource::new(URL)?.retry(SOON);
    assert_eq!(source.url(), URL);
    assert_eq!(source.ready_state(), ReadyState::Connecting);
    source.try_next().await?;
    assert_eq!(source.ready_state(), ReadyState::Open);
    assert_eq!(source.try_next().await?, None);
    assert_eq!(source.ready_state(), ReadyState::Closed);
    Ok(())
}

#[worker_sdk::test]
async fn events_of_a_source_as_a_stream() -> Result<()> {
    let answers: Vec<fn() -> _> = vec![|| events("data: a\n\ndata: b\n\n"), no_content];
    let (_server, _) = server(answers);
    let stream = EventSource::new(URL)?.retry(SOON).into_stream();
    let texts: Vec<_> = stream.map_ok(|message| message.data).try_collect().await?;
    assert_eq!(texts, ["a", "b"]);

    let (_server, _) = server(vec![|| Ok(Response::text("no events"))]);
    let mut stream = EventSource::new(URL)?.into_stream();
    assert!(stream.next().await.is_some_and(|item| item.is_err()));
    assert!(stream.next().await.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn an_aborted_request_ends_it() -> Result<()> {
    let (_server, asked) = server(vec![|| events("data: a\n\n"), || {
        Err(Error::new("connection lost"))
    }]);
    let controller = AbortController::new();
    let request = Request::get(URL).signal(&controller.signal());
    let mut source = EventSource::new(request)?.retry(Duration::from_secs(60));
    assert!(source.try_next().await?.is_some());
    controller.abort();
    let mut source = source.retry(Duration::ZERO);
    let ended = timeout(Duration::from_millis(50), source.try_next()).await;
    assert!(matches!(ended, Ok(Err(_))), "{ended:?}");
    assert_eq!(source.try_next().await?, None);
    assert!(asked.borrow().len() <= 2, "{asked:?}");
    Ok(())
}

#[worker_sdk::test]
async fn the_size_of_an_event() -> Result<()> {
    let (_server, asked) = server(vec![|| events("data: 123\n\n"), || {
        events("data: 1234\n\n")
    }]);
    let mut source = EventSource::new(URL)?.retry(SOON).max_size(9);
    assert!(source.try_next().await?.is_some());
    let error = source.try_next().await.unwrap_err();
    assert!(error.is_too_large(), "{error}");
    assert_eq!(source.try_next().await?, None);
    assert_eq!(asked.borrow().len(), 2);
    Ok(())
}

/// A future that is dropped while it waits loses nothing.
#[worker_sdk::test]
async fn a_wait_that_is_given_up() -> Result<()> {
    let connections = Rc::new(Cell::new(0));
    let count = connections.clone();
    let _server = test::stub(HOST, move |_| {
        count.set(count.get() + 1);
        async move {
            sleep(Duration::from_millis(20)).await;
            let (mut sender, body) = Body::channel();
            sender.send(Event::new("at last")).await?;
            sender.close();
            Response::new(body).with_header("content-type", "text/event-stream")
        }
    });
    let mut source = EventSource::new(URL)?.retry(SOON);
    assert!(timeout(SOON, source.try_next()).await.is_err());
    let message = source.try_next().await?;
    assert_eq!(
        message.map(|message| message.data).as_deref(),
        Some("at last")
    );
    assert_eq!(connections.get(), 2);
    Ok(())
}
