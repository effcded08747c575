//! Several values on one tape.

use std::fmt::Display;

use serde::de::DeserializeOwned;

use super::next_of;
use crate::error::Result;
use crate::js::tape::{Item, Place, Reader, Tape};

/// Values of a tape, each behind the number of its words.
pub(crate) struct Several {
    tape: Tape,
    place: Place,
}

impl Several {
    pub(crate) fn of(tape: Tape) -> Self {
        Self {
            tape,
            place: Place::default(),
        }
    }

    /// Whether values that stay in JavaScript are among them.
    pub(crate) fn has_live(&self) -> bool {
        self.tape.live().is_some()
    }

    /// The next value; none where JavaScript could not write it. Errors say that it was `of` something.
    pub(crate) fn next<T: DeserializeOwned>(&mut self, of: &dyn Display) -> Option<Result<T>> {
        let whole = self.tape.reader();
        let mut reader = Reader::at(&whole, self.place)?;
        let words = match reader.next() {
            Some(Item::Number(words)) => words as usize,
            _ => 0,
        };
        let begin = reader.clone();
        let read = (words > 0).then(|| next_of(&mut reader, self.tape.live(), of));
        if begin.left() - reader.left() != words {
            // It was not read to its end.
            reader = begin;
            reader.skip();
        }
        self.place = reader.place(&whole);
        read
    }
}
