//! Upgrades, and sockets that the worker opens.
#![cfg(target_family = "wasm")]

use worker_sdk::fetch::Fetcher;
use worker_sdk::http::StatusCode;
use worker_sdk::websockets::{self, AcceptOptions, CloseCode, WebSocket};
use worker_sdk::{Body, Error, Request, Response, Result, test};

const HOST: &str = "chat.example";

async fn open(path: &str, protocols: &str) -> Result<Response> {
    let request = Request::get(format!("https://worker.test{path}"))
        .header("connection", "Upgrade")
        .header("upgrade", "WebSocket")
        .header("sec-websocket-protocol", protocols)
        .build()?;
    test::fetch(request).await
}

async fn socket(path: &str) -> Result<WebSocket> {
    let mut socket = open(path, "").await?.websocket().ok_or("no socket")?;
    socket.accept()?;
    Ok(socket)
}

async fn code(socket: &mut WebSocket) -> Result<Option<u16>> {
    while socket.receive().await?.is_some() {}
    Ok(socket.close_frame().map(|frame| frame.code.as_u16()))
}

#[worker_sdk::test]
async fn an_upgraded_request_talks() -> Result<()> {
    let response = open("/echo", "").await?;
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    let mut socket = socket("/echo").await?;
    socket.send("a")?;
    socket.send(vec![1])?;
    assert_eq!(socket.receive().await?, Some("a".into()));
    assert_eq!(socket.receive().await?, Some(vec![1].into()));
    socket.close(4002, "bye")?;
    assert_eq!(code(&mut socket).await?, Some(4002));
    Ok(())
}

#[worker_sdk::test]
async fn a_response_of_the_http_crate_keeps_its_socket() -> Result<()> {
    let native: http::Response<Body> = open("/echo", "").await?.try_into()?;
    assert_eq!(native.status(), StatusCode::SWITCHING_PROTOCOLS);
    let response = Response::try_from(native)?.with_header("x-seen", "1")?;
    let raw = Response::from_raw(response.into_raw()?);
    assert_eq!(raw.headers().get("x-seen").as_deref(), Some("1"));
    let mut socket = raw.websocket().ok_or("no socket")?;
    socket.accept()?;
    socket.send("still there")?;
    assert_eq!(socket.receive().await?, Some("still there".into()));
    Ok(())
}

#[worker_sdk::test]
async fn the_end_of_the_closure_closes() -> Result<()> {
    let mut done = socket("/once").await?;
    done.send("now")?;
    assert_eq!(code(&mut done).await?, Some(1000));
    Ok(())
}

#[worker_sdk::test]
async fn a_request_for_no_socket_is_told_so() -> Result<()> {
    let plain = test::fetch("/echo").await?;
    assert_eq!(plain.status(), StatusCode::UPGRADE_REQUIRED);
    assert_eq!(plain.headers().get("upgrade").as_deref(), Some("websocket"));
    let posted = Request::post("https://worker.test/echo").header("upgrade", "websocket");
    let posted = test::fetch(posted.build()?).await?;
    assert_eq!(posted.status(), StatusCode::UPGRADE_REQUIRED);
    let other = Request::get("https://worker.test/echo").header("upgrade", "h2c");
    let other = test::fetch(other.build()?).await?;
    assert_eq!(other.status(), StatusCode::UPGRADE_REQUIRED);
    Ok(())
}

#[worker_sdk::test]
async fn the_worker_takes_its_first_protocol_that_is_offered() -> Result<()> {
    let cases = [
        ("chat.v1, chat.v2", Some("chat.v2"), "chat.v2"),
        ("x, chat.v1", Some("chat.v1"), "chat.v1"),
        ("x", None, "none"),
    ];
    for (offered, header, said) in cases {
        let response = open("/protocol", offered).await?;
        assert_eq!(
            response.headers().get("sec-websocket-protocol").as_deref(),
            header
        );
        let mut socket = response.websocket().ok_or("no socket")?;
        socket.accept()?;
        assert_eq!(socket.receive().await?, Some(said.into()));
        assert_eq!(code(&mut socket).await?, Some(1000));
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_upgrade_can_be_half_open() -> Result<()> {
    let mut socket = socket("/half-open").await?;
    socket.close(1000, "")?;
    assert_eq!(socket.receive().await?, Some("not yet".into()));
    assert_eq!(code(&mut socket).await?, Some(4001));
    Ok(())
}

#[worker_sdk::test]
async fn connecting_asks_for_a_socket() -> Result<()> {
    let server = test::stub(HOST, async |request: Request| {
        let upgrade = websockets::Upgrade::of(&request).protocols(&["b"]);
        upgrade.start(|mut socket| async move {
            while let Some(message) = socket.receive().await? {
                socket.send(message)?;
            }
            Ok(())
        })
    });
    let mut socket = websockets::connect("wss://chat.example/room?x=1")
        .protocol("a")
        .protocol("b")
        .header("authorization", "Bearer t")
        .await?;
    socket.send("hello")?;
    assert_eq!(socket.receive().await?, Some("hello".into()));
    socket.close(CloseCode::NORMAL, "")?;
    assert_eq!(code(&mut socket).await?, Some(1000));

    let received = server.received();
    assert_eq!(received[0].url, "https://chat.example/room?x=1");
    let header = |name| received[0].headers.get(name);
    assert_eq!(header("upgrade").as_deref(), Some("websocket"));
    assert_eq!(header("authorization").as_deref(), Some("Bearer t"));
    assert_eq!(header("sec-websocket-protocol").as_deref(), Some("a, b"));
    Ok(())
}

#[worker_sdk::test]
async fn the_answer_of_a_server_that_refuses_is_kept() -> Result<()> {
    let _server = test::stub(HOST, async |_| {
        Ok(Response::text("who are you?").with_status(StatusCode::UNAUTHORIZED))
    });
    let error = websockets::connect("wss://chat.example/")
        .await
        .unwrap_err();
    assert_eq!(
        error.response().map(Response::status),
        Some(StatusCode::UNAUTHORIZED)
    );
    let message = "the request for a WebSocket was answered with status 401 instead of 101; check the URL and what the \
                   server asks for, or read its answer with `ConnectError::into_response`";
    assert_eq!(error.to_string(), message);
    let answer = error.into_response().ok_or("no answer")?;
    assert_eq!(answer.read_text().await?, "who are you?");

    let error = websockets::connect("wss://chat.example/")
        .await
        .unwrap_err();
    assert_eq!(Error::from(error).to_string(), message);
    Ok(())
}

#[worker_sdk::test]
async fn no_answer_is_an_error_without_one() -> Result<()> {
    let _server = test::stub(HOST, async |_| Err(Error::new("the line is dead")));
    let error = websockets::connect("ws://chat.example/").await.unwrap_err();
    assert!(error.response().is_none());
    assert!(error.to_string().contains("the line is dead"), "{error}");
    let error = websockets::connect("nowhere").await.unwrap_err();
    assert!(error.response().is_none());
    let message = Error::from(error).to_string();
    assert!(message.contains("nowhere"), "{message}");
    Ok(())
}

#[worker_sdk::test]
async fn connecting_through_a_service() -> Result<()> {
    let service = Fetcher::from_raw(stand_in());
    let mut socket = websockets::connect("ws://peer/echo")
        .service(&service)
        .options(AcceptOptions::new().half_open())
        .await?;
    assert_eq!(socket.receive().await?, Some("GET http://peer/echo".into()));
    Ok(())
}

#[wasm_bindgen::prelude::wasm_bindgen(inline_js = r#"
export const stand_in = () => ({
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.send(`${request.method} ${request.url}`);
    return new Response(null, { status: 101, webSocket: client });
  },
});

// A runtime that says how much waits: each look at it finds 600,000 bytes less.
export const slow_socket = () => {
  let waiting = 0;
  return {
    looks: 0,
    get bufferedAmount() {
      this.looks += 1;
      const now = waiting;
      waiting = Math.max(0, waiting - 600_000);
      return now;
    },
    readyState: 1,
    send(data) {
      waiting += data.length;
    },
    close() {},
  };
};

export const looks = (socket) => socket.looks;
"#)]
extern "C" {
    fn stand_in() -> wasm_bindgen::JsValue;
    fn slow_socket() -> wasm_bindgen::JsValue;
    fn looks(socket: &wasm_bindgen::JsValue) -> u32;
}

#[worker_sdk::test]
async fn a_sink_waits_where_the_runtime_says_how_much_is_on_its_way() -> Result<()> {
    use futures_util::SinkExt;

    let mut socket = WebSocket::from_raw(slow_socket());
    assert_eq!(socket.buffered_amount(), Some(0));
    SinkExt::feed(&mut socket, "x".repeat(2_000_000).into()).await?;
    assert_eq!(looks(socket.as_raw()), 2, "there was room");
    SinkExt::send(&mut socket, "y".into()).await?;
    assert_eq!(
        looks(socket.as_raw()),
        7,
        "2.0, 1.4 and 0.8 MB waited, then 0.2 and 0"
    );
    assert_eq!(socket.buffered_amount(), Some(0));
    Ok(())
}

#[worker_sdk::test]
async fn a_proxy_hands_on_everything() -> Result<()> {
    let (mut client, a) = accepted()?;
    let (mut server, b) = accepted()?;
    let proxy = worker_sdk::spawn(websockets::proxy(a, b));
    client.send("there")?;
    client.send(vec![1, 2])?;
    server.send("back")?;
    assert_eq!(server.receive().await?, Some("there".into()));
    assert_eq!(server.receive().await?, Some(vec![1, 2].into()));
    assert_eq!(client.receive().await?, Some("back".into()));
    server.close(4003, "enough")?;
    assert_eq!(code(&mut client).await?, Some(4003));
    assert_eq!(
        client.close_frame().map(|frame| frame.reason).as_deref(),
        Some("enough")
    );
    assert_eq!(code(&mut server).await?, Some(4003));
    proxy.await??;
    Ok(())
}

#[worker_sdk::test]
async fn a_proxy_closes_both_when_one_side_floods() -> Result<()> {
    let (mut client, mut a) = websockets::pair()?;
    client.accept()?;
    a.accept_with(AcceptOptions::new().buffer(10))?;
    let (mut server, b) = accepted()?;
    for _ in 0..10 {
        client.send("x".repeat(100))?;
    }
    assert_eq!(code(&mut client).await?, Some(1013));
    let proxy = websockets::proxy(a, b);
    let error = proxy.await.unwrap_err();
    assert!(
        error.to_string().starts_with("more than 10 bytes"),
        "{error}"
    );
    assert_eq!(code(&mut server).await?, Some(1011));
    Ok(())
}

fn accepted() -> Result<(WebSocket, WebSocket)> {
    let (mut a, mut b) = websockets::pair()?;
    a.accept()?;
    b.accept()?;
    Ok((a, b))
}
