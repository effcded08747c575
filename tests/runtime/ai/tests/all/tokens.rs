//! Text that comes piece by piece.

use futures_util::StreamExt;
use serde_json::json;
use worker_sdk::Result;
use worker_sdk::ai::{Chat, Message, Tokens};

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
    assert_eq!(tokens.token().await?.as_deref(), Some("He"));
    assert_eq!(tokens.usage(), None);
    assert_eq!(tokens.token().await?.as_deref(), Some("llo"));
    assert_eq!(tokens.token().await?.as_deref(), Some("7"));
    assert_eq!(tokens.token().await?.as_deref(), Some("!"));
    assert_eq!(tokens.token().await?, None);
    assert_eq!(tokens.token().await?, None);
    assert_eq!(tokens.usage().map(|usage| usage.total_tokens), Some(7));
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
    let tokens = streamed(&[
        "data: {\"response\":\"a\"}\n\n",
        "data: {\"response\":\"cut",
    ])
    .await?;
    let pieces: Vec<_> = tokens.map(|token| token.unwrap()).collect().await;
    assert_eq!(pieces, ["a"]);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_text_ends_the_stream() -> Result<()> {
    let mut tokens =
        streamed(&["data: {\"response\":\"a\"}\n\ndata: oops\n\ndata: {\"response\":\"b\"}\n\n"])
            .await?;
    assert_eq!(tokens.token().await?.as_deref(), Some("a"));
    let error = tokens.token().await.unwrap_err();
    assert!(error.is_malformed(), "{error}");
    assert_eq!(tokens.token().await?, None);
    Ok(())
}
