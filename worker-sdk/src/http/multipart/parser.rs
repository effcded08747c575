//! Finding the fields of a multipart form in the pieces in which it comes. No input or output happens here.

use std::ops::Range;

use super::error::Wrong;
use super::head::Head;

/// How many bytes may stand before the content of a field: names of a few hundred bytes are long ones.
pub(super) const MAX_HEAD: usize = 16 * 1024;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<T> {
    Item(T),
    /// More bytes have to be [pushed](Parser::push) first.
    Wanting,
    /// There are no more of these.
    End,
}

/// Where the parser stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Within what stands before the first boundary.
    Preamble,
    /// Behind a boundary, up to the content of the field.
    Head,
    Content,
    /// Behind the last boundary.
    Done,
}

pub(super) struct Parser {
    /// A line break, two hyphens and the boundary.
    delimiter: Vec<u8>,
    buffer: Vec<u8>,
    /// What of the buffer has been used.
    used: usize,
    /// How far the end of a head was searched for, counted from what is used.
    searched: usize,
    place: Place,
    /// Whether no more bytes come.
    ended: bool,
}

impl Parser {
    pub(super) fn new(boundary: &str) -> Self {
        let mut delimiter = b"\r\n--".to_vec();
        delimiter.extend_from_slice(boundary.as_bytes());
        Self {
            delimiter,
            // The first boundary may stand at the very beginning.
            buffer: b"\r\n".to_vec(),
            used: 0,
            searched: 0,
            place: Place::Preamble,
            ended: false,
        }
    }

    pub(super) fn push(&mut self, chunk: Vec<u8>) {
        self.buffer.drain(..self.used.min(self.buffer.len()));
        self.used = 0;
        if self.buffer.is_empty() {
            self.buffer = chunk;
        } else {
            self.buffer.extend_from_slice(&chunk);
        }
    }

    /// No more bytes come.
    pub(super) fn finish(&mut self) {
        self.ended = true;
    }

    /// The head of the next field. What is left of the one before is skipped.
    pub(super) fn next_head(&mut self) -> Result<Next<Head>, Wrong> {
        while matches!(self.place, Place::Preamble | Place::Content) {
            match self.content()? {
                Next::Wanting => return Ok(Next::Wanting),
                Next::Item(range) => self.used = range.end,
                Next::End => {}
            }
        }
        match self.place {
            Place::Head => self.head(),
            _ => Ok(Next::End),
        }
    }

    /// The next bytes of the field's content.
    pub(super) fn next_chunk(&mut self) -> Result<Next<Vec<u8>>, Wrong> {
        if self.place != Place::Content {
            return Ok(Next::End);
        }
        Ok(match self.content()? {
            Next::Item(range) => Next::Item(self.take(range)),
            Next::Wanting => Next::Wanting,
            Next::End => Next::End,
        })
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.used..).unwrap_or_default()
    }

    /// Wants more bytes, or fails where there are none.
    fn more<T>(&self, wrong: Wrong) -> Result<Next<T>, Wrong> {
        match self.ended {
            true => Err(wrong),
            false => Ok(Next::Wanting),
        }
    }

    /// Where the next bytes before a boundary are; `End` where there are none, and the boundary is passed.
    fn content(&mut self) -> Result<Next<Range<usize>>, Wrong> {
        let rest = self.rest();
        let length = before(rest, &self.delimiter);
        if length > 0 {
            return Ok(Next::Item(self.used..self.used + length));
        }
        if rest.len() >= self.delimiter.len() {
            self.used += self.delimiter.len();
            self.searched = 0;
            self.place = Place::Head;
            return Ok(Next::End);
        }
        self.more(match self.place {
            Place::Preamble => Wrong::NoBoundary,
            _ => Wrong::CutOff,
        })
    }

    /// Takes a range that begins with what is not used yet.
    fn take(&mut self, range: Range<usize>) -> Vec<u8> {
        self.used = range.end;
        if range.start == 0 && range.end == self.buffer.len() {
            self.used = 0;
            return std::mem::take(&mut self.buffer);
        }
        self.buffer.get(range).unwrap_or_default().to_vec()
    }

    fn head(&mut self) -> Result<Next<Head>, Wrong> {
        let rest = self.rest();
        if rest.starts_with(b"--") {
            self.place = Place::Done;
            return Ok(Next::End);
        }
        let Some(end) = end_of_head(rest, self.searched) else {
            if rest.len() > MAX_HEAD {
                return Err(Wrong::LongHead);
            }
            self.searched = rest.len();
            return self.more(Wrong::CutOff);
        };
        if end > MAX_HEAD {
            return Err(Wrong::LongHead);
        }
        let head = Head::parse(rest.get(..end).unwrap_or_default())?;
        self.used += end + 4;
        self.place = Place::Content;
        Ok(Next::Item(head))
    }
}

/// How many bytes stand before the delimiter, or before what may become one.
fn before(bytes: &[u8], delimiter: &[u8]) -> usize {
    let mut from = 0;
    // A delimiter has one carriage return, at its beginning.
    while let Some(rest) = bytes.get(from..)
        && let Some(at) = rest.iter().position(|byte| *byte == b'\r')
    {
        from += at;
        let here = bytes.get(from..).unwrap_or_default();
        let common = here.len().min(delimiter.len());
        if here.get(..common) == delimiter.get(..common) {
            return from;
        }
        from += 1;
    }
    bytes.len()
}

/// Where the empty line behind a head begins, if none does in the first bytes.
fn end_of_head(bytes: &[u8], searched: usize) -> Option<usize> {
    let from = searched.saturating_sub(3);
    let mut windows = bytes.get(from..)?.windows(4);
    Some(from + windows.position(|four| four == b"\r\n\r\n")?)
}

#[cfg(test)]
mod tests;
