//! Types as TypeScript has them.

use crate::__private::Link;
use crate::env::Raw;
use crate::http::{Body, Headers, Request, Response};
use crate::js::codec::Bytes;
use crate::streams::{ByteStream, Writable};
use crate::time::Timestamp;

/// A type that callers in TypeScript know.
///
/// `worker-build` writes `index.d.ts` beside the module: the classes of the worker with their methods, and the types that
/// stand in them. `Service<Bank>`, `DurableObjectNamespace<Room>` and `Workflow` of `@cloudflare/workers-types` take them:
///
/// ```ts
/// import type { Bank, Sum } from "../bank/build/index.js";
///
/// interface Env {
///   BANK: Service<Bank>;
/// }
/// ```
///
/// The derive describes a struct or an enum as serde writes it, by its name. Serde's attributes count: names, tags,
/// `flatten`, `skip`, `default`, `transparent`. A field that is written by another type or function, as with
/// `#[serde(with = "…")]`, is `any`, and so is every type without a description. Lists, maps, options and tuples are described
/// when what is in them is. A type that has the name of one of the platform's, such as `Request` or `Date`, or of a class of
/// the worker, needs another one; the build says so.
///
/// | attribute | |
/// |---|---|
/// | `#[described(name = "Total")]` of the type | its name in TypeScript, when another one has that of the type |
/// | `#[described(type = "{ lat: number }")]` of a field | its type in TypeScript |
/// | `#[described(crate = my_sdk)]` of the type | the path of `worker_sdk`, when it has another name |
///
/// # Examples
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use worker_sdk::rpc::Described;
///
/// #[derive(Serialize, Deserialize, Described)]
/// struct Sum {
///     total: i64,
///     parts: Vec<i64>,
/// }
///
/// /// Written as text.
/// #[derive(Serialize, Deserialize)]
/// struct Color(String);
///
/// impl Described for Color {
///     const TYPESCRIPT: &'static str = "`#${string}`";
/// }
/// ```
pub trait Described {
    /// The type in TypeScript, in one line and without double quotes and backslashes.
    const TYPESCRIPT: &'static str;
    /// What the derive says of the name.
    #[doc(hidden)]
    const DECLARATION: Option<Link> = None;
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
    "string": String str char;
    "boolean": bool;
    "Uint8Array": Bytes;
    "Date": Timestamp;
    "Request": Request;
    "Response": Response;
    "Headers": Headers;
    "ReadableStream<Uint8Array>": Body ByteStream;
    "WritableStream<Uint8Array>": Writable;
    "any": Raw;
}

#[cfg(feature = "json")]
described! {
    "any": serde_json::Value;
}
