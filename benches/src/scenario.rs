//! What is measured.

use crate::http::Request;

const ORDER: &[u8] = include_bytes!("../workers/order.json");
const MEGABYTE: usize = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scenario {
    Hello,
    Headers,
    Json,
    Passthrough,
    Await,
    Start,
    Size,
    Build,
}

/// The two workers of each implementation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Worker {
    /// Static text; the smallest possible worker.
    Hello,
    /// All other scenarios, chosen by path.
    Suite,
}

impl Worker {
    pub(crate) const ALL: [Self; 2] = [Self::Hello, Self::Suite];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Suite => "suite",
        }
    }
}

impl Scenario {
    pub(crate) const ALL: [Self; 8] = [
        Self::Hello,
        Self::Headers,
        Self::Json,
        Self::Passthrough,
        Self::Await,
        Self::Start,
        Self::Size,
        Self::Build,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Headers => "headers",
            Self::Json => "json",
            Self::Passthrough => "passthrough",
            Self::Await => "await",
            Self::Start => "start",
            Self::Size => "size",
            Self::Build => "build",
        }
    }

    /// The worker that answers the scenario's requests, if it has any.
    pub(crate) fn worker(self) -> Option<Worker> {
        match self {
            Self::Hello => Some(Worker::Hello),
            Self::Headers | Self::Json | Self::Passthrough | Self::Await => Some(Worker::Suite),
            Self::Start | Self::Size | Self::Build => None,
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
            Self::Passthrough => Some(Request::post("/passthrough", noise(MEGABYTE))),
            _ => None,
        }
    }
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
