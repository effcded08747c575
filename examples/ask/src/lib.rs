//! Answers questions with Workers AI: at once, or word by word for a page that listens with `EventSource`.
//!
//! Run it with `cargo xtask dev ask`, then open `http://localhost:8787/`, or `curl 'http://localhost:8787/answer?q=why'`. There
//! is no local simulator of the models: wrangler asks you to log in, and calls the platform.

use futures_util::StreamExt;
use worker_sdk::ai::{Ai, Chat, Completion, Message, Tokens};
use worker_sdk::event_source::{Event, Sse};
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Error, IntoResponse, Request, Response, Result, event};

const MODEL: &str = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
const MAX_BYTES: usize = 2000;

#[derive(Bindings)]
struct App {
    ai: Ai,
}

#[event(fetch)]
async fn main(request: Request, App { ai }: App) -> Result<Response> {
    if request.path() == "/" {
        return Ok(Response::html(PAGE));
    }
    let question = request.query_value("q").unwrap_or_default();
    if question.is_empty() || question.len() > MAX_BYTES {
        return (StatusCode::BAD_REQUEST, "ask with `?q=`, in 2000 bytes").into_response();
    }
    let chat = Chat::new([
        Message::system("Answer in two sentences."),
        Message::user(question),
    ])
    .max_tokens(200);
    match request.path() {
        "/answer" => {
            let answer: Result<Completion> = ai.run(MODEL, &chat).await;
            answer.map_or_else(refused, |answer| answer.text.into_response())
        }
        "/words" => {
            let tokens = ai.run_stream(MODEL, &chat).await;
            tokens.map_or_else(refused, |tokens| events(tokens).into_response())
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page that listens asks again when the connection ends, so the end is an event of its own.
fn events(tokens: Tokens) -> Sse {
    let words = tokens.map(|token| Ok(Event::new(token?)));
    let end = futures_util::stream::iter([Event::new("").name("end")]);
    Sse::new(words.chain(end))
}

fn refused(error: Error) -> Result<Response> {
    match error.is_rate_limited() {
        true => (
            StatusCode::TOO_MANY_REQUESTS,
            "the models are busy; ask again later",
        )
            .into_response(),
        false => Err(error),
    }
}

const PAGE: &str = r#"<!doctype html>
<title>Ask</title>
<form><input name="q" autofocus> <button>Ask</button></form>
<p></p>
<script>
  document.forms[0].onsubmit = (event) => {
    event.preventDefault();
    const answer = document.querySelector("p");
    answer.textContent = "";
    const words = new EventSource("/words?q=" + encodeURIComponent(event.target.q.value));
    words.onmessage = ({ data }) => (answer.textContent += data);
    words.addEventListener("end", () => words.close());
  };
</script>
"#;
