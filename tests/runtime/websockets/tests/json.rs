//! Messages as values.
#![cfg(target_family = "wasm")]

use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use worker_sdk::Result;
use worker_sdk::websockets::{self, CloseCode, Message, WebSocket};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Command {
    Say { text: String },
    Leave,
}

fn accepted() -> Result<(WebSocket, WebSocket)> {
    let (mut a, mut b) = websockets::pair()?;
    a.accept()?;
    b.accept()?;
    Ok((a, b))
}

fn say(text: &str) -> Command {
    Command::Say {
        text: text.to_owned(),
    }
}

#[worker_sdk::test]
async fn values_go_as_json_text() -> Result<()> {
    let (a, mut b) = accepted()?;
    a.send_json(&say("grün"))?;
    let message = b.receive().await?;
    assert_eq!(message, Some(r#"{"type":"say","text":"grün"}"#.into()));
    assert_eq!(message.map(|m| m.json()).transpose()?, Some(say("grün")));
    a.send(Message::from_json(&Command::Leave)?)?;
    assert_eq!(b.receive().await?, Some(r#"{"type":"leave"}"#.into()));
    assert!(
        a.send_json(&std::collections::HashMap::from([((1, 2), 3)]))
            .is_err()
    );
    Ok(())
}

#[worker_sdk::test]
async fn one_message_of_another_shape_does_not_end_the_stream() -> Result<()> {
    let (a, b) = accepted()?;
    let mut commands = b.messages::<Command>();
    a.send_json(&say("one"))?;
    a.send("{")?;
    a.send(r#"{"type":"shout"}"#)?;
    a.send(br#"{"type":"leave"}"#.to_vec())?;
    a.close(CloseCode::NORMAL, "")?;
    assert_eq!(commands.try_next().await?, Some(say("one")));
    let errors = [
        "the message is not JSON of the expected shape: EOF while parsing an object at line 1 column 1",
        "the message is not JSON of the expected shape: unknown variant `shout`, expected `say` or `leave` at line 1 column 15",
    ];
    for expected in errors {
        let error = StreamExt::next(&mut commands).await.unwrap().unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(
        commands.try_next().await?,
        Some(Command::Leave),
        "JSON as bytes"
    );
    assert_eq!(commands.try_next().await?, None);
    Ok(())
}
