//! Rows that nobody has got yet.

use std::mem;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::super::error::{Doing, Failed, InStatement};
use super::super::sys;
use crate::error::{Error, Result};
use crate::js::tape::Tape;
use crate::sql::{FromRow, RowReader};

/// The rows of a statement. They are read some at a time, and those that were read are kept until somebody has got them:
/// who asks for one may leave the others to the next who asks.
pub(super) struct Unread {
    pub(super) raw: JsValue,
    pub(super) statement: Arc<str>,
    /// Names of the columns and an iterator, once rows were asked for.
    open: JsValue,
    /// What was read last.
    tape: Option<Tape>,
    /// How many rows were before it, how many it has, and how many of them somebody has got.
    before: usize,
    count: usize,
    got: usize,
    next: Next,
}

/// What follows the rows that were read.
enum Next {
    More,
    Nothing,
    Failed(Error),
}

impl Unread {
    pub(super) fn new(raw: JsValue, statement: Arc<str>) -> Self {
        Self {
            raw,
            statement,
            open: JsValue::UNDEFINED,
            tape: None,
            before: 0,
            count: 0,
            got: 0,
            next: Next::More,
        }
    }

    /// How many rows were read that nobody has got.
    pub(super) fn left(&self) -> usize {
        self.count - self.got
    }

    /// Somebody has got a row, or failed to.
    pub(super) fn take(&mut self) {
        self.got = self.count.min(self.got + 1);
    }

    /// Somebody has got all rows that were read.
    pub(super) fn take_all(&mut self) {
        self.before += self.count;
        (self.count, self.got) = (0, 0);
        self.tape = None;
    }

    /// Whether there is a row that nobody has got. If none was read, up to `most` are.
    pub(super) fn fill(&mut self, most: i32) -> Result<bool> {
        while self.left() == 0 {
            match mem::replace(&mut self.next, Next::Nothing) {
                Next::More => {
                    let read = self.read(most);
                    // No rows were read, which does not say that there are none.
                    read.inspect_err(|_| self.next = Next::More)?;
                }
                Next::Nothing => return Ok(false),
                Next::Failed(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Adds the first `wanted` rows that were read and that nobody has got to `rows`, and reads up to `most` before if there
    /// are none; `false` at the end. An error may come behind rows. They are not taken yet.
    pub(super) fn look<T: FromRow>(
        &mut self,
        most: i32,
        wanted: usize,
        rows: &mut Vec<T>,
    ) -> Result<bool> {
        if !self.fill(most)? {
            return Ok(false);
        }
        let Some(tape) = &self.tape else {
            return Ok(false);
        };
        let mut reader = RowReader::after(tape, self.before)?;
        for _ in 0..self.got {
            reader.next()?;
        }
        let wanted = wanted.min(reader.left());
        rows.reserve(wanted);
        for _ in 0..wanted {
            let Some(row) = reader.next()? else { break };
            rows.push(T::from_row(&row).map_err(|error| self.named(error))?);
        }
        Ok(true)
    }

    fn read(&mut self, most: i32) -> Result<()> {
        self.take_all();
        if self.open.is_undefined() {
            self.open = sys::open(&self.raw);
            if self.open.is_undefined() {
                return Err(self.failed());
            }
        }
        let (answer, tape) = Tape::by(&|at| sys::next_rows(&self.open, most, at))?;
        self.next = match answer {
            1 => Next::More,
            2 => Next::Nothing,
            _ => Next::Failed(self.failed()),
        };
        self.count = RowReader::count(&tape)?;
        self.tape = Some(tape);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn failed(&self) -> Error {
        Failed::last(Doing::Rows(self.statement.clone()))
    }

    /// Adds the statement to an error about rows.
    #[cold]
    #[inline(never)]
    pub(super) fn named(&self, error: Error) -> Error {
        if self.statement.is_empty() {
            return error;
        }
        Error::of(InStatement {
            statement: self.statement.clone(),
            error,
        })
    }
}
