//! Everything that touches JavaScript values directly: threads, bytes, text, promises, thrown values.

#[cfg(any(
    test,
    all(target_family = "wasm", target_os = "unknown", feature = "allocator")
))]
mod allocator;
mod bytes;
#[cfg_attr(
    not(feature = "json"),
    allow(dead_code, reason = "most products that use it speak JSON")
)]
mod checked;
#[cfg(feature = "serde")]
pub(crate) mod codec;
mod decimal;
mod entrances;
pub(crate) mod exact;
#[cfg(feature = "json")]
mod json;
mod local;
mod members;
mod methods;
#[cfg(feature = "json")]
pub(crate) mod object;
mod once;
mod options;
#[cfg_attr(
    not(feature = "json"),
    allow(dead_code, reason = "most products that use it speak JSON")
)]
mod place;
mod promise;
mod scoped;
#[cfg(feature = "serde")]
mod serialize;
#[cfg_attr(
    not(feature = "serde"),
    allow(dead_code, reason = "rows need less of it than the codec")
)]
pub(crate) mod tape;
mod text;
mod thrown;
mod values;
#[cfg(feature = "axum")]
mod wide;

pub(crate) use bytes::{
    from_js as bytes_from_js, joined as bytes_joined, length as bytes_length, part as bytes_part,
    rest as bytes_rest, to_js as bytes_to_js,
};
pub(crate) use checked::Checked;
#[cfg(feature = "json")]
pub(crate) use decimal::decimal;
pub(crate) use decimal::decimal_text;
#[cfg(feature = "json")]
pub(crate) use json::{parse as parse_json, text as json_text};
pub(crate) use local::Local;
pub(crate) use members::{awaited, choices, members, sent, words};
pub(crate) use methods::is_binding;
#[cfg(feature = "serde")]
pub(crate) use methods::is_of_class;
pub(crate) use once::Once;
pub(crate) use options::Options;
pub(crate) use place::Place;
pub(crate) use promise::settled;
pub(crate) use scoped::scoped;
#[cfg(feature = "serde")]
pub(crate) use serialize::serialize;
pub(crate) use text::{constant, string, text, written};
pub(crate) use thrown::{Flag, described, error_to_js, flag, name, new_error_of, take_failure};
#[cfg(feature = "json")]
pub(crate) use values::time;
pub(crate) use values::{
    item, items, length, list, list_to_strings, number, property, property_named, string_property,
    time_property,
};
#[cfg(feature = "axum")]
pub(crate) use wide::table_of;
