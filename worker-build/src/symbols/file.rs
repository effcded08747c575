//! The file of symbols. Its lines begin with what they are of:
//!
//! ```text
//! place 0 src/cart.rs:50:5 - total           a place in the source, and its function
//! place 1 src/cart.rs:42:9 0 sum             a place in a function that was inlined into another place
//! function 7 1a2b-1c00 shop::cart::total     where the body of a function is, in bytes of the module
//! at 1a30 1                                  the place of its instructions from there on
//! ```

use crate::lines::{Lines, Offsets, Place};
use crate::wasm::functions::Functions;
use crate::wasm::names;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// The first line; another number is another format.
const VERSION: &str = "worker-build symbols 1";
/// Of instructions that no line stands for.
const NOWHERE: &str = "-";

/// The functions of a module, by number, and the lines of their instructions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbols {
    functions: BTreeMap<u32, Function>,
    lines: Lines,
}

#[derive(Debug, PartialEq, Eq)]
struct Function {
    /// Where its body is, in bytes of the module.
    body: Range<usize>,
    name: String,
}

impl Symbols {
    /// Those of a module that still has names.
    pub(crate) fn of(module: &[u8], lines: Option<Lines>) -> Result<Self> {
        let mut functions = Functions::read(module)?;
        let mut stops = Vec::new();
        for number in functions.numbers() {
            stops.extend(functions.stops(number)?);
        }
        let lines = lines.map(|lines| lines.only(stops.into_iter()));
        let mut names = std::mem::take(&mut functions.names);
        let named = functions.bodies().filter_map(|(number, body)| {
            let name = names.remove(&number)?;
            Some((number, Function { body, name }))
        });
        Ok(Self {
            functions: named.collect(),
            lines: lines.unwrap_or_default(),
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// What stands at an instruction of a function, the innermost first. Nothing when the instruction is not in that
    /// function, as it mostly is not in another build of the worker.
    pub(crate) fn frames(&self, number: u32, offset: usize) -> Vec<String> {
        let function = self.functions.get(&number);
        let Some(function) = function.filter(|function| function.body.contains(&offset)) else {
            return Vec::new();
        };
        let places: Vec<_> = self.lines.frames(offset).collect();
        // Of what the optimiser inlined nobody knows the line that it was inlined into.
        let is_own = |place: &&Place| place.function == names::last(&function.name);
        let (outer, inlined) = match places.split_last() {
            Some((outer, inlined)) if is_own(outer) => (Some(outer), inlined),
            _ => (None, &places[..]),
        };
        let own = inlined.iter().filter(|place| !is_of_std(place));
        let mut frames: Vec<_> = own.map(|place| frame(&place.function, place)).collect();
        frames.push(match outer {
            Some(place) => frame(&function.name, place),
            None => function.name.clone(),
        });
        frames
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(VERSION) {
            bail!("another version wrote it");
        }
        let mut symbols = Self::default();
        let mut offsets = Vec::new();
        for line in lines {
            let read = symbols.read(line, &mut offsets);
            read.with_context(|| format!("`{line}` is not a line of such a file"))?;
        }
        symbols.lines.offsets = Offsets::new(offsets);
        Ok(symbols)
    }

    fn read(&mut self, line: &str, offsets: &mut Vec<(usize, Option<u32>)>) -> Option<()> {
        let (kind, rest) = line.split_once(' ')?;
        let (first, rest) = rest.split_once(' ')?;
        match kind {
            "place" => {
                let (at, rest) = rest.split_once(' ')?;
                let (inside, function) = rest.split_once(' ')?;
                let place = Place {
                    at: at.to_owned(),
                    function: function.to_owned(),
                    inside: place(inside)?,
                };
                let number = self.lines.places.len();
                let is_known = place.inside.is_none_or(|inside| (inside as usize) < number);
                let is_next = is_known && first.parse() == Ok(number);
                is_next.then(|| self.lines.places.push(place))?;
            }
            "function" => {
                let (body, name) = rest.split_once(' ')?;
                let (start, end) = body.split_once('-')?;
                let body = offset(start)?..offset(end)?;
                let name = name.to_owned();
                let function = Function { body, name };
                self.functions.insert(first.parse().ok()?, function);
            }
            "at" => offsets.push((offset(first)?, place(rest)?)),
            _ => return None,
        }
        Some(())
    }
}

fn frame(function: &str, place: &Place) -> String {
    format!("{function} ({})", place.at)
}

/// What is inlined of the standard library says nothing of the worker.
fn is_of_std(place: &Place) -> bool {
    place.at.starts_with("library/")
}

/// The number of a place, or none.
fn place(text: &str) -> Option<Option<u32>> {
    match text {
        NOWHERE => Some(None),
        number => Some(Some(number.parse().ok()?)),
    }
}

fn written(place: Option<u32>) -> String {
    place.map_or_else(|| NOWHERE.to_owned(), |place| place.to_string())
}

fn offset(text: &str) -> Option<usize> {
    usize::from_str_radix(text, 16).ok()
}

impl fmt::Display for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{VERSION}")?;
        for (number, place) in self.lines.places.iter().enumerate() {
            let Place {
                at,
                function,
                inside,
            } = place;
            writeln!(f, "place {number} {at} {} {function}", written(*inside))?;
        }
        for (number, Function { body, name }) in &self.functions {
            writeln!(
                f,
                "function {number} {:x}-{:x} {name}",
                body.start, body.end
            )?;
        }
        for (offset, place) in self.lines.offsets.iter() {
            writeln!(f, "at {offset:x} {}", written(place))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "worker-build symbols 1
place 0 src/a.rs:9:1 - b
place 1 library/core/src/a.rs:1:1 0 map
place 2 src/a.rs:4:2 1 c
place 3 src/a.rs:20:7 - d
function 7 1a-2b a::b
function 12 2c-ff <a::B as c::D<_, _>>::e::{closure#0}
at 1c 2
at 20 3
at 22 -
at 30 3
at 35 0
";

    #[test]
    fn what_is_written_is_read() {
        let symbols = Symbols::parse(TEXT).unwrap();
        assert_eq!(symbols.to_string(), TEXT);
        assert!(
            Symbols::parse("worker-build symbols 1\n")
                .unwrap()
                .is_empty()
        );
    }

    #[track_caller]
    fn check(number: u32, offset: usize, expected: &[&str]) {
        let symbols = Symbols::parse(TEXT).unwrap();
        assert_eq!(symbols.frames(number, offset), expected);
    }

    #[test]
    fn only_instructions_of_a_function_have_its_name() {
        check(7, 0x1a, &["a::b"]);
        check(7, 0x2a, &["a::b"]);
        for (number, offset) in [(7, 0x19), (7, 0x2b), (7, 0x30), (8, 0x1a)] {
            check(number, offset, &[]);
        }
    }

    #[test]
    fn what_was_inlined_has_frames_of_its_own() {
        check(7, 0x1d, &["c (src/a.rs:4:2)", "a::b (src/a.rs:9:1)"]);
        check(7, 0x21, &["d (src/a.rs:20:7)", "a::b"]);
        let outer = "<a::B as c::D<_, _>>::e::{closure#0}";
        check(12, 0x31, &["d (src/a.rs:20:7)", outer]);
        check(12, 0x36, &["b (src/a.rs:9:1)", outer]);
    }

    #[test]
    fn what_another_program_wrote_is_refused() {
        let version = "worker-build symbols 1";
        let said = |text: &str| Symbols::parse(text).unwrap_err().to_string();
        assert_eq!(said(""), "another version wrote it");
        assert_eq!(said("worker-build symbols 2"), "another version wrote it");
        for line in [
            "7 1a-2b a",
            "function 7 1a a",
            "function 7 1a-xx a",
            "function x 1a-2b a",
            "place 1 src/a.rs:1:1 - a",
            "place 0 src/a.rs:1:1 0 a",
            "place 0 src/a.rs:1:1 x a",
            "place 0 src/a.rs:1:1",
            "at 1g 0",
            "at 1a x",
            "",
        ] {
            let expected = format!("`{line}` is not a line of such a file");
            assert_eq!(said(&format!("{version}\n{line}\n")), expected);
        }
    }
}
