//! What is measured.

use crate::http::Request;
use crate::implementation::Implementation;

const ORDER: &[u8] = include_bytes!("../workers/order.json");
const GUEST: &[u8] = br#"{"id":41,"name":"Ada Lovelace","note":"first"}"#;
const MEGABYTE: usize = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scenario {
    Hello,
    Headers,
    Json,
    LargeJson,
    Html,
    Routes,
    Passthrough,
    Stream,
    Proxy,
    Digest,
    Rewrite,
    Events,
    Await,
    Axum,
    AxumJson,
    Rows,
    KvGet,
    KvPut,
    D1Rows,
    D1Insert,
    R2Get,
    Object,
    ObjectSql,
    WebSocket,
    Service,
    Rpc,
    Queue,
    Start,
    Size,
    Build,
}

/// The workers of each implementation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Worker {
    /// Static text; the smallest possible worker.
    Hello,
    /// What needs no bindings, chosen by path.
    Suite,
    /// A router of axum.
    Axum,
    /// What needs storage, chosen by path.
    Storage,
    /// What workers say to each other and to their objects, and WebSockets.
    Objects,
}

impl Worker {
    pub(crate) const ALL: [Self; 5] = [
        Self::Hello,
        Self::Suite,
        Self::Axum,
        Self::Storage,
        Self::Objects,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Suite => "suite",
            Self::Axum => "axum",
            Self::Storage => "storage",
            Self::Objects => "objects",
        }
    }

    /// Whether it runs with Miniflare's simulators.
    pub(crate) fn is_simulated(self) -> bool {
        matches!(self, Self::Storage | Self::Objects)
    }
}

impl Scenario {
    pub(crate) const ALL: [Self; 30] = [
        Self::Hello,
        Self::Headers,
        Self::Json,
        Self::LargeJson,
        Self::Html,
        Self::Routes,
        Self::Passthrough,
        Self::Stream,
        Self::Proxy,
        Self::Digest,
        Self::Rewrite,
        Self::Events,
        Self::Await,
        Self::Axum,
        Self::AxumJson,
        Self::Rows,
        Self::KvGet,
        Self::KvPut,
        Self::D1Rows,
        Self::D1Insert,
        Self::R2Get,
        Self::Object,
        Self::ObjectSql,
        Self::WebSocket,
        Self::Service,
        Self::Rpc,
        Self::Queue,
        Self::Start,
        Self::Size,
        Self::Build,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Headers => "headers",
            Self::Json => "json",
            Self::LargeJson => "json-200k",
            Self::Html => "html",
            Self::Routes => "routes",
            Self::Passthrough => "passthrough",
            Self::Stream => "stream",
            Self::Proxy => "proxy",
            Self::Digest => "digest",
            Self::Rewrite => "rewrite",
            Self::Events => "events",
            Self::Await => "await",
            Self::Axum => "axum",
            Self::AxumJson => "axum-json",
            Self::Rows => "rows",
            Self::KvGet => "kv-get",
            Self::KvPut => "kv-put",
            Self::D1Rows => "d1-rows",
            Self::D1Insert => "d1-insert",
            Self::R2Get => "r2-get",
            Self::Object => "object",
            Self::ObjectSql => "object-sql",
            Self::WebSocket => "websocket",
            Self::Service => "service",
            Self::Rpc => "rpc",
            Self::Queue => "queue",
            Self::Start => "start",
            Self::Size => "size",
            Self::Build => "build",
        }
    }

    /// The worker that answers the scenario's requests, if it has any.
    pub(crate) fn worker(self) -> Option<Worker> {
        match self {
            Self::Hello => Some(Worker::Hello),
            Self::Headers
            | Self::Json
            | Self::LargeJson
            | Self::Html
            | Self::Routes
            | Self::Passthrough
            | Self::Stream
            | Self::Proxy
            | Self::Digest
            | Self::Rewrite
            | Self::Events
            | Self::Await => Some(Worker::Suite),
            Self::Axum | Self::AxumJson => Some(Worker::Axum),
            Self::Rows
            | Self::KvGet
            | Self::KvPut
            | Self::D1Rows
            | Self::D1Insert
            | Self::R2Get => Some(Worker::Storage),
            Self::Object
            | Self::ObjectSql
            | Self::WebSocket
            | Self::Service
            | Self::Rpc
            | Self::Queue => Some(Worker::Objects),
            Self::Start | Self::Size | Self::Build => None,
        }
    }

    /// Whether an implementation can do it: the `worker` crate has no digests of bytes, no rewriter and no events, and the
    /// workers of some call nobody.
    pub(crate) fn is_possible(self, implementation: Implementation) -> bool {
        match self {
            Self::Digest | Self::Rewrite | Self::Events => implementation != Implementation::Peer,
            Self::Service | Self::Rpc | Self::Queue => implementation.has_calls(),
            _ => true,
        }
    }

    /// The request that is sent over and over.
    pub(crate) fn request(self) -> Option<Request> {
        match self {
            Self::Hello => Some(Request::get("/")),
            Self::Headers => Some(
                Request::get("/headers")
                    .header("accept-language", "de-CH, de;q=0.9, en;q=0.7")
                    .header("user-agent", "bench/1.0 (loopback)")
                    .header("x-request-id", "01JD3Z5V9W8Q2K7M4N6P0R1S3T")
                    .header("x-tenant", "north-4")
                    .header("if-none-match", "\"5d8c72a5edda8d6a\""),
            ),
            Self::Json => Some(
                Request::post("/json", ORDER.to_vec()).header("content-type", "application/json"),
            ),
            Self::LargeJson => Some(
                Request::post("/json-200k", measurements(1250))
                    .header("content-type", "application/json"),
            ),
            Self::Html => Some(Request::get("/html")),
            Self::Routes => Some(Request::get("/api/reviews/4711/notes/12")),
            Self::Axum => Some(
                Request::get("/guests/42?note=first")
                    .header("accept-language", "de-CH, de;q=0.9, en;q=0.7")
                    .header("user-agent", "bench/1.0 (loopback)"),
            ),
            Self::AxumJson => Some(
                Request::post("/guests", GUEST.to_vec()).header("content-type", "application/json"),
            ),
            Self::KvGet
            | Self::KvPut
            | Self::D1Rows
            | Self::D1Insert
            | Self::R2Get
            | Self::Object
            | Self::ObjectSql
            | Self::Service
            | Self::Rpc
            | Self::Queue => Some(Request::get(&format!("/{}", self.name()))),
            Self::WebSocket => Some(Request::message(
                "/websocket",
                &"words of a message".repeat(6),
            )),
            Self::Passthrough => Some(Request::post("/passthrough", noise(MEGABYTE))),
            Self::Digest => Some(Request::post("/digest", noise(MEGABYTE / 16))),
            Self::Stream | Self::Proxy | Self::Rewrite | Self::Events => {
                Some(Request::get(&format!("/{}", self.name())))
            }
            _ => None,
        }
    }
}

/// JSON of about 160 bytes for each measurement, with numbers of up to seventeen digits.
fn measurements(count: usize) -> Vec<u8> {
    let mut bytes = noise(count * 24).into_iter();
    let mut number = |scale: f64| {
        let bits = bytes
            .by_ref()
            .take(8)
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(byte));
        ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64 * scale
    };
    let one = |i| {
        let (east, north, value) = (number(180.0), number(90.0), number(1e4));
        format!(
            r#"{{"id":{i},"station":"station \"{}\"","at":[{east},{north}],"value":{value},"unit":"µg/m³","valid":true,"tags":["air","hourly"]}}"#,
            i % 17
        )
    };
    let all: Vec<String> = (0..count).map(one).collect();
    format!(r#"{{"source":"network","items":[{}]}}"#, all.join(",")).into_bytes()
}

/// Bytes that differ from their neighbours, so that a misplaced chunk is noticed.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_u32;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    (0..length).map(step).collect()
}
