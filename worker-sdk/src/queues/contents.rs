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
    tape::{Item, Place, Reader, Tape, write_contents},
};

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
    tape: Tape,
    place: Place,
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
        let read = self.written(index).and_then(Written::parse);
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
            tape,
            place: Place::default(),
            left: left as usize,
        })
    }

    /// The next content; none where JavaScript could not write it.
    fn parse<T: serde::de::DeserializeOwned>(&mut self) -> Option<Result<T>> {
        let whole = self.tape.reader();
        let mut reader = Reader::at(&whole, self.place)?;
        let words = match reader.next() {
            Some(Item::Number(words)) => words as usize,
            _ => 0,
        };
        let begin = reader.clone();
        let read = (words > 0)
            .then(|| codec::next_of(&mut reader, self.tape.live(), "the content of a message"));
        if begin.left() - reader.left() != words {
            // It was not read to its end.
            reader = begin;
            reader.skip();
        }
        self.place = reader.place(&whole);
        read
    }
}
