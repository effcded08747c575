//! Reading a compiled module.

pub(crate) mod callers;
pub(crate) mod functions;
pub(crate) mod harness;
pub(crate) mod names;
pub(crate) mod order;
pub(crate) mod records;
pub(crate) mod sections;
pub(crate) mod thrown;

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

/// The custom section that the macros write.
pub(crate) const RECORDS_SECTION: &str = "worker_sdk";

/// What the build command wants to know about a module.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The records of the contract, as they were written.
    pub(crate) records: Vec<u8>,
    pub(crate) imports: Vec<Import>,
    /// Names of exported functions.
    pub(crate) exports: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) name: String,
    /// The number of the function, when it is one.
    pub(crate) function: Option<u32>,
}

impl Facts {
    pub(crate) fn read(module: &[u8]) -> Result<Self> {
        let mut facts = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            facts
                .take(payload.context("cannot read the compiled module")?)
                .context("cannot read the compiled module")?;
        }
        Ok(facts)
    }

    fn take(&mut self, payload: Payload<'_>) -> wasmparser::Result<()> {
        match payload {
            Payload::CustomSection(section) if section.name() == RECORDS_SECTION => {
                self.records.extend_from_slice(section.data());
            }
            Payload::ImportSection(imports) => {
                let mut functions = 0..;
                for import in imports.into_imports() {
                    let import = import?;
                    let is_function = matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                    self.imports.push(Import {
                        module: import.module.to_owned(),
                        name: import.name.to_owned(),
                        function: is_function.then(|| functions.next()).flatten(),
                    });
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.insert(export.name.to_owned());
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}
