//! The functions of a module: their names, where they are, and what they call.

use anyhow::Result;
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{
    BinaryReader, FunctionBody, Name, NameSectionReader, Operator, Parser, Payload, TypeRef,
};

#[derive(Debug, Default)]
pub(crate) struct Functions<'m> {
    /// Readable names by number.
    pub(crate) names: BTreeMap<u32, String>,
    /// How many are imported; the first body belongs to the function of this number.
    imported: u32,
    bodies: Vec<FunctionBody<'m>>,
    /// Where the content of the code section begins, which addresses in debug information are relative to.
    pub(crate) code_start: usize,
}

/// A call in a function.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    /// Where it stands in the module.
    pub(crate) offset: usize,
    /// Whom it calls, if that is written there.
    pub(crate) callee: Option<u32>,
}

impl<'m> Functions<'m> {
    pub(crate) fn read(module: &'m [u8]) -> Result<Self> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            functions.take(payload?)?;
        }
        Ok(functions)
    }

    fn take(&mut self, payload: Payload<'m>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                let all = imports.into_imports().flatten();
                let functions = all
                    .filter(|import| matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                self.imported = u32::try_from(functions.count())?;
            }
            Payload::CodeSectionStart { range, .. } => self.code_start = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) if section.name() == "name" => {
                self.names = names(BinaryReader::new(section.data(), section.data_offset()));
            }
            _ => {}
        }
        Ok(())
    }

    /// The numbers of the functions that have a body.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        (self.imported..)
            .zip(&self.bodies)
            .map(|(number, _)| number)
    }

    /// The numbers of the functions that have a body, and where in the module that is.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
        let ranges = self.bodies.iter().map(FunctionBody::range);
        (self.imported..).zip(ranges)
    }

    /// Where the instructions of a function stand in the module.
    pub(crate) fn instructions(&self, number: u32) -> Result<Vec<usize>> {
        let Some(body) = self.body(number) else {
            return Ok(Vec::new());
        };
        let all = body.get_operators_reader()?.into_iter_with_offsets();
        all.map(|operator| Ok(operator?.1)).collect()
    }

    /// Where a stack can stand in a function: at its begin, where it may run out, and at what calls or may trap.
    pub(crate) fn stops(&self, number: u32) -> Result<Vec<usize>> {
        let Some(body) = self.body(number) else {
            return Ok(Vec::new());
        };
        let mut stops = vec![body.range().start];
        for operator in body.get_operators_reader()?.into_iter_with_offsets() {
            let (operator, offset) = operator?;
            if may_stop(&operator) {
                stops.push(offset);
            }
        }
        Ok(stops)
    }

    fn body(&self, number: u32) -> Option<&FunctionBody<'m>> {
        let place = number.checked_sub(self.imported)?;
        self.bodies.get(place as usize)
    }

    /// The calls that a function makes, in the order of its code; references to functions count as calls.
    pub(crate) fn calls(&self, number: u32) -> Result<Vec<Call>> {
        let mut calls = Vec::new();
        let Some(body) = self.body(number) else {
            return Ok(calls);
        };
        for operator in body.get_operators_reader()?.into_iter_with_offsets() {
            let (operator, offset) = operator?;
            let callee = match operator {
                Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                    Some(function_index)
                }
                Operator::CallIndirect { .. } => None,
                _ => continue,
            };
            calls.push(Call { offset, callee });
        }
        Ok(calls)
    }
}

/// Calls, accesses of memory and tables, and what traps or throws.
fn may_stop(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Call { .. }
            | O::CallIndirect { .. }
            | O::ReturnCall { .. }
            | O::ReturnCallIndirect { .. }
            | O::Unreachable
            | O::Throw { .. }
            | O::ThrowRef
            | O::Rethrow { .. }
            | O::I32Load { .. }
            | O::I64Load { .. }
            | O::F32Load { .. }
            | O::F64Load { .. }
            | O::I32Load8S { .. }
            | O::I32Load8U { .. }
            | O::I32Load16S { .. }
            | O::I32Load16U { .. }
            | O::I64Load8S { .. }
            | O::I64Load8U { .. }
            | O::I64Load16S { .. }
            | O::I64Load16U { .. }
            | O::I64Load32S { .. }
            | O::I64Load32U { .. }
            | O::I32Store { .. }
            | O::I64Store { .. }
            | O::F32Store { .. }
            | O::F64Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. }
            | O::MemoryCopy { .. }
            | O::MemoryFill { .. }
            | O::MemoryInit { .. }
            | O::TableGet { .. }
            | O::TableSet { .. }
            | O::TableGrow { .. }
            | O::I32DivS
            | O::I32DivU
            | O::I32RemS
            | O::I32RemU
            | O::I64DivS
            | O::I64DivU
            | O::I64RemS
            | O::I64RemU
            | O::I32TruncF32S
            | O::I32TruncF32U
            | O::I32TruncF64S
            | O::I32TruncF64U
            | O::I64TruncF32S
            | O::I64TruncF32U
            | O::I64TruncF64S
            | O::I64TruncF64U
    )
}

fn names(section: BinaryReader<'_>) -> BTreeMap<u32, String> {
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
