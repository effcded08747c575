//! Calls of models, and what they answer.

use std::future::IntoFuture;
use std::time::Duration;

use futures_util::future::join;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use worker_sdk::abort::AbortController;
use worker_sdk::ai::{
    Ai, Backoff, Chat, Completion, Embed, Embeddings, ErrorKind, GatewayOptions, Message, Queued,
    Retries,
};
use worker_sdk::websockets::Message as SocketMessage;
use worker_sdk::{Bytes, Env, Result};

use crate::platform::Platform;
use crate::stand_in;

#[derive(Serialize)]
struct Inputs {
    text: &'static str,
    count: u32,
    image: Bytes,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Answer {
    label: String,
    score: f64,
}

fn inputs() -> Inputs {
    let image = Bytes::from(vec![0, 255]);
    Inputs {
        text: "žluť",
        count: 2,
        image,
    }
}

#[worker_sdk::test]
async fn inputs_and_answers_are_types() -> Result<()> {
    let platform = Platform::with_json(&json!([{"label": "good", "score": 0.25}]));
    let call = platform
        .ai
        .run::<Vec<Answer>>("@cf/test/classify", &inputs());
    assert_eq!(
        format!("{call:?}"),
        "Run { model: \"@cf/test/classify\", .. }"
    );
    assert!(platform.calls().is_empty());
    let answer = call.await?;
    let label = "good".to_owned();
    assert_eq!(answer, [Answer { label, score: 0.25 }]);
    let inputs = json!({"text": "žluť", "count": 2, "image": [0, 255]});
    assert_eq!(
        platform.told(),
        json!({"inputs": inputs, "options": {"returnRawResponse": true}})
    );
    let [call] = &platform.calls()[..] else {
        panic!()
    };
    assert_eq!(call["url"], "https://workers-binding.ai/run?version=3");
    assert_eq!(call["headers"]["cf-consn-model-id"], "@cf/test/classify");
    Ok(())
}

#[worker_sdk::test]
async fn all_options() -> Result<()> {
    let platform = Platform::answering(&json!({
        "type": "application/json", "body": "{}", "headers": {"cf-aig-log-id": "log-1"},
    }));
    assert_eq!(platform.ai.gateway_log_id(), None);
    let gateway = GatewayOptions::new("mine")
        .cache_key("key")
        .cache_ttl(Duration::from_millis(60_900))
        .skip_cache(false)
        .collect_log(true)
        .event_id("event")
        .request_timeout(Duration::from_secs(2))
        .metadata(&json!({"user": 7, "paid": true}))?
        .retries(Retries::new(
            3,
            Duration::from_millis(250),
            Backoff::Exponential,
        ));
    assert_eq!(format!("{gateway:?}"), "GatewayOptions { .. }");
    let answer: Value = platform
        .ai
        .run("@cf/test/x", &json!({"prompt": "hi"}))
        .gateway(gateway)
        .tags(["a", "b"])
        .prefix("beta")
        .header("x-one", "1")
        .header("x-two", "2")
        .signal(&AbortController::new().signal())
        .await?;
    assert_eq!(answer, json!({}));
    let gateway = json!({
        "id": "mine", "cacheKey": "key", "cacheTtl": 60, "skipCache": false, "collectLog": true, "eventId": "event",
        "requestTimeoutMs": 2000, "metadata": {"user": 7, "paid": true},
        "retries": {"maxAttempts": 3, "retryDelayMs": 250, "backoff": "exponential"},
    });
    assert_eq!(
        platform.told()["options"],
        json!({"gateway": gateway, "tags": ["a", "b"], "returnRawResponse": true})
    );
    let [call] = &platform.calls()[..] else {
        panic!()
    };
    assert_eq!(
        call["url"],
        "https://workers-binding.ai/ai-gateway/run?version=3"
    );
    assert_eq!(call["headers"]["cf-consn-model-id"], "beta:@cf/test/x");
    assert_eq!(
        (&call["headers"]["x-one"], &call["headers"]["x-two"]),
        (&json!("1"), &json!("2"))
    );
    assert_eq!(call["aborted"], false);
    assert_eq!(platform.ai.gateway_log_id().as_deref(), Some("log-1"));
    Ok(())
}

#[worker_sdk::test]
async fn a_signal_ends_the_call() -> Result<()> {
    let platform = Platform::with_json(&json!({}));
    let controller = AbortController::new();
    controller.abort();
    let call = platform.ai.run::<Value>("@cf/test/x", &json!({}));
    let error = call.signal(&controller.signal()).await.unwrap_err();
    assert!(error.is_named("AbortError"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn a_file_is_sent_as_it_is() -> Result<()> {
    let platform = Platform::with_json(&json!({"text": "hello"}));
    let answer: Value = platform
        .ai
        .run("@cf/openai/whisper", &json!({"language": "en"}))
        .content("audio", "sound", "audio/mpeg")
        .await?;
    assert_eq!(answer, json!({"text": "hello"}));
    let [call] = &platform.calls()[..] else {
        panic!()
    };
    assert_eq!(call["body"], "sound");
    assert_eq!(call["headers"]["content-type"], "audio/mpeg");
    let url = call["url"].as_str().unwrap();
    assert!(
        url.ends_with("userInputs=%7B%22language%22%3A%22en%22%7D"),
        "{url}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn conversations_and_both_forms_of_text() -> Result<()> {
    let usage = json!({"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7, "newer": {}});
    for answer in [
        json!({"response": "Hello.", "usage": usage, "tool_calls": []}),
        json!({"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello."}}], "usage": usage}),
    ] {
        let platform = Platform::with_json(&answer);
        let chat = Chat::new([
            Message::system("Be brief."),
            Message::user("Hi"),
            Message::assistant("Yes?"),
        ]);
        let chat = chat.max_tokens(50).temperature(0.5).option("seed", 7);
        let completion: Completion = platform.ai.run("@cf/test/text", &chat).await?;
        assert_eq!(completion.text, "Hello.");
        let usage = completion.usage.unwrap();
        assert_eq!(
            (
                usage.prompt_tokens,
                usage.completion_tokens,
                usage.total_tokens
            ),
            (5, 2, 7)
        );
        let told = json!({
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": "Yes?"},
            ],
            "max_tokens": 50, "temperature": 0.5, "seed": 7,
        });
        assert_eq!(platform.told()["inputs"], told);
    }
    for (answer, text) in [
        (json!({"response": 42}), "42"),
        (json!({"response": null, "tool_calls": [{"name": "x"}]}), ""),
        (json!({"choices": []}), ""),
        (json!({"response": true, "usage": null}), "true"),
        (json!({"usage": {}, "newer": [1]}), ""),
    ] {
        let platform = Platform::with_json(&answer);
        let completion: Completion = platform.ai.run("@cf/test/text", &Chat::new([])).await?;
        assert_eq!(completion.text, text);
    }
    Ok(())
}

#[worker_sdk::test]
async fn json_mode_gives_the_value_that_was_written() -> Result<()> {
    for value in [
        json!({"capital": "Paris", "rivers": [{"n": 1.5}]}),
        json!([1, "two"]),
    ] {
        let platform = Platform::with_json(&json!({ "response": value }));
        let format = json!({"type": "json_object"});
        let chat = Chat::new([Message::user("Hi")]).option("response_format", format);
        let completion: Completion = platform.ai.run("@cf/test/text", &chat).await?;
        assert_eq!(serde_json::from_str::<Value>(&completion.text)?, value);
    }
    Ok(())
}

#[worker_sdk::test]
async fn vectors_of_texts() -> Result<()> {
    let platform = Platform::with_json(
        &json!({"shape": [2, 3], "data": [[0.5, 1, -2], [0, 0.25, 1e-3]], "pooling": "cls"}),
    );
    let vectors: Embeddings = platform
        .ai
        .run("@cf/baai/bge", &Embed::new(["a", "b"]))
        .await?;
    assert_eq!(vectors.shape, [2, 3]);
    assert_eq!(vectors.data, [[0.5, 1.0, -2.0], [0.0, 0.25, 1e-3]]);
    assert_eq!(platform.told()["inputs"], json!({"text": ["a", "b"]}));
    Ok(())
}

#[worker_sdk::test]
async fn bytes_responses_and_sockets() -> Result<()> {
    let image = || Platform::answering(&json!({"type": "image/jpeg", "body": ["JP", "EG"]}));
    let platform = image();
    let body = platform
        .ai
        .run_body("@cf/test/paint", &json!({"prompt": "x"}))
        .await?;
    assert_eq!(body.bytes().await?, b"JPEG");
    let response = image()
        .ai
        .run_response("@cf/test/paint", &json!({"prompt": "x"}))
        .await?;
    assert_eq!(
        response.headers().get("content-type").as_deref(),
        Some("image/jpeg")
    );
    let failed = Platform::answering(&json!({"status": 418, "body": "no"}));
    let response = failed.ai.run_response("@cf/test/paint", &json!({})).await?;
    assert_eq!(
        (
            response.status().as_u16(),
            response.read_text().await?.as_str()
        ),
        (418, "no")
    );
    assert_eq!(failed.told()["options"], json!({"returnRawResponse": true}));

    let platform = Platform::answering(&json!({"socket": true}));
    let mut socket = platform
        .ai
        .run_socket("@cf/test/listen", &json!({"rate": 16000}))
        .await?;
    socket.accept()?;
    socket.send("a")?;
    assert_eq!(
        socket.receive().await?,
        Some(SocketMessage::Text("heard a".into()))
    );
    for (body, said, code) in [
        ("no", "status 418: no", None),
        (
            r#"{"internalCode": 3040, "description": "busy"}"#,
            "3040: busy",
            Some(3040),
        ),
        (
            r#"{"errors": [{"code": 10000, "message": "no token"}]}"#,
            "10000: no token",
            Some(10_000),
        ),
    ] {
        let failed = Platform::answering(&json!({"status": 418, "body": body}));
        let error = failed
            .ai
            .run_socket("@cf/test/listen", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("running a model failed: Error: {said} (model `@cf/test/listen`)")
        );
        assert_eq!(
            (error.ai_code(), error.is_rate_limited()),
            (code, code == Some(3040))
        );
    }
    Ok(())
}

/// The class keeps the options of its latest call only.
#[worker_sdk::test]
async fn calls_at_the_same_time_have_answers_of_their_own_kind() -> Result<()> {
    for waits in [[10, 20], [20, 10]] {
        let answer = json!({"type": "application/json", "body": "{\"n\": 1}", "waits": waits});
        let whole = |ai: &Ai| ai.run_response("@cf/test/x", &json!({})).into_future();
        let read = |ai: &Ai| ai.run::<Value>("@cf/test/x", &json!({})).into_future();

        let Platform { ai, .. } = Platform::answering(&answer);
        let (response, value) = join(whole(&ai), read(&ai)).await;
        assert_eq!(response?.read_text().await?, "{\"n\": 1}");
        assert_eq!(value?, json!({"n": 1}));

        let Platform { ai, .. } = Platform::answering(&answer);
        let (value, response) = join(read(&ai), whole(&ai)).await;
        assert_eq!(value?, json!({"n": 1}));
        assert_eq!(response?.status().as_u16(), 200);
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_stand_in_that_gives_no_response() -> Result<()> {
    let ai = stand_in::newer_ai(&json!({"label": 1})).binding;
    let error = ai.run_response("@cf/test/x", &json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the binding answered a call of `@cf/test/x` with no `Response`, which `run_response` is for; let the stand-in give one, or \
         call `run`"
    );
    assert!(error.is_malformed());
    let error = ai.run_socket("@cf/test/x", &json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`@cf/test/x` opened no WebSocket; not every model can"
    );
    assert!(error.is_malformed());
    let value: Value = ai.run("@cf/test/x", &json!({})).await?;
    assert_eq!(value, json!({"label": 1}));
    Ok(())
}

#[worker_sdk::test]
async fn batches() -> Result<()> {
    let platform =
        Platform::with_json(&json!({"status": "queued", "request_id": "r-1", "model": "x"}));
    let queued = platform
        .ai
        .run_batch(
            "@cf/baai/bge-m3",
            [Embed::new(["one"]), Embed::new(["two"])],
        )
        .await?;
    assert_eq!(queued, Queued::new("r-1"));
    assert_eq!(
        platform.told(),
        json!({"inputs": {"requests": [{"text": ["one"]}, {"text": ["two"]}]}, "options": {"queueRequest": true, "returnRawResponse": true}})
    );
    let platform = Platform::with_json(&json!({"responses": []}));
    let _: Value = platform.ai.run("@cf/baai/bge-m3", &queued).await?;
    assert_eq!(platform.told()["inputs"], json!({"request_id": "r-1"}));
    Ok(())
}

#[worker_sdk::test]
async fn models_are_searched() -> Result<()> {
    let found = json!([{
        "id": "uuid", "source": 1, "name": "@cf/x", "description": "d", "created_at": "newer",
        "task": {"id": "t", "name": "Text Generation", "description": null}, "tags": ["a"],
        "properties": [{"property_id": "context_window", "value": "8192"}, {"property_id": "price", "value": [{"price": 0.5}]}],
    }]);
    let platform = Platform::with_json(&json!({ "result": found }));
    let models = platform
        .ai
        .models()
        .search("x")
        .task("Text Generation")
        .author("meta")
        .source(1)
        .hide_experimental(true)
        .page(2)
        .per_page(5)
        .await?;
    let [model] = &models[..] else {
        panic!("{models:?}")
    };
    assert_eq!(
        (model.name.as_str(), model.task.name.as_str(), model.source),
        ("@cf/x", "Text Generation", 1)
    );
    assert_eq!(
        (
            model.id.as_str(),
            model.description.as_str(),
            &model.tags[..]
        ),
        ("uuid", "d", &["a".to_owned()][..])
    );
    assert_eq!(
        (model.task.id.as_str(), model.task.description.as_str()),
        ("t", "")
    );
    assert_eq!(
        (model.properties[0].id.as_str(), &model.properties[0].value),
        ("context_window", &json!("8192"))
    );
    assert_eq!(model.properties[1].value, json!([{"price": 0.5}]));
    let [call] = &platform.calls()[..] else {
        panic!()
    };
    assert_eq!(
        call["url"],
        "https://workers-binding.ai/ai-api/models/search?search=x&task=Text+Generation&author=meta&source=1&\
         hide_experimental=true&page=2&per_page=5"
    );
    let all = Platform::with_json(&json!({"result": []}));
    assert!(all.ai.models().await?.is_empty());
    let failing = Platform::answering(
        &json!({"status": 500, "body": r#"{"errors": [{"message": "not today"}]}"#}),
    );
    let error = failing.ai.models().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "searching models failed: AiInternalError: not today"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_refused_before_it_is_sent() -> Result<()> {
    let platform = Platform::with_json(&json!({}));
    for inputs in [json!("text"), json!([1]), json!(null)] {
        let error = platform
            .ai
            .run::<Value>("@cf/test/x", &inputs)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the inputs of a model are a struct or a map; give the value the name that the page of the model says, such as \
             `{\"text\": …}`"
        );
    }
    let error = platform
        .ai
        .run::<Value>("@cf/test/x", &json!({"n": u64::MAX}))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("18446744073709551615"),
        "{error}"
    );
    assert!(platform.calls().is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn answers_of_another_kind() -> Result<()> {
    let bytes = || Platform::answering(&json!({"type": "image/png", "body": "PNG"}));
    let error = bytes()
        .ai
        .run::<Value>("@cf/test/paint", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`@cf/test/paint` answered with bytes; call it with `run_body`, or with `run_stream` if `stream` is among its inputs"
    );
    assert!(error.is_malformed());
    let platform = Platform::with_json(&json!({"label": 1}));
    let said = "`@cf/test/x` answered with JSON; call it with `run`";
    let error = platform
        .ai
        .run_body("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), said);
    let error = platform
        .ai
        .run_stream("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), said);
    assert!(error.is_malformed());
    let error = platform
        .ai
        .run::<Answer>("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read `label` of the answer of `@cf/test/x`: expected a string, found the number 1"
    );
    let without =
        |name: &str| format!("cannot read the answer of `@cf/test/x`: there is no `{name}`");
    let error = platform
        .ai
        .run::<Embeddings>("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), without("data"));
    let error = platform
        .ai
        .run::<Completion>("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), without("response"));
    let error = platform
        .ai
        .run_batch("@cf/test/x", [json!({})])
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), without("request_id"));
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses() -> Result<()> {
    let upstream = "InferenceUpstreamError";
    for (name, code, is) in [
        (upstream, 5007, [false, false, false]),
        (upstream, 3036, [true, false, false]),
        (upstream, 3040, [true, false, false]),
        (upstream, 4006, [true, false, false]),
        (upstream, 3007, [false, true, false]),
        (upstream, 3006, [false, false, true]),
        ("AiError", 3040, [true, false, false]),
        ("AiError", 3046, [false, true, false]),
    ] {
        let body = json!({"internalCode": code, "description": "said the platform", "name": name});
        let platform = Platform::answering(&json!({"status": 400, "body": body.to_string()}));
        let error = platform
            .ai
            .run::<Value>("@cf/test/x", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "running a model failed: {name}: {code}: said the platform (model `@cf/test/x`)"
            )
        );
        assert_eq!(error.ai_code(), Some(code));
        assert_eq!(
            [
                error.is_rate_limited(),
                error.is_timeout(),
                error.is_too_large()
            ],
            is,
            "{code}"
        );
        assert!(error.is_named(name));
        assert_eq!(error.ai_kind(), Some(ErrorKind::InferenceUpstream));
    }
    let platform = Platform::answering(&json!({"status": 500, "body": "out of order"}));
    let error = platform
        .ai
        .run::<Value>("@cf/test/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.ai_code(), error.message().as_str()),
        (None, "out of order")
    );
    Ok(())
}

#[worker_sdk::test]
async fn conversations_can_be_kept() -> Result<()> {
    let messages = [Message::user("Hi"), Message::new("tool", "42")];
    let kept = serde_json::to_string(&messages)?;
    assert_eq!(
        kept,
        r#"[{"role":"user","content":"Hi"},{"role":"tool","content":"42"}]"#
    );
    let read: Vec<Message> = serde_json::from_str(&kept)?;
    assert_eq!(read, messages);
    let null: Message =
        serde_json::from_str(r#"{"role": "assistant", "content": null, "tool_calls": []}"#)?;
    assert_eq!(null, Message::assistant(""));
    assert!(serde_json::from_str::<Message>(r#"{"content": "x"}"#).is_err());
    Ok(())
}

#[worker_sdk::test]
async fn a_gateway_takes_no_files() -> Result<()> {
    let platform = Platform::with_json(&json!({}));
    let call =
        platform
            .ai
            .run::<Value>("@cf/test/x", &json!({}))
            .content("audio", "x", "audio/mpeg");
    let error = call.gateway(GatewayOptions::new("mine")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "running a model failed: AiInternalError: AI Gateway does not support ReadableStreams yet. (model `@cf/test/x`)"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_binding_of_models(env: Env) -> Result<()> {
    let error = env.get::<Ai>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not Workers AI; correct the configuration file, or ask for it as what it is"
    );
    let platform = Platform::with_json(&json!({}));
    assert_eq!(format!("{:?}", platform.ai.clone()), "Ai { .. }");
    Ok(())
}
