//! Types as TypeScript has them.

use crate::env::Raw;
use crate::http::{Body, Request, Response};
use crate::js::codec::Bytes;
use crate::time::Timestamp;

/// A type that has a name in TypeScript, for the records that describe interfaces to the build command.
///
/// Types without a description are `unknown` there. Lists, maps, options and tuples are described when what is in them
/// is.
///
/// # Examples
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use worker_sdk::rpc::Described;
///
/// #[derive(Serialize, Deserialize)]
/// struct Sum {
///     total: i64,
///     parts: Vec<i64>,
/// }
///
/// impl Described for Sum {
///     const TYPESCRIPT: &'static str = "{ total: number; parts: Array<number> }";
/// }
/// ```
pub trait Described {
    /// The type in TypeScript, in one line and without double quotes.
    const TYPESCRIPT: &'static str;
}

macro_rules! described {
    ($($typescript:literal: $($type:ty)*;)*) => {
        $($(impl Described for $type {
            const TYPESCRIPT: &'static str = $typescript;
        })*)*
    };
}

described! {
    "number": u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64;
    "string": String char;
    "boolean": bool;
    "Uint8Array": Bytes;
    "Date": Timestamp;
    "Request": Request;
    "Response": Response;
    "ReadableStream": Body;
    "any": Raw;
}

#[cfg(feature = "json")]
described! {
    "any": serde_json::Value;
}
