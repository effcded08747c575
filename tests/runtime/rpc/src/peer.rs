//! A worker in JavaScript, as this one calls it. `tests/e2e/tests/rpc.rs` compares the results.

use futures_util::future::join;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use worker_sdk::env::Raw;
use worker_sdk::rpc::Function;
use worker_sdk::service_bindings::Service;
use worker_sdk::streams::{Transform, Writable};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Bytes, Env, Error, Headers, Response, Result, rpc};

use crate::interfaces::{Cursor, CursorStub};

/// What the peer offers; nobody implements it here.
#[rpc]
pub trait Peer {
    async fn add_up(&self, numbers: Vec<f64>) -> Result<f64>;
    async fn describe(&self, value: Value) -> Result<String>;
    async fn types(&self) -> Result<Types>;
    async fn each(&self, items: Vec<i64>, f: Function<(i64,), i64>) -> Result<Vec<i64>>;
    async fn adder(&self, k: i64) -> Result<Function<(i64,), i64>>;
    async fn countdown(&self, from: u32) -> Result<CursorStub>;
    async fn exhaust(&self, cursor: CursorStub) -> Result<u32>;
    async fn letters(&self, text: String) -> Result<Body>;
    async fn upper(&self, text: Body) -> Result<Body>;
    async fn fail(&self, how: String) -> Result<()>;
    async fn disposed(&self) -> Result<u32>;
    async fn missing(&self) -> Result<Raw>;
    async fn write(&self, into: Writable, text: String) -> Result<()>;
    async fn sign(&self, headers: Headers) -> Result<Headers>;
    #[rpc(getter)]
    async fn motto(&self) -> Result<String>;
    #[rpc(getter)]
    async fn last_countdown(&self) -> Result<CursorStub>;
    #[rpc(getter)]
    async fn no_property(&self) -> Result<Raw>;
}

/// What it does not offer.
#[rpc]
pub trait WrongPeer {
    #[rpc(name = "addUp")]
    async fn add_up_as_text(&self, numbers: Vec<f64>) -> Result<String>;
}

#[derive(Serialize, Deserialize, Debug)]
pub struct Types {
    map: std::collections::BTreeMap<String, u8>,
    big: u64,
    date: Timestamp,
    bytes: Bytes,
    nothing: Option<u8>,
}

struct Three(std::cell::Cell<u32>);

impl Cursor for Three {
    fn next(&self) -> Option<u32> {
        let next = self.0.get() + 1;
        self.0.set(next);
        (next <= 3).then_some(next)
    }

    fn position(&self) -> u32 {
        self.0.get()
    }

    fn split(&self) -> CursorStub {
        CursorStub::of(Self(self.0.clone()))
    }
}

pub async fn report(env: &Env) -> Result<Value> {
    let peer: Service<PeerStub> = env.get("PEER")?;
    let wrong = peer.clone().typed::<WrongPeerStub>();
    let types = peer.types().await?;
    let add = peer.adder(5).await?;
    let before = peer.disposed().await?;
    let countdown = peer.countdown(2).await?;
    let counted = [
        countdown.next().await?,
        countdown.next().await?,
        countdown.next().await?,
    ];
    let position = countdown.position().await?;
    drop(countdown);
    let doubled = Function::new(async |n: i64| Ok(n * 2));
    let refused = Function::new(async |_: i64| Err(Error::named("RangeError", "not this")));
    Ok(json!({
        "add": peer.add_up(vec![1.5, 2.0]).await?,
        "describe": peer.describe(json!({"a": [1, null]})).await?,
        "map": types.map,
        "big": types.big.to_string(),
        "date": types.date.as_millis(),
        "bytes": types.bytes.0,
        "nothing": types.nothing,
        "each": peer.each(vec![1, 2], doubled).await?,
        "refused": described(peer.each(vec![1], refused).await),
        "adder": [add.call((1,)).await?, add.call((2,)).await?],
        "counted": counted,
        "position": position,
        "motto": peer.motto().await?,
        "property": peer.last_countdown().pipelined()?.position().await?,
        "no property": described(peer.no_property().await),
        "written": written(&peer).await?,
        "signed": signed(&peer).await?,
        "pipelined": peer.countdown(9).pipelined()?.split().pipelined()?.next().await?,
        "ours": peer.exhaust(CursorStub::of(Three(Default::default()))).await?,
        "letters": peer.letters("abc".into()).await?.text().await?,
        "upper": peer.upper("from rust".into()).await?.text().await?,
        "fetch": peer.fetch("http://peer/path").await?.read_text().await?,
        "range": described(peer.fail("range".into()).await),
        "text": described(peer.fail("text".into()).await),
        "null": described(peer.fail("null".into()).await),
        "missing": described(peer.missing().await),
        "shape": described(wrong.add_up_as_text(vec![1.0]).await),
        "disposed": disposed(&peer, before).await?,
    }))
}

async fn written(peer: &PeerStub) -> Result<String> {
    let (writable, readable) = Transform::identity().split();
    let write = peer.write(writable, "to rust".into()).into_future();
    let (text, done) = join(Response::new(readable).read_text(), write).await;
    done?;
    text
}

async fn signed(peer: &PeerStub) -> Result<Vec<(String, String)>> {
    let mut headers = Headers::new();
    headers.append("set-cookie", "a=1")?;
    headers.append("set-cookie", "b=2")?;
    Ok(peer.sign(headers).await?.entries())
}

/// The peer learns of it a moment later, if the platform tells it.
async fn disposed(peer: &PeerStub, before: u32) -> Result<u32> {
    for _ in 0..20 {
        if peer.disposed().await? > before {
            break;
        }
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    Ok(peer.disposed().await? - before)
}

fn described<T>(result: Result<T>) -> Value {
    match result {
        Ok(_) => json!("no error"),
        Err(error) => json!({
            "message": error.message(),
            "range": error.is_named("RangeError"),
            "type": error.is_named("TypeError"),
            "remote": error.is_remote(),
            "malformed": error.is_malformed(),
            "code": error.property::<u8>("code").ok().flatten(),
        }),
    }
}
