//! Where in the source the frames of a stack stand.
//!
//! wasm-bindgen rewrites the module and drops its debug information, and keeping it would cost every run. What it
//! leaves alone is whom a function calls, and in which order: the third call of a function in the rewritten module is
//! the third call of the function of that name in the module that cargo compiled, which has its lines.

use super::prepare::Folder;
use crate::wasm::functions::Functions;
use addr2line::Context;
use addr2line::gimli::{Dwarf, EndianSlice, LittleEndian, SectionId};
use anyhow::Result;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload};

/// A call, as a stack says it: number of the function, and place in the rewritten module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Address {
    function: u32,
    offset: usize,
}

/// Finds the places of frames. Nothing is read before the first one is asked for.
#[derive(Debug)]
pub(super) struct Places {
    compiled: PathBuf,
    rewritten: PathBuf,
    modules: OnceCell<Option<Modules>>,
}

#[derive(Debug)]
struct Modules {
    compiled: Vec<u8>,
    rewritten: Vec<u8>,
    /// What the compiler was started in; it names files of the project from there.
    root: PathBuf,
}

impl Places {
    /// `module` is what cargo compiled; its tests are prepared beside it.
    pub(super) fn new(module: &Path) -> Self {
        Self {
            compiled: module.to_owned(),
            rewritten: Folder::of(module).join("test/glue_bg.wasm"),
            modules: OnceCell::new(),
        }
    }

    /// The places of those frames that have one, by frame.
    pub(super) fn of<'f>(&self, frames: &[&'f str]) -> BTreeMap<&'f str, String> {
        let modules = self.modules.get_or_init(|| self.read().ok());
        let places = modules.as_ref().map(|modules| modules.places(frames));
        places.and_then(Result::ok).unwrap_or_default()
    }

    fn read(&self) -> Result<Modules> {
        let folder = std::env::current_dir()?;
        let root = folder
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").exists());
        Ok(Modules {
            compiled: std::fs::read(&self.compiled)?,
            rewritten: std::fs::read(&self.rewritten)?,
            root: root.unwrap_or(&folder).to_owned(),
        })
    }
}

impl Modules {
    fn places<'f>(&self, frames: &[&'f str]) -> Result<BTreeMap<&'f str, String>> {
        let compiled = Functions::read(&self.compiled)?;
        let rewritten = Functions::read(&self.rewritten)?;
        let lines = Context::from_dwarf(self.debug_information()?)?;
        let mut places = BTreeMap::new();
        for &frame in frames {
            let call = address(frame).filter(|address| is_of(&rewritten, frame, *address));
            let offsets = call.map(|call| in_compiled(&rewritten, &compiled, call));
            let mut found = offsets.transpose()?.unwrap_or_default().into_iter();
            let place = found.next().and_then(|offset| self.line(&lines, offset));
            // Functions of one name, such as those of two types: none of them, unless it does not matter.
            if found.all(|other| self.line(&lines, other) == place)
                && let Some(place) = place
            {
                places.insert(frame, place);
            }
        }
        Ok(places)
    }

    fn debug_information(&self) -> Result<Dwarf<Slice<'_>>> {
        let mut sections = BTreeMap::new();
        for payload in Parser::new(0).parse_all(&self.compiled) {
            if let Payload::CustomSection(section) = payload? {
                sections.insert(section.name(), section.data());
            }
        }
        let load = |id: SectionId| {
            let section = sections.get(id.name()).copied().unwrap_or_default();
            Ok(EndianSlice::new(section, LittleEndian))
        };
        Dwarf::load(load)
    }

    /// File and line of a place in the code, of the function itself rather than of what was inlined into it.
    fn line(&self, lines: &Context<Slice<'_>>, offset: u64) -> Option<String> {
        let mut frames = lines.find_frames(offset).skip_all_loads().ok()?;
        let mut outer = None;
        while let Ok(Some(frame)) = frames.next() {
            outer = frame.location.or(outer);
        }
        let location = outer?;
        let file = Path::new(location.file?);
        let file = file.strip_prefix(&self.root).unwrap_or(file).display();
        match location.column {
            Some(column) => Some(format!("{file}:{}:{column}", location.line?)),
            None => Some(format!("{file}:{}", location.line?)),
        }
    }
}

type Slice<'m> = EndianSlice<'m, LittleEndian>;

/// What `… (wasm://wasm/ab-1:wasm-function[7]:0x99)` says, or `… (wasm-function[7]+0x99:1)` of a panic.
fn address(frame: &str) -> Option<Address> {
    let (_, place) = frame.rsplit_once("wasm-function[")?;
    let (function, offset) = place.strip_suffix(')')?.split_once(']')?;
    let offset = offset.strip_prefix([':', '+'])?.strip_prefix("0x")?;
    let offset = offset.strip_suffix(":1").unwrap_or(offset);
    Some(Address {
        function: function.parse().ok()?,
        offset: usize::from_str_radix(offset, 16).ok()?,
    })
}

/// Whether the frame is of this module: that of the crate's own worker has other functions.
fn is_of(rewritten: &Functions<'_>, frame: &str, address: Address) -> bool {
    let name = rewritten.names.get(&address.function);
    name.is_some_and(|name| {
        frame
            .trim_start()
            .strip_prefix("at ")
            .is_some_and(|frame| frame.starts_with(name.as_str()))
    })
}

/// Where the call may stand in the code that cargo compiled.
fn in_compiled(
    rewritten: &Functions<'_>,
    compiled: &Functions<'_>,
    at: Address,
) -> Result<Vec<u64>> {
    let calls = rewritten.calls(at.function)?;
    let place = calls.iter().position(|call| call.offset == at.offset);
    let (Some(place), Some(name)) = (place, rewritten.names.get(&at.function)) else {
        return Ok(Vec::new());
    };
    let mut offsets = Vec::new();
    for (number, _) in compiled.names.iter().filter(|(_, other)| *other == name) {
        let same = compiled.calls(*number)?;
        if let Some(call) = same.get(place).filter(|_| same.len() == calls.len()) {
            offsets.push(call.offset.saturating_sub(compiled.code_start) as u64);
        }
    }
    Ok(offsets)
}
