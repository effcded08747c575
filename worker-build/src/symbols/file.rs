//! The file of symbols. Its lines have fields with a tab between them, and begin with what they are of:
//!
//! ```text
//! place     0     src/cart.rs:50:5  -  total          a place in the source, and its function
//! place     1     src/cart.rs:42:9  0  sum            a place in a function that was inlined into another place
//! function  7     1a2b  1c00  shop::cart::total       where the body of a function is, in bytes of the module
//! at        1a30  1                                   the place of an instruction at which a stack can stand
//! ```

use crate::lines::{Lines, Place, outwards};
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
    /// The places of the instructions at which a stack can stand.
    stops: BTreeMap<usize, Option<u32>>,
    places: Vec<Place>,
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
        let (stops, places) = lines.unwrap_or_default().only(&stops);
        let mut names = std::mem::take(&mut functions.names);
        let named = functions.bodies().filter_map(|(number, body)| {
            let name = names::readable(&names.remove(&number)?);
            Some((number, Function { body, name }))
        });
        Ok(Self {
            functions: named.collect(),
            stops,
            places,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// What stands at an instruction of a function, the innermost first. Nothing when that function has no such instruction,
    /// or none at which a stack can stand: then the stack is of another build of the worker.
    pub(crate) fn frames(&self, number: u32, offset: usize) -> Vec<String> {
        let function = self.functions.get(&number);
        let function = function.filter(|function| function.body.contains(&offset));
        let (Some(function), Some(place)) = (function, self.stops.get(&offset)) else {
            return Vec::new();
        };
        let places = outwards(&self.places, *place).map(|(_, place)| place);
        let places: Vec<_> = places.collect();
        // Of what the optimiser inlined nobody knows the line that it was inlined into.
        let symbol = names::last(&function.name);
        let (outer, inlined) = match places.split_last() {
            Some((outer, inlined)) if names::are_alike(symbol, &outer.function) => {
                (Some(outer), inlined)
            }
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
        for line in lines {
            let read = symbols.read(line);
            read.with_context(|| format!("`{line}` is not a line of such a file"))?;
        }
        Ok(symbols)
    }

    fn read(&mut self, line: &str) -> Option<()> {
        let fields: Vec<_> = line.split('\t').collect();
        match fields[..] {
            ["place", number, at, inside, function] => {
                let place = Place {
                    at: at.to_owned(),
                    function: function.to_owned(),
                    inside: place(inside)?,
                };
                let next = self.places.len();
                let is_known = place.inside.is_none_or(|inside| (inside as usize) < next);
                let is_next = is_known && number.parse() == Ok(next);
                is_next.then(|| self.places.push(place))?;
            }
            ["function", number, start, end, name] => {
                let body = offset(start)?..offset(end)?;
                let name = name.to_owned();
                let function = Function { body, name };
                self.functions.insert(number.parse().ok()?, function);
            }
            ["at", stop, number] => {
                self.stops.insert(offset(stop)?, place(number)?);
            }
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
        for (number, place) in self.places.iter().enumerate() {
            let Place {
                at,
                function,
                inside,
            } = place;
            let inside = written(*inside);
            writeln!(f, "place\t{number}\t{at}\t{inside}\t{function}")?;
        }
        for (number, Function { body, name }) in &self.functions {
            let (start, end) = (body.start, body.end);
            writeln!(f, "function\t{number}\t{start:x}\t{end:x}\t{name}")?;
        }
        for (stop, place) in &self.stops {
            writeln!(f, "at\t{stop:x}\t{}", written(*place))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "worker-build symbols 1
place\t0\tmy libs/a.rs:9:1\t-\tb
place\t1\tlibrary/core/src/a.rs:1:1\t0\tmap
place\t2\tsrc/a.rs:4:2\t1\tc
place\t3\tsrc/a.rs:20:7\t-\t{async_fn#0}
function\t7\t1a\t2b\ta::b
function\t12\t2c\tff\t<a::B as c::D<_, _>>::e::{{closure}}
at\t1a\t-
at\t1c\t2
at\t20\t3
at\t2c\t-
at\t30\t3
at\t35\t0
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
    fn only_where_a_stack_can_stand_in_a_function_it_has_a_name() {
        check(7, 0x1a, &["a::b"]);
        for (number, offset) in [(7, 0x19), (7, 0x1b), (7, 0x2c), (7, 0x30), (8, 0x1a)] {
            check(number, offset, &[]);
        }
    }

    #[test]
    fn what_was_inlined_has_frames_of_its_own() {
        check(7, 0x1c, &["c (src/a.rs:4:2)", "a::b (my libs/a.rs:9:1)"]);
        check(7, 0x20, &["{async_fn#0} (src/a.rs:20:7)", "a::b"]);
        let outer = "<a::B as c::D<_, _>>::e::{{closure}}";
        check(12, 0x30, &[&format!("{outer} (src/a.rs:20:7)")]);
        check(12, 0x35, &["b (my libs/a.rs:9:1)", outer]);
        check(12, 0x2c, &[outer]);
    }

    #[test]
    fn what_another_program_wrote_is_refused() {
        let said = |text: &str| Symbols::parse(text).unwrap_err().to_string();
        assert_eq!(said(""), "another version wrote it");
        assert_eq!(said("worker-build symbols 2"), "another version wrote it");
        for line in [
            "7\t1a\t2b\ta",
            "function\t7\t1a\ta",
            "function\t7\t1a\txx\ta",
            "function\tx\t1a\t2b\ta",
            "place\t1\tsrc/a.rs:1:1\t-\ta",
            "place\t0\tsrc/a.rs:1:1\t0\ta",
            "place\t0\tsrc/a.rs:1:1\tx\ta",
            "place\t0\tsrc/a.rs:1:1",
            "at\t1g\t0",
            "at\t1a\tx",
            "",
        ] {
            let expected = format!("`{line}` is not a line of such a file");
            assert_eq!(said(&format!("{VERSION}\n{line}\n")), expected);
        }
    }
}
