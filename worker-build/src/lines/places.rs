//! Reads debug information.

use crate::wasm::functions::Functions;
use crate::wasm::names;
use addr2line::Context;
use addr2line::gimli::{Dwarf, EndianRcSlice, LittleEndian, SectionId};
use anyhow::Result;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use wasmparser::{Parser, Payload};

/// A place in the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// File, line and column.
    pub(crate) at: String,
    /// Its name, without a path.
    pub(crate) function: String,
    /// The place that the function was inlined into.
    pub(crate) inside: Option<u32>,
}

/// Where the sources are, as the compiler names that folder.
#[derive(Debug)]
pub(crate) struct Source(PathBuf);

impl Source {
    /// `remaps` are prefixes that the compiler replaces; the last that matches wins.
    pub(crate) fn new(root: &Path, remaps: &[(PathBuf, String)]) -> Self {
        let mut remaps = remaps.iter().rev();
        let remapped = remaps
            .find_map(|(path, name)| Some(Path::new(name).join(root.strip_prefix(path).ok()?)));
        Self(remapped.unwrap_or_else(|| root.to_owned()))
    }

    fn short<'f>(&self, file: &'f str) -> &'f str {
        let inside = Path::new(file).strip_prefix(&self.0).ok();
        inside
            .and_then(Path::to_str)
            .unwrap_or_else(|| foreign(file))
    }
}

/// Files of the standard library from `library`, those of packages from the package.
fn foreign(file: &str) -> &str {
    let after = |folder: &str| {
        file.split_once(folder)?
            .1
            .split_once('/')
            .map(|(_, rest)| rest)
    };
    after("/rustc/")
        .or_else(|| after("/registry/src/"))
        .unwrap_or(file)
}

type Slice = EndianRcSlice<LittleEndian>;

/// Numbers the places that are asked for.
pub(super) struct Places<'s> {
    lines: Context<Slice>,
    /// What addresses in debug information are relative to.
    code_start: usize,
    source: &'s Source,
    numbers: HashMap<Place, u32>,
}

impl<'s> Places<'s> {
    /// None of a module that was compiled without lines.
    pub(super) fn read(compiled: &[u8], source: &'s Source) -> Result<Option<Self>> {
        let mut sections = HashMap::new();
        for payload in Parser::new(0).parse_all(compiled) {
            if let Payload::CustomSection(section) = payload? {
                sections.insert(section.name(), section.data());
            }
        }
        if !sections.contains_key(SectionId::DebugLine.name()) {
            return Ok(None);
        }
        let load = |id: SectionId| -> Result<Slice> {
            let section = sections.get(id.name()).copied().unwrap_or_default();
            Ok(EndianRcSlice::new(Rc::from(section), LittleEndian))
        };
        Ok(Some(Self {
            lines: Context::from_dwarf(Dwarf::load(load)?)?,
            code_start: Functions::read(compiled)?.code_start,
            source,
            numbers: HashMap::new(),
        }))
    }

    /// The number of the place of an instruction.
    pub(super) fn at(&mut self, offset: usize) -> Option<u32> {
        let frames = self.frames(offset.checked_sub(self.code_start)? as u64)?;
        let mut inside = None;
        for (at, function) in frames.into_iter().rev() {
            let next = u32::try_from(self.numbers.len()).ok()?;
            let place = Place {
                at,
                function,
                inside,
            };
            inside = Some(*self.numbers.entry(place).or_insert(next));
        }
        inside
    }

    /// Where an instruction stands, and in which function; then what that was inlined into.
    fn frames(&self, address: u64) -> Option<Vec<(String, String)>> {
        let mut found = self.lines.find_frames(address).skip_all_loads().ok()?;
        let mut frames = Vec::new();
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref()?.raw_name().ok()?;
            let location = frame.location?;
            let file = self.source.short(location.file?);
            let (line, column) = (location.line?, location.column.unwrap_or(1));
            let name = format!("{:#}", rustc_demangle::demangle(&name));
            let function = names::last(&name).to_owned();
            frames.push((format!("{file}:{line}:{column}"), function));
        }
        Some(frames)
    }

    /// All places, by number.
    pub(super) fn list(self) -> Vec<Place> {
        let mut list: Vec<_> = self.numbers.into_iter().collect();
        list.sort_unstable_by_key(|(_, number)| *number);
        list.into_iter().map(|(place, _)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_folder_of_the_sources() {
        let remaps = [
            (PathBuf::from("/users/me"), "/home".to_owned()),
            (PathBuf::from("/users/me/.cargo"), "/cargo".to_owned()),
        ];
        let source = Source::new(Path::new("/users/me/shop"), &remaps);
        assert_eq!(source.short("/home/shop/src/lib.rs"), "src/lib.rs");
        assert_eq!(
            source.short("/cargo/registry/src/a-1/b-1.0/src/lib.rs"),
            "b-1.0/src/lib.rs"
        );
        let source = Source::new(Path::new("/work/shop"), &remaps);
        assert_eq!(source.short("/work/shop/src/lib.rs"), "src/lib.rs");
        let source = Source::new(Path::new("/users/me/.cargo/shop"), &remaps);
        assert_eq!(source.short("/cargo/shop/src/lib.rs"), "src/lib.rs");
    }
}
