//! Other crates' types. The `http` crate is always there; the others are behind a feature of their name.

#[cfg(feature = "axum")]
pub mod axum;
pub mod http;
#[cfg(feature = "http-body")]
mod http_body;
#[cfg(feature = "log")]
pub mod log;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(feature = "tokio-postgres")]
pub mod tokio_postgres;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
pub mod tracing;
