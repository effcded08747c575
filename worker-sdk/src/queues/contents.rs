//! The contents of many messages, read in one call.

use std::fmt;
use std::sync::Arc;

use super::body::Body;
use super::delivery::Delivery;
#[cfg(feature = "serde")]
use crate::error::Result;
#[cfg(feature = "serde")]
use crate::js::{
    codec,
    tape::{Tape, write_contents},
};

/// What messages call it.
#[cfg(feature = "serde")]
pub(super) const WHAT: &str = "the content of a message";

/// What a batch holds, message by message.
pub struct Contents {
    delivery: Arc<Delivery>,
    #[cfg(feature = "serde")]
    written: Option<Written>,
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contents { .. }")
    }
}

/// Contents from one message on, as far as JavaScript has written them.
#[cfg(feature = "serde")]
struct Written {
    contents: codec::Several,
    /// Messages that are still to be read.
    left: usize,
}

impl Contents {
    pub(super) fn of(delivery: Arc<Delivery>) -> Self {
        Self {
            delivery,
            #[cfg(feature = "serde")]
            written: None,
        }
    }

    pub(super) fn delivery(&self) -> &Arc<Delivery> {
        &self.delivery
    }

    pub(super) fn body(&self, index: usize) -> Body {
        self.delivery.body(index)
    }
}

#[cfg(feature = "serde")]
impl Contents {
    /// The content of the message `index`: the first, or the one after that which was read last.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`.
    pub(super) fn parse<T: serde::de::DeserializeOwned>(&mut self, index: usize) -> Result<T> {
        let read = self.written(index);
        let read = read.and_then(|written| written.contents.next(&WHAT));
        // What could not be written says why when it is read alone.
        read.unwrap_or_else(|| self.body(index).parse())
    }

    /// What holds the message next.
    fn written(&mut self, index: usize) -> Option<&mut Written> {
        if self
            .written
            .as_ref()
            .is_none_or(|written| written.left == 0)
        {
            self.written = Written::of(&self.delivery, index);
        }
        let written = self.written.as_mut()?;
        written.left -= 1;
        Some(written)
    }
}

#[cfg(feature = "serde")]
impl Written {
    #[inline(never)]
    fn of(delivery: &Delivery, from: usize) -> Option<Self> {
        let write = |at| write_contents(delivery.messages(), from as i32, at);
        let (left, tape) = Tape::by(&write).ok()?;
        Some(Self {
            contents: codec::Several::of(tape),
            left: left as usize,
        })
    }
}
