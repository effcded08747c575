//! Reads JSON piece by piece, whatever type is made of it.

use serde::de::{self, Expected, Unexpected};

use super::decimal::Decimal;
use super::error::Error;
use crate::quoted::plain;
use crate::text::push_char;

/// As many arrays and objects may be inside of each other.
const DEPTH: u8 = 128;

pub(crate) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// The last string that had escapes, decoded.
    decoded: String,
    depth: u8,
}

/// A string of the document.
pub(super) enum Text<'de> {
    Written(&'de str),
    /// It had escapes: [`Reader::decoded`].
    Decoded,
}

pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

/// What a value begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    String,
    List,
    Map,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            decoded: String::new(),
            depth: DEPTH,
        }
    }

    pub(super) fn located(&self, error: Error) -> Error {
        error.located(self.text.as_bytes(), self.at)
    }

    /// How many bytes have been read.
    #[cfg(feature = "router")]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn decoded(&self) -> &str {
        &self.decoded
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no space, which stays.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_spaces(),
        }
    }

    #[inline(never)]
    fn peek_behind_spaces(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// An error at the next byte.
    #[cold]
    #[inline(never)]
    pub(super) fn fault(&self, message: &'static str) -> Error {
        Error::syntax(message, self.text.len().min(self.at + 1))
    }

    #[cold]
    #[inline(never)]
    fn fault_or_end(&self, message: &'static str, at_end: &'static str) -> Error {
        self.fault(if self.byte().is_none() {
            at_end
        } else {
            message
        })
    }

    /// There is nothing behind the value.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("trailing characters")),
        }
    }

    pub(super) fn kind(&mut self) -> Result<Kind, Error> {
        Ok(match self.peek() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Map,
            Some(b'[') => Kind::List,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => return Err(self.no_value()),
        })
    }

    #[cold]
    fn no_value(&self) -> Error {
        self.fault_or_end("expected value", "EOF while parsing a value")
    }

    /// The value has to be of a kind; one of another is read, and named in the error.
    #[inline(never)]
    pub(super) fn expect(&mut self, kind: Kind, expected: &dyn Expected) -> Result<(), Error> {
        let found = self.kind()?;
        if found == kind {
            return Ok(());
        }
        Err(self.unexpected(found, expected))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, found: Kind, expected: &dyn Expected) -> Error {
        match self.found(found) {
            Ok(found) => de::Error::invalid_type(found, expected),
            Err(error) => error,
        }
    }

    #[cold]
    fn found(&mut self, kind: Kind) -> Result<Unexpected<'_>, Error> {
        Ok(match kind {
            Kind::Null => {
                self.null()?;
                Unexpected::Unit
            }
            Kind::Bool => Unexpected::Bool(self.bool()?),
            Kind::Number => match self.number()? {
                Number::Positive(number) => Unexpected::Unsigned(number),
                Number::Negative(number) => Unexpected::Signed(number),
                Number::Float(number) => Unexpected::Float(number),
            },
            Kind::String => match self.string()? {
                Text::Written(text) => Unexpected::Str(text),
                Text::Decoded => Unexpected::Str(&self.decoded),
            },
            Kind::List => Unexpected::Seq,
            Kind::Map => Unexpected::Map,
        })
    }

    pub(super) fn null(&mut self) -> Result<(), Error> {
        self.word(b"null")
    }

    pub(super) fn bool(&mut self) -> Result<bool, Error> {
        let is_true = self.byte() == Some(b't');
        self.word(if is_true { b"true" } else { b"false" })?;
        Ok(is_true)
    }

    #[inline(never)]
    fn word(&mut self, word: &[u8]) -> Result<(), Error> {
        for expected in word {
            if self.byte() != Some(*expected) {
                return Err(self.fault_or_end("expected ident", "EOF while parsing a value"));
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Goes into an array or object, whose bracket is next.
    pub(super) fn enter(&mut self) -> Result<(), Error> {
        let Some(depth) = self.depth.checked_sub(1).filter(|depth| *depth > 0) else {
            return Err(self.fault("recursion limit exceeded"));
        };
        self.depth = depth;
        self.at += 1;
        Ok(())
    }

    /// Whether an array or object has another element. Its end is read.
    pub(super) fn next(&mut self, end: u8, is_first: bool) -> Result<bool, Error> {
        let next = self.peek();
        if next == Some(end) {
            self.at += 1;
            self.depth += 1;
            return Ok(false);
        }
        if !is_first {
            if next != Some(b',') {
                return Err(self.not_between(end));
            }
            self.at += 1;
            if self.peek() == Some(end) {
                return Err(self.fault("trailing comma"));
            }
        }
        match self.peek() {
            None => Err(self.not_between(end)),
            Some(byte) if end == b'}' && byte != b'"' => Err(self.fault("key must be a string")),
            Some(_) => Ok(true),
        }
    }

    #[cold]
    fn not_between(&self, end: u8) -> Error {
        match end {
            b'}' => self.fault_or_end("expected `,` or `}`", "EOF while parsing an object"),
            _ => self.fault_or_end("expected `,` or `]`", "EOF while parsing a list"),
        }
    }

    /// What was read is all that there may be in an array or object.
    #[inline(never)]
    pub(super) fn close(&mut self, end: u8) -> Result<(), Error> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth += 1;
                Ok(())
            }
            Some(b',') => Err(self.fault("trailing characters")),
            _ => Err(self.not_between(end)),
        }
    }

    #[inline(never)]
    pub(super) fn colon(&mut self) -> Result<(), Error> {
        if self.peek() != Some(b':') {
            return Err(self.fault_or_end("expected `:`", "EOF while parsing an object"));
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a string, whose quotation mark is next.
    pub(super) fn string(&mut self) -> Result<Text<'de>, Error> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let end = start + plain(rest);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Text::Written(self.text.get(start..end).unwrap_or_default()));
        }
        self.at = start;
        self.escaped().map(|()| Text::Decoded)
    }

    #[inline(never)]
    fn escaped(&mut self) -> Result<(), Error> {
        self.decoded.clear();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let length = plain(rest.as_bytes());
            self.decoded
                .push_str(rest.get(..length).unwrap_or_default());
            self.at += length;
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    let char = self.escape()?;
                    push_char(char, &mut self.decoded);
                }
                Some(_) => {
                    return Err(self.fault(
                        "control character (\\u0000-\\u001F) found while parsing a string",
                    ));
                }
                None => return Err(self.fault("EOF while parsing a string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let char = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.fault_or_end("invalid escape", "EOF while parsing a string")),
        };
        self.at += 1;
        Ok(char)
    }

    fn unicode(&mut self) -> Result<char, Error> {
        const LONE: &str = "lone leading surrogate in hex escape";
        let first = self.digits()?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.fault(LONE));
        }
        if self.byte() != Some(b'\\') {
            return Err(self.fault("unexpected end of hex escape"));
        }
        self.at += 1;
        if self.byte() != Some(b'u') {
            return Err(self.fault("unexpected end of hex escape"));
        }
        let second = self.digits()?;
        let is_pair = first < 0xDC00 && (0xDC00..0xE000).contains(&second);
        let code = 0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF);
        let char = char::from_u32(code).filter(|_| is_pair);
        char.ok_or_else(|| self.fault(LONE))
    }

    /// The four digits behind a `u`.
    fn digits(&mut self) -> Result<u32, Error> {
        let mut value = 0;
        for _ in 0..4 {
            self.at += 1;
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.fault_or_end("invalid escape", "EOF while parsing a string"));
            };
            value = value << 4 | digit;
        }
        self.at += 1;
        Ok(value)
    }

    /// Reads a number, whose first character is next.
    pub(super) fn number(&mut self) -> Result<Number, Error> {
        let start = self.at;
        let is_negative = self.byte() == Some(b'-');
        let number = self.decimal(is_negative)?;
        if number.is_integer && !number.is_cut {
            let negated = (number.digits as i64).wrapping_neg();
            match is_negative {
                false => return Ok(Number::Positive(number.digits)),
                true if negated < 0 => return Ok(Number::Negative(negated)),
                true => return Ok(Number::Float(-(number.digits as f64))),
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let value = number.value(text.strip_prefix('-').unwrap_or(text));
        if value.is_infinite() {
            return Err(Error::syntax("number out of range", self.at));
        }
        Ok(Number::Float(if is_negative { -value } else { value }))
    }

    /// Reads a number as text.
    pub(super) fn number_text(&mut self) -> Result<&'de str, Error> {
        let start = self.at;
        self.decimal(self.byte() == Some(b'-'))?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn decimal(&mut self, is_negative: bool) -> Result<Decimal, Error> {
        self.at += usize::from(is_negative);
        let mut number = Decimal::default();
        match self.digit() {
            Some(0) => {
                self.at += 1;
                if self.digit().is_some() {
                    return Err(self.fault("invalid number"));
                }
            }
            Some(_) => {
                while let Some(digit) = self.digit() {
                    number.push_integer(digit);
                    self.at += 1;
                }
            }
            None => return Err(self.no_digit()),
        }
        if self.byte() == Some(b'.') {
            number.is_integer = false;
            self.at += 1;
            self.some_digits(|digit| number.push_fraction(digit))?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            number.is_integer = false;
            self.at += 1;
            let sign = self.byte();
            self.at += usize::from(matches!(sign, Some(b'+' | b'-')));
            let mut exponent: i32 = 0;
            self.some_digits(|digit| {
                exponent = exponent.saturating_mul(10).saturating_add(digit.into());
            })?;
            number.raise(if sign == Some(b'-') {
                -exponent
            } else {
                exponent
            });
        }
        Ok(number)
    }

    fn digit(&self) -> Option<u8> {
        self.byte()
            .map(|byte| byte.wrapping_sub(b'0'))
            .filter(|digit| *digit < 10)
    }

    fn some_digits(&mut self, mut each: impl FnMut(u8)) -> Result<(), Error> {
        let start = self.at;
        while let Some(digit) = self.digit() {
            each(digit);
            self.at += 1;
        }
        if self.at == start {
            return Err(self.no_digit());
        }
        Ok(())
    }

    #[cold]
    fn no_digit(&self) -> Error {
        self.fault_or_end("invalid number", "EOF while parsing a value")
    }

    /// Reads any value, and gives its text.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Result<&'de str, Error> {
        self.peek();
        let start = self.at;
        let mut open = Vec::new();
        loop {
            match self.kind()? {
                Kind::Null => self.null()?,
                Kind::Bool => self.bool().map(drop)?,
                Kind::Number => self.number_text().map(drop)?,
                Kind::String => self.string().map(drop)?,
                kind => {
                    let end = if kind == Kind::Map { b'}' } else { b']' };
                    open.push(end);
                    // Nothing is called again here, so any depth will do.
                    self.depth += 1;
                    self.enter()?;
                    if self.next_skipped(end, true)? {
                        continue;
                    }
                    open.pop();
                }
            }
            loop {
                let Some(end) = open.last() else {
                    return Ok(self.text.get(start..self.at).unwrap_or_default());
                };
                if self.next_skipped(*end, false)? {
                    break;
                }
                open.pop();
            }
        }
    }

    #[inline(never)]
    fn next_skipped(&mut self, end: u8, is_first: bool) -> Result<bool, Error> {
        let is_more = self.next(end, is_first)?;
        if !is_more {
            self.depth -= 1;
        } else if end == b'}' {
            self.string()?;
            self.colon()?;
        }
        Ok(is_more)
    }
}
