//! What interfaces and their clients call.

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use super::entrypoint::entry;
pub use crate::rpc::Value;
pub use crate::rpc::incoming::Incoming;
pub use crate::rpc::serve::{result, run, serve, target, unknown, value};
use crate::rpc::{Arguments, Call, Stub};

/// A call that was not made yet.
pub fn call<T>(callee: &Stub, name: &'static str, arguments: impl Arguments) -> Call<T> {
    Call::new(callee, name, arguments)
}

/// A property that was not read yet.
pub fn property<T>(object: &Stub, name: &'static str) -> Call<T> {
    Call::property(object, name)
}
