//! Text that comes piece by piece.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use worker_sdk::ai::{Chat, Message, Tokens};
use worker_sdk::event_source::EventStream;
use worker_sdk::{Response, Result, sleep};

use crate::platform::Platform;

async fn streamed(chunks: &[&str]) -> Result<Tokens> {
    let platform = Platform::answering(&json!({"type": "text/event-stream", "body": chunks}));
    let chat = Chat::new([Message::user("Hi")]);
    let tokens = platform.ai.run_stream("@cf/test/text", &chat).await?;
    let told = json!({"messages": [{"role": "user", "content": "Hi"}], "stream": true});
    assert_eq!(platform.told()["inputs"], told);
    Ok(tokens)
}

#[worker_sdk::test]
async fn pieces_in_the_form_of_workers_ai() -> Result<()> {
    let mut tokens = streamed(&[
        "data: {\"response\":\"He\",\"p\":\"abc\"}\n\nda",
        "ta: {\"response\":\"llo\"}\n",
        "\ndata: {\"response\":7}\n\ndata: {\"response\":\"\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}\n\n",
        "data: {\"response\":\"!\"}\n\ndata: [DONE]\n\ndata: {\"response\":\"never\"}\n\n",
    ])
    .await?;
    assert_eq!(tokens.try_next().await?.as_deref(), Some("He"));
    assert_eq!(tokens.usage(), None);
    assert_eq!(tokens.try_next().await?.as_deref(), Some("llo"));
    assert_eq!(tokens.try_next().await?.as_deref(), Some("7"));
    assert_eq!(tokens.try_next().await?.as_deref(), Some("!"));
    assert_eq!(tokens.try_next().await?, None);
    assert_eq!(tokens.try_next().await?, None);
    assert_eq!(tokens.usage().map(|usage| usage.total_tokens), Some(7));
    assert!(tokens.is_complete());
    assert_eq!(format!("{tokens:?}"), "Tokens { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn pieces_in_the_form_of_openai() -> Result<()> {
    let tokens = streamed(&[
        ": a comment\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"žl\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"uť\"},\"finish_reason\":null}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]\n\n",
    ])
    .await?;
    let completion = tokens.text().await?;
    assert_eq!(completion.text, "žluť");
    assert_eq!(
        completion.usage.map(|usage| usage.completion_tokens),
        Some(2)
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_without_its_end() -> Result<()> {
    let cut = [
        "data: {\"response\":\"a\"}\n\n",
        "data: {\"response\":\"cut",
    ];
    let mut tokens = streamed(&cut).await?;
    let pieces: Vec<_> = tokens.by_ref().map(|token| token.unwrap()).collect().await;
    assert_eq!(
        (pieces, tokens.is_complete()),
        (vec!["a".to_owned()], false)
    );
    let error = streamed(&cut).await?.text().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer ended before the model was done"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_text_ends_the_stream() -> Result<()> {
    for (event, said) in [
        (
            "{\"error\":{\"message\":\"out of memory\",\"code\":1}}",
            "out of memory",
        ),
        ("{\"error\":\"oops\"}", "oops"),
        (
            "{\"errors\":[{\"message\":\"busy\"}],\"response\":\"x\"}",
            "busy",
        ),
        ("{\"errors\":[7]}", "[7]"),
    ] {
        let begin = "data: {\"response\":\"a\"}\n\ndata: {\"newer\":{}}\n\n";
        let end = "data: {\"response\":\"b\"}\n\ndata: [DONE]\n\n";
        let mut tokens = streamed(&[begin, &format!("data: {event}\n\n"), end]).await?;
        assert_eq!(tokens.try_next().await?.as_deref(), Some("a"));
        let error = tokens.try_next().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the model failed in the middle of its answer: {said}")
        );
        assert_eq!(
            (tokens.try_next().await?, tokens.is_complete()),
            (None, false)
        );
    }
    let mut tokens = streamed(&["data: oops\n\n"]).await?;
    assert!(tokens.try_next().await.unwrap_err().is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_that_nobody_reads_is_cancelled() -> Result<()> {
    let events = ["data: {\"response\":\"a\"}\n\n"; 9];
    let platform = Platform::answering(&json!({"type": "text/event-stream", "body": events}));
    let mut tokens = platform
        .ai
        .run_stream("@cf/test/text", &Chat::new([]))
        .await?;
    assert_eq!(tokens.try_next().await?.as_deref(), Some("a"));
    drop(tokens);
    sleep(Duration::from_millis(1)).await;
    assert_eq!(platform.calls().last(), Some(&json!("cancelled")));
    Ok(())
}

const USED: &str = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n";

/// What `on_end` was told, after each of these steps.
async fn told(chunks: &[&str], read: usize) -> Result<Vec<(Option<u64>, bool)>> {
    let ends = Rc::new(RefCell::new(Vec::new()));
    let kept = ends.clone();
    let mut tokens = streamed(chunks).await?.on_end(move |end| {
        let total = end.usage.map(|usage| usage.total_tokens);
        kept.borrow_mut().push((total, end.is_complete));
    });
    for _ in 0..read {
        let _ = tokens.try_next().await;
    }
    drop(tokens);
    Ok(ends.take())
}

#[worker_sdk::test]
async fn the_end_is_told_once_however_it_comes() -> Result<()> {
    let begin = "data: {\"response\":\"a\"}\n\n";
    let failed = "data: {\"error\":\"oops\"}\n\n";
    let done = "data: [DONE]\n\n";
    assert_eq!(told(&[begin, USED, done], 3).await?, [(Some(3), true)]);
    assert_eq!(
        told(&[begin, USED, done], 1).await?,
        [(None, false)],
        "dropped"
    );
    assert_eq!(told(&[begin, USED], 2).await?, [(Some(3), false)], "cut");
    assert_eq!(
        told(&[USED, failed, begin], 9).await?,
        [(Some(3), false)],
        "failed"
    );
    Ok(())
}

#[worker_sdk::test]
async fn tokens_of_another_provider() -> Result<()> {
    let events = format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":\"hi\"}}}}]}}\n\n{USED}data: [DONE]\n\n"
    );
    let answer = Response::text(events).with_header("content-type", "text/event-stream")?;
    let completion = Tokens::new(EventStream::of_response(answer)?)
        .text()
        .await?;
    assert_eq!(completion.text, "hi");
    assert_eq!(completion.usage.map(|usage| usage.total_tokens), Some(3));
    Ok(())
}
