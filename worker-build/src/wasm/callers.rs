//! Which functions call an import. Only asked when a build is about to fail.

use anyhow::Result;
use std::collections::BTreeMap;
use wasmparser::{BinaryReader, Name, NameSectionReader, Operator, Parser, Payload};

/// The readable names of the functions that call function number `callee`.
pub(crate) fn of(module: &[u8], callee: u32) -> Result<Vec<String>> {
    let mut imported = 0;
    let mut body = 0;
    let mut callers = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                let all = imports.into_imports().flatten();
                let functions =
                    all.filter(|import| matches!(import.ty, wasmparser::TypeRef::Func(_)));
                imported = u32::try_from(functions.count())?;
            }
            Payload::CodeSectionEntry(code) => {
                if calls(&code, callee)? {
                    callers.push(imported + body);
                }
                body += 1;
            }
            Payload::CustomSection(section) if section.name() == "name" => {
                let reader = BinaryReader::new(section.data(), section.data_offset());
                names = function_names(reader);
            }
            _ => {}
        }
    }
    Ok(callers
        .iter()
        .filter_map(|caller| names.remove(caller))
        .collect())
}

fn calls(code: &wasmparser::FunctionBody<'_>, callee: u32) -> Result<bool> {
    for operator in code.get_operators_reader()? {
        let (Operator::Call { function_index } | Operator::RefFunc { function_index }) = operator?
        else {
            continue;
        };
        if function_index == callee {
            return Ok(true);
        }
    }
    Ok(false)
}

fn function_names(section: BinaryReader<'_>) -> BTreeMap<u32, String> {
    let mut names = BTreeMap::new();
    for subsection in NameSectionReader::new(section).flatten() {
        if let Name::Function(functions) = subsection {
            for naming in functions.into_iter().flatten() {
                let readable = format!("{:#}", rustc_demangle::demangle(naming.name));
                names.insert(naming.index, readable);
            }
        }
    }
    names
}
