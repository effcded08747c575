//! Answers of models, at once and piece by piece.

use std::time::Duration;

use futures_util::StreamExt;
use serde::Serialize;
use serde_json::{Value, json};
use worker_sdk::ai::{Chat, Message};
use worker_sdk::ai_search::{AnswerStream, Retrieval, SearchOptions};
use worker_sdk::{Result, sleep};

use crate::stand_in::{StandIn, instance, local_instance, namespace};

const CHUNKS: &str = "event: chunks\ndata: [{\"id\":\"c-1\",\"type\":\"text\",\"score\":0.85,\"text\":\"…\",\
                      \"item\":{\"key\":\"about.md\",\"timestamp\":1775925540000}}]\n\n";

fn chat() -> Chat {
    Chat::new([Message::user("Hi")]).option("model", "@cf/x")
}

fn options() -> SearchOptions {
    SearchOptions::new().retrieval(Retrieval::new().max_num_results(2))
}

#[worker_sdk::test]
async fn an_answer_at_once() -> Result<()> {
    let answer = json!({
        "id": "a-1", "object": "chat.completion", "created": 1, "model": "@cf/x",
        "choices": [{
            "index": 0, "message": {"role": "assistant", "content": "žluť", "refusal": null}, "finish_reason": "stop",
            "logprobs": 1,
        }],
        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
        "chunks": [{"id": "c-1", "score": 0.5, "text": "t", "item": {"key": "k"}}],
    });
    let docs = instance(&answer);
    let call = docs.binding.chat_completions(&chat());
    assert_eq!(format!("{call:?}"), "ChatCompletions { .. }");
    let answer = call.options(options()).await?;
    let messages = json!([{"role": "user", "content": "Hi"}]);
    assert_eq!(
        docs.told(),
        json!(["chatCompletions", {
            "messages": messages, "model": "@cf/x", "ai_search_options": {"retrieval": {"max_num_results": 2}},
        }])
    );
    assert_eq!(answer.text(), "žluť");
    assert_eq!(
        (answer.id.as_deref(), answer.model.as_deref()),
        (Some("a-1"), Some("@cf/x"))
    );
    assert_eq!(answer.usage.map(|usage| usage.total_tokens), Some(7));
    assert_eq!(answer.chunks[0].item.key, "k");
    let choice = &answer.choices[0];
    assert_eq!(
        (choice.index, choice.finish_reason.as_deref()),
        (0, Some("stop"))
    );
    assert_eq!(choice.message.role, "assistant");
    let others = [&answer.others, &choice.others, &choice.message.others];
    assert_eq!(
        others.map(|others| Value::from(others.clone())),
        [
            json!({"object": "chat.completion", "created": 1}),
            json!({"logprobs": 1}),
            json!({"refusal": null})
        ]
    );
    let tools =
        json!({"choices": [{"message": {"role": "assistant", "content": null, "tool_calls": []}}]});
    let answer = instance(&tools).binding.chat_completions(&chat()).await?;
    assert_eq!(answer.text(), "");
    let none = json!({"choices": []});
    let answer = instance(&none).binding.chat_completions(&chat()).await?;
    assert_eq!((answer.text(), answer.chunks.len()), ("", 0));
    Ok(())
}

#[worker_sdk::test]
async fn conversations_of_ones_own() -> Result<()> {
    #[derive(Serialize)]
    struct Own {
        messages: [Value; 1],
        ai_search_options: Value,
    }

    let own = Own {
        messages: [json!({"role": "user", "content": [{"type": "text", "text": "Hi"}]})],
        ai_search_options: json!({"cache": {"enabled": false}, "retrieval": 1}),
    };
    let docs = instance(&json!({"choices": []}));
    docs.binding
        .chat_completions(&own)
        .options(options())
        .await?;
    assert_eq!(
        docs.told()[1],
        json!({
            "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
            "ai_search_options": {"cache": {"enabled": false}, "retrieval": {"max_num_results": 2}},
        })
    );
    let docs = instance(&json!({"choices": []}));
    let error = docs.binding.chat_completions(&"Hi").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a conversation is a `Chat`, or a struct or a map with `messages`"
    );
    assert!(docs.events().is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn answers_from_several_instances() -> Result<()> {
    let answer = json!({
        "choices": [], "chunks": [{"id": "c", "score": 1, "item": {"key": "k"}, "instance_id": "a"}],
        "errors": [{"instance_id": "b", "message": "gone"}],
    });
    let tenants = namespace(&answer);
    let asked = tenants.binding.chat_completions(["a", "b"], &chat());
    let answer = asked.options(options()).await?;
    assert_eq!(
        tenants.told()[1]["ai_search_options"],
        json!({"retrieval": {"max_num_results": 2}, "instance_ids": ["a", "b"]})
    );
    assert_eq!(answer.chunks[0].instance_id.as_deref(), Some("a"));
    assert_eq!(answer.errors[0].instance_id, "b");
    let tenants = namespace(&json!({"stream": ["data: [DONE]\n\n"]}));
    let stream = tenants
        .binding
        .chat_completions_stream(["a"], &chat())
        .await?;
    assert_eq!(stream.text().await?.text, "");
    let told = &tenants.told()[1];
    assert_eq!(
        (&told["stream"], &told["ai_search_options"]),
        (&json!(true), &json!({"instance_ids": ["a"]}))
    );
    Ok(())
}

#[worker_sdk::test]
async fn sources_without_the_name_of_an_event() -> Result<()> {
    let in_object = "{\"chunks\":[{\"id\":\"c-1\",\"score\":1,\"item\":{\"key\":\"about.md\"}}]}";
    for event in [
        format!("data: {in_object}\n\n"),
        format!("event: chunks\ndata: {in_object}\n\n"),
    ] {
        let docs =
            instance(&json!({"stream": [event, "data: {\"response\":\"a\"}\n\ndata: [DONE]\n\n"]}));
        let mut answer = streamed(&docs).await?;
        assert_eq!(answer.sources().await?[0].item.key, "about.md");
        assert_eq!(answer.text().await?.text, "a");
    }
    Ok(())
}

async fn streamed(docs: &StandIn<worker_sdk::ai_search::Instance>) -> Result<AnswerStream> {
    docs.binding.chat_completions_stream(&chat()).await
}

#[worker_sdk::test]
async fn an_answer_piece_by_piece() -> Result<()> {
    let docs = instance(&json!({"stream": [
        CHUNKS,
        "data: {\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"llo\"}}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]\n\n",
    ]}));
    let mut answer = streamed(&docs).await?;
    assert_eq!(docs.told()[1]["stream"], true);
    let sources = answer.sources().await?.iter();
    let keys: Vec<_> = sources.map(|chunk| chunk.item.key.clone()).collect();
    assert_eq!(keys, ["about.md"]);
    assert_eq!(answer.try_next().await?.as_deref(), Some("He"));
    assert_eq!(answer.sources().await?.len(), 1);
    assert_eq!(answer.try_next().await?.as_deref(), Some("llo"));
    assert!(!answer.is_complete());
    assert_eq!(answer.try_next().await?, None);
    assert_eq!(answer.try_next().await?, None);
    assert!(answer.is_complete());
    assert_eq!(answer.usage().map(|usage| usage.total_tokens), Some(3));
    assert_eq!(format!("{answer:?}"), "AnswerStream { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn chunks_that_nobody_asks_for_and_that_do_not_come() -> Result<()> {
    let with = json!({"stream": [CHUNKS, "data: {\"response\":\"a\"}\n\ndata: {\"response\":\"b\"}\n\ndata: [DONE]\n\n"]});
    let answer = streamed(&instance(&with)).await?;
    let pieces: Vec<_> = answer.map(|token| token.unwrap()).collect().await;
    assert_eq!(pieces, ["a", "b"]);
    let answer = streamed(&instance(&with)).await?;
    assert_eq!(answer.text().await?.text, "ab");

    let without = json!({"stream": ["data: {\"response\":\"a\"}\n\ndata: {\"response\":\"b\"}\n\ndata: [DONE]\n\n"]});
    let mut answer = streamed(&instance(&without)).await?;
    assert_eq!(answer.sources().await?.len(), 0);
    assert_eq!(answer.sources().await?.len(), 0);
    assert_eq!(answer.try_next().await?.as_deref(), Some("a"));
    assert_eq!(answer.try_next().await?.as_deref(), Some("b"));
    let mut answer = streamed(&instance(&without)).await?;
    assert_eq!(answer.sources().await?.len(), 0);
    assert_eq!(answer.text().await?.text, "ab");
    Ok(())
}

#[worker_sdk::test]
async fn streams_that_fail() -> Result<()> {
    let odd = json!({"stream": ["event: chunks\ndata: {}\n\ndata: {\"response\":\"a\"}\n\n"]});
    let mut answer = streamed(&instance(&odd)).await?;
    assert!(answer.try_next().await.unwrap_err().is_malformed());
    assert_eq!(answer.try_next().await?, None);
    let mut answer = streamed(&instance(&odd)).await?;
    for _ in 0..2 {
        let error = answer.sources().await.unwrap_err();
        assert!(error.is_malformed(), "{error}");
        assert!(
            error.to_string().contains("missing field `chunks`"),
            "{error}"
        );
    }
    assert_eq!(answer.try_next().await?, None);
    assert!(!answer.is_complete());
    let failing = json!({"stream": ["data: {\"error\":\"oops\"}\n\n"]});
    let mut answer = streamed(&instance(&failing)).await?;
    for _ in 0..2 {
        assert_eq!(
            answer.sources().await.unwrap_err().to_string(),
            "the model failed in the middle of its answer: oops"
        );
    }
    let failing = json!({"stream": [CHUNKS, "data: {\"error\":\"oops\"}\n\n"]});
    let mut answer = streamed(&instance(&failing)).await?;
    assert_eq!(answer.sources().await?.len(), 1);
    assert_eq!(
        answer.try_next().await.unwrap_err().to_string(),
        "the model failed in the middle of its answer: oops"
    );
    let cut = json!({"stream": [CHUNKS]});
    let error = streamed(&instance(&cut)).await?.text().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer ended before the model was done"
    );
    let error = streamed(&instance(&json!({"choices": []})))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "AI Search answered at once; ask it with `chat_completions`"
    );
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn streams_in_responses() -> Result<()> {
    let body = format!("{CHUNKS}data: [DONE]\n\n");
    let mut answer = streamed(&local_instance(&json!({"response": [body]}))).await?;
    assert_eq!(answer.sources().await?.len(), 1);
    for docs in [local_instance, instance] {
        let refused = docs(&json!({"response": ["busy", {"status": 503}]}));
        let error = streamed(&refused).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "asking AI Search failed: Error: status 503: busy"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_that_nobody_reads_is_cancelled() -> Result<()> {
    let events = ["data: {\"response\":\"a\"}\n\n"; 9];
    let docs = local_instance(&json!({"stream": events}));
    let mut answer = streamed(&docs).await?;
    assert_eq!(answer.try_next().await?.as_deref(), Some("a"));
    drop(answer);
    sleep(Duration::from_millis(1)).await;
    assert_eq!(docs.events().last(), Some(&json!("cancelled")));
    Ok(())
}
