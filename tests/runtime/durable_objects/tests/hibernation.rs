//! Sockets that objects accept with `State::accept_websocket`.
#![cfg(target_family = "wasm")]

use runtime_durable_objects::sockets::Member;
use worker_sdk::durable_objects::Stub;
use worker_sdk::http::StatusCode;
use worker_sdk::websockets::{CloseCode, CloseFrame, WebSocket};
use worker_sdk::{Env, Request, Response, Result};

fn object(env: &Env) -> Result<Stub> {
    Ok(env.durable_object("SOCKETS")?.get_by_name("room"))
}

async fn open(object: &Stub, path: &str) -> Result<Response> {
    let request = Request::get(format!("https://object{path}"))
        .header("upgrade", "websocket")
        .header("sec-websocket-protocol", "chat");
    object.fetch(request).await
}

async fn join(object: &Stub, path: &str) -> Result<WebSocket> {
    let response = open(object, path).await?;
    let mut socket = response.websocket().ok_or("no socket")?;
    socket.accept()?;
    Ok(socket)
}

async fn member(object: &Stub, path: &str) -> Result<WebSocket> {
    let mut socket = join(object, path).await?;
    assert_eq!(socket.receive().await?, Some("welcome".into()));
    Ok(socket)
}

async fn ask(socket: &mut WebSocket, question: &str) -> Result<String> {
    socket.send(question)?;
    let answer = socket.receive().await?.ok_or("closed")?;
    Ok(answer.as_text().unwrap_or_default().to_owned())
}

async fn text(object: &Stub, path: &str) -> Result<String> {
    object.fetch(path).await?.read_text().await
}

async fn closed(socket: &mut WebSocket) -> Result<Option<CloseFrame>> {
    while socket.receive().await?.is_some() {}
    Ok(socket.close_frame())
}

fn frame(code: u16, reason: &str) -> Option<CloseFrame> {
    Some(CloseFrame::new(code, reason))
}

#[worker_sdk::test]
async fn messages_come_to_the_object(env: Env) -> Result<()> {
    let object = object(&env)?;
    let response = open(&object, "/join").await?;
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(
        response.headers().get("sec-websocket-protocol").as_deref(),
        Some("chat")
    );
    let mut socket = member(&object, "/join").await?;
    assert_eq!(ask(&mut socket, "é🦀").await?, "you said é🦀");
    socket.send(vec![0, 255])?;
    assert_eq!(socket.receive().await?, Some(vec![0, 255].into()));
    Ok(())
}

#[worker_sdk::test]
async fn a_request_for_no_socket(env: Env) -> Result<()> {
    let answer = object(&env)?.fetch("/join").await?;
    assert_eq!(answer.status(), StatusCode::UPGRADE_REQUIRED);
    let error = open(&object(&env)?, "/greet-err").await.unwrap_err();
    assert!(error.to_string().contains("no seat is left"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn tags_find_sockets(env: Env) -> Result<()> {
    let object = object(&env)?;
    let mut both = member(&object, "/join?t=a&t=b").await?;
    let mut one = member(&object, "/join?t=b").await?;
    let mut none = member(&object, "/join").await?;
    assert_eq!(ask(&mut both, "tags").await?, r#"["a","b"]"#);
    assert_eq!(ask(&mut one, "tags").await?, r#"["b"]"#);
    assert_eq!(ask(&mut none, "tags").await?, "[]");
    let counts = [
        ("/count", "3"),
        ("/count?tag=a", "1"),
        ("/count?tag=b", "2"),
        ("/count?tag=c", "0"),
    ];
    for (path, count) in counts {
        assert_eq!(text(&object, path).await?, count, "{path}");
    }
    let many = (0..11).map(|i| format!("t={i}&")).collect::<String>();
    let error = open(&object, &format!("/join?{many}")).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("a WebSocket cannot have 11 tags"),
        "{error}"
    );
    let foreign = text(&object, "/tags/foreign").await?;
    assert!(
        foreign.starts_with("Err(Error(reading the tags of a WebSocket failed: "),
        "{foreign}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_among_all(env: Env) -> Result<()> {
    let object = object(&env)?;
    let mut sockets = Vec::new();
    for _ in 0..3 {
        sockets.push(member(&object, "/join").await?);
    }
    sockets[1].send("others")?;
    sockets[1].send("me")?;
    assert_eq!(sockets[0].receive().await?, Some("hello".into()));
    assert_eq!(sockets[2].receive().await?, Some("hello".into()));
    assert_eq!(
        sockets[1].receive().await?,
        Some("you said me".into()),
        "not itself"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_attachment_stays_with_its_socket(env: Env) -> Result<()> {
    let object = object(&env)?;
    let (mut a, mut b) = (
        member(&object, "/join").await?,
        member(&object, "/join").await?,
    );
    assert_eq!(ask(&mut a, "attachment").await?, "null");
    a.send("attach")?;
    let attached: Member = serde_json::from_str(&ask(&mut a, "attachment").await?)?;
    assert_eq!(
        attached,
        Member {
            name: "Ferris".to_owned(),
            badges: vec![1, 2]
        }
    );
    assert_eq!(ask(&mut b, "attachment").await?, "null");
    let refused = ask(&mut a, "attach too much").await?;
    assert!(
        refused.starts_with("true the attachment of a WebSocket is too large: Error: A WebSocket 'attachment' cannot be larger than 16384 bytes"),
        "{refused}"
    );
    let kept: Member = serde_json::from_str(&ask(&mut a, "attachment").await?)?;
    assert_eq!(kept, attached, "what was refused changes nothing");
    let wrong = ask(&mut a, "wrong attachment").await?;
    assert!(wrong.contains("the attachment of the WebSocket"), "{wrong}");
    Ok(())
}

#[worker_sdk::test]
async fn the_platform_answers_by_itself(env: Env) -> Result<()> {
    let object = object(&env)?;
    let mut socket = member(&object, "/join").await?;
    assert_eq!(text(&object, "/").await?, "None None");
    assert_eq!(ask(&mut socket, "ping").await?, "you said ping");
    assert_eq!(ask(&mut socket, "timestamp").await?, "never");
    assert_eq!(
        text(&object, "/auto").await?,
        r#"Some(("ping", "pong")) None"#
    );
    assert_eq!(ask(&mut socket, "ping").await?, "pong");
    assert!(ask(&mut socket, "timestamp").await?.starts_with("20"));
    assert_eq!(ask(&mut socket, "pings").await?, "you said pings");
    assert_eq!(text(&object, "/auto/clear").await?, "None None");
    assert_eq!(ask(&mut socket, "ping").await?, "you said ping");
    let error = object.fetch("/auto/long").await.unwrap_err();
    assert!(error.to_string().contains("2048"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn the_time_of_an_event_has_a_limit(env: Env) -> Result<()> {
    let object = object(&env)?;
    assert_eq!(text(&object, "/timeout").await?, "None Some(1.5s)");
    assert_eq!(text(&object, "/").await?, "None Some(1.5s)");
    assert_eq!(text(&object, "/timeout/clear").await?, "None None");
    assert!(object.fetch("/timeout/long").await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn an_event_that_takes_too_long_ends(env: Env) -> Result<()> {
    let object = object(&env)?;
    let mut socket = member(&object, "/join").await?;
    assert_eq!(ask(&mut socket, "slow").await?, "begun");
    assert_eq!(socket.receive().await?, Some("done".into()));
    text(&object, "/timeout/short").await?;
    assert_eq!(ask(&mut socket, "slow").await?, "begun");
    worker_sdk::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(ask(&mut socket, "hi").await?, "you said hi");
    Ok(())
}

#[worker_sdk::test]
async fn the_close_frame_comes_to_the_object_and_is_answered(env: Env) -> Result<()> {
    let object = object(&env)?;
    for (code, reason) in [
        (CloseCode::NORMAL, "bye"),
        (CloseCode::new(4321), ""),
        (CloseCode::NO_STATUS, ""),
    ] {
        let mut socket = member(&object, "/join").await?;
        socket.close(code, reason)?;
        assert_eq!(socket.receive().await?, Some("a last word".into()));
        assert_eq!(closed(&mut socket).await?, frame(code.as_u16(), reason));
        let seen = CloseFrame::new(code, reason);
        assert_eq!(text(&object, "/closed").await?, format!("Some({seen:?})"));
    }
    assert_eq!(text(&object, "/count").await?, "0");
    Ok(())
}

#[worker_sdk::test]
async fn the_object_closes(env: Env) -> Result<()> {
    let object = object(&env)?;
    let mut socket = member(&object, "/join").await?;
    socket.send("close")?;
    assert_eq!(closed(&mut socket).await?, frame(4005, "as you like"));
    Ok(())
}

#[worker_sdk::test]
async fn a_class_without_a_function_for_close_frames_answers_them(env: Env) -> Result<()> {
    let object = env.durable_object("QUIET")?.get_by_name("room");
    let mut socket = join(&object, "/").await?;
    socket.send("an error of one message does not end the socket")?;
    socket.close(4001, "bye")?;
    assert_eq!(closed(&mut socket).await?, frame(4001, "bye"));
    Ok(())
}

#[worker_sdk::test]
async fn a_socket_of_an_object_has_no_stream(env: Env) -> Result<()> {
    let mut socket = member(&object(&env)?, "/join").await?;
    let said = ask(&mut socket, "accept").await?;
    assert!(
        said.contains("Can't accept() WebSocket after enabling hibernation"),
        "{said}"
    );
    Ok(())
}
