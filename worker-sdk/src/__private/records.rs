//! Records of the custom section, put together by the compiler. `docs/contract.md` has their form.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "runs in the compiler, where a panic is a compile error"
)]

use std::marker::PhantomData;

use super::declarations::Link;
use crate::env::{Binding, Bindings};

/// What is known of a type that a field or a handler names; nothing, where it is none of ours. That it should be is
/// then reported once, where its value is made.
#[derive(Debug)]
pub struct Of<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: Binding> Of<T> {
    /// See [`Binding`].
    pub const SECTION: &'static str = T::SECTION;
    /// See [`Binding`].
    pub const EXPECTED: &'static str = T::EXPECTED;
    /// Whether the environment may lack it, as JSON.
    pub const OPTIONAL: &'static str = if T::OPTIONAL { "true" } else { "false" };
}

impl<T: Bindings> Of<T> {
    /// The records of all fields.
    pub const RECORDS: &'static str = T::RECORDS;
}

#[cfg(feature = "router")]
impl<S: Bindings> Of<crate::Router<S>> {
    /// The records of the state's fields.
    pub const RECORDS: &'static str = S::RECORDS;
}

#[cfg(feature = "axum")]
impl<S: Bindings> Of<axum::Router<S>> {
    /// The records of the state's fields.
    pub const RECORDS: &'static str = S::RECORDS;
}

#[cfg(feature = "serde")]
impl<T: crate::rpc::Described + ?Sized> Of<T> {
    /// See [`Described`](crate::rpc::Described).
    pub const TYPESCRIPT: &'static str = T::TYPESCRIPT;
    /// See [`Described`](crate::rpc::Described).
    pub const DECLARATION: Option<Link> = T::DECLARATION;
}

impl<T, E> Of<Result<T, E>> {
    /// Whether it is a `Result`, whatever its name.
    pub const IS_RESULT: bool = true;
}

/// What [`Of`] has for all other types.
pub trait NotOf {
    /// Not a `Result`.
    const IS_RESULT: bool = false;
    /// Nothing.
    const SECTION: &'static str = "";
    /// Nothing.
    const EXPECTED: &'static str = "";
    /// Nothing.
    const OPTIONAL: &'static str = "";
    /// Nothing.
    const RECORDS: &'static str = "";
    /// Any type of TypeScript.
    const TYPESCRIPT: &'static str = "any";
    /// Nothing.
    const DECLARATION: Option<Link> = None;
}

impl<T: ?Sized> NotOf for Of<T> {}

/// The length of all parts together.
#[must_use]
pub const fn length(parts: &[&str]) -> usize {
    let mut length = 0;
    let mut part = 0;
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

/// All parts together, for a static in the custom section.
#[must_use]
pub const fn join<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut joined = [0; N];
    let mut filled = 0;
    let mut part = 0;
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            joined[filled] = bytes[i];
            filled += 1;
            i += 1;
        }
        part += 1;
    }
    joined
}

/// Joined parts as text.
#[must_use]
pub const fn text(joined: &'static [u8]) -> &'static str {
    match std::str::from_utf8(joined) {
        Ok(text) => text,
        Err(_) => panic!("parts of text are text"),
    }
}
