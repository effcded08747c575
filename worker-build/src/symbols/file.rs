//! The file of symbols: a line for each function, with its number, where its body begins and ends, and its name.

use crate::wasm::functions::Functions;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// The first line; another number is another format.
const VERSION: &str = "worker-build symbols 1";

/// The functions of a module, by number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbols(BTreeMap<u32, Function>);

#[derive(Debug, PartialEq, Eq)]
struct Function {
    /// Where its body is, in bytes of the module.
    place: Range<usize>,
    name: String,
}

impl Symbols {
    /// Those of a module that still has names.
    pub(crate) fn of(module: &[u8]) -> Result<Self> {
        let mut functions = Functions::read(module)?;
        let mut names = std::mem::take(&mut functions.names);
        let named = functions.places().filter_map(|(number, place)| {
            let name = names.remove(&number)?;
            Some((number, Function { place, name }))
        });
        Ok(Self(named.collect()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of a function, if this place of the module is in it. In another build of the worker, it mostly is not.
    pub(crate) fn name(&self, number: u32, offset: usize) -> Option<&str> {
        let function = self.0.get(&number)?;
        let is_inside = function.place.contains(&offset);
        is_inside.then_some(&*function.name)
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(VERSION) {
            bail!("another version wrote it");
        }
        let functions =
            lines.map(|line| function(line).with_context(|| format!("not a function: `{line}`")));
        Ok(Self(functions.collect::<Result<_>>()?))
    }
}

fn function(line: &str) -> Option<(u32, Function)> {
    let (number, rest) = line.split_once(' ')?;
    let (place, name) = rest.split_once(' ')?;
    let (start, end) = place.split_once('-')?;
    let offset = |text| usize::from_str_radix(text, 16).ok();
    let place = offset(start)?..offset(end)?;
    let name = name.to_owned();
    Some((number.parse().ok()?, Function { place, name }))
}

impl fmt::Display for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{VERSION}")?;
        for (number, Function { place, name }) in &self.0 {
            writeln!(f, "{number} {:x}-{:x} {name}", place.start, place.end)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "worker-build symbols 1\n7 1a-2b a::b\n12 2c-ff <a::B as c::D<_, _>>::e::{closure#0}\n";

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

    #[test]
    fn only_places_inside_of_a_function_have_its_name() {
        let symbols = Symbols::parse(TEXT).unwrap();
        assert_eq!(symbols.name(7, 0x1a), Some("a::b"));
        assert_eq!(symbols.name(7, 0x2a), Some("a::b"));
        let elsewhere = [(7, 0x19), (7, 0x2b), (7, 0x30), (8, 0x1a)];
        assert!(
            elsewhere
                .iter()
                .all(|(number, offset)| symbols.name(*number, *offset).is_none())
        );
    }

    #[test]
    fn what_another_program_wrote_is_refused() {
        let fails = |text, message: &str| {
            assert_eq!(Symbols::parse(text).unwrap_err().to_string(), message)
        };
        fails("", "another version wrote it");
        fails("worker-build symbols 2\n", "another version wrote it");
        fails(
            "worker-build symbols 1\n7 1a a\n",
            "not a function: `7 1a a`",
        );
        fails(
            "worker-build symbols 1\n7 1a-xx a\n",
            "not a function: `7 1a-xx a`",
        );
    }
}
