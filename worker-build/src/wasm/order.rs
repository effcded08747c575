//! Puts functions that are alike beside each other, where gzip, which looks back 32 KB, finds what they have in common.

use super::functions::Functions;
use super::names;
use anyhow::{Context, Result};
use std::cmp::Reverse;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Of what this module does; another one makes builds sort anew what they kept.
pub(crate) const VERSION: u32 = 2;
/// So many bytes in a row count as common to two functions.
const RUN: usize = 6;
/// What more functions than these have in common says nothing about two of them.
const FEW: usize = 64;
/// How much a function counts that is one, two and three places before.
const WEIGHTS: [u64; 3] = [4, 2, 1];

/// The same module with its functions, and their names, in another order, and where they went.
pub(crate) fn alike_together(wasm: &[u8]) -> Result<(Vec<u8>, Moved)> {
    let mut moved = Moved::read(wasm).context("cannot read the functions of the module")?;
    let mut module = Module::new();
    moved
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("cannot write the module with its functions in another order")?;
    let names = Functions::read(wasm)?.names.into_iter();
    let names = names.map(|(function, name)| (moved.number(function), name));
    names::append(&mut module, &names.collect());
    Ok((module.finish(), moved))
}

/// Functions that get other numbers. Imported ones are before all others and keep theirs.
pub(crate) struct Moved {
    imported: u32,
    /// The functions in their new order.
    order: Vec<usize>,
    /// Where in it each of them is.
    places: Vec<u32>,
}

impl Moved {
    fn read(wasm: &[u8]) -> wasmparser::Result<Self> {
        let (mut imported, mut bodies) = (0, Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function =
                            matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                        imported += u32::from(is_function);
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let order = order(&bodies);
        let mut places = vec![0; order.len()];
        for (place, function) in (0..).zip(&order) {
            places[*function] = place;
        }
        Ok(Self {
            imported,
            order,
            places,
        })
    }

    /// The new number of a function.
    pub(crate) fn number(&self, function: u32) -> u32 {
        let own = function.checked_sub(self.imported);
        let place = own.and_then(|own| self.places.get(own as usize));
        place.map_or(function, |place| self.imported + place)
    }

    fn in_order<T: Clone>(&self, list: &[T]) -> Vec<T> {
        let moved = self.order.iter().filter_map(|at| list.get(*at));
        moved.cloned().collect()
    }
}

impl Reencode for Moved {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.number(function))
    }

    /// Names have to be in the order of the new numbers.
    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        match section.name() {
            names::SECTION => Ok(()),
            _ => utils::parse_custom_section(self, module, section),
        }
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types: Vec<_> = section.into_iter().collect::<wasmparser::Result<_>>()?;
        for number in self.in_order(&types) {
            functions.function(self.type_index(number)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies: Vec<_> = section.into_iter().collect::<wasmparser::Result<_>>()?;
        for body in self.in_order(&bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}

/// Begins with the first function, and goes on with the one that has most in common with the last ones, for its length.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let groups = groups(bodies);
    let mut own = vec![Vec::new(); bodies.len()];
    for group in &groups {
        for function in group {
            own[*function].push(group);
        }
    }
    let mut is_left = vec![true; bodies.len()];
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    let (mut common, mut alike) = (vec![0; bodies.len()], Vec::new());
    let mut first = 0;
    while first < bodies.len() {
        for (weight, function) in WEIGHTS.iter().zip(order.iter().rev()) {
            for other in own[*function].iter().copied().flatten() {
                if is_left[*other] && common[*other] == 0 {
                    alike.push(*other);
                }
                common[*other] += weight;
            }
        }
        let share =
            |function: usize| common[function] * 1000 / (bodies[function].len() as u64 + 20);
        let shares = alike
            .iter()
            .map(|function| (share(*function), Reverse(*function)));
        let next = match shares.max() {
            Some((1.., Reverse(most))) => most,
            _ => first,
        };
        for function in alike.drain(..) {
            common[function] = 0;
        }
        is_left[next] = false;
        order.push(next);
        while is_left.get(first) == Some(&false) {
            first += 1;
        }
    }
    order
}

/// The functions of each run of bytes that few of them have in common.
fn groups(bodies: &[&[u8]]) -> Vec<Vec<usize>> {
    let mut runs: Vec<([u8; RUN], usize)> = Vec::new();
    for (function, body) in bodies.iter().enumerate() {
        let own = body.windows(RUN).filter_map(|run| run.try_into().ok());
        runs.extend(own.map(|run| (run, function)));
    }
    runs.sort_unstable();
    runs.dedup();
    let groups = runs.chunk_by(|one, other| one.0 == other.0);
    let few = groups.filter(|group| (2..=FEW).contains(&group.len()));
    few.map(|group| group.iter().map(|(_, function)| *function).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_are_alike_come_together() {
        let bodies: [&[u8]; 5] = [
            b"the first of all, which is like none",
            b"one that is like the fourth, 1",
            b"something else and short",
            b"one that is like the fourth, 22",
            b"somehow else and not as short",
        ];
        assert_eq!(order(&bodies), [0, 1, 3, 2, 4]);
        assert_eq!(order(&[]), [0; 0]);
    }

    #[test]
    fn what_is_like_nothing_stays_where_it_is() {
        let bodies: Vec<Vec<u8>> = (0..20_000u32)
            .map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes().repeat(2))
            .collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        assert!(order(&bodies).iter().copied().eq(0..20_000));
    }

    /// `(module (import "a" "b" (func)) (func $one …) (func $two …) (func $three …) (export …) (elem …))`
    fn module(order: [u32; 3]) -> Module {
        use wasm_encoder::{
            ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
            ImportSection, TableSection, TableType, TypeSection,
        };
        let number =
            |function: u32| 1 + order.iter().position(|it| *it == function).unwrap() as u32;
        let mut module = Module::new();
        let mut types = TypeSection::new();
        for count in 0..3 {
            types
                .ty()
                .function(vec![wasm_encoder::ValType::I32; count], []);
        }
        module.section(&types);
        let mut imports = ImportSection::new();
        imports.import("a", "b", EntityType::Function(0));
        module.section(&imports);
        let mut functions = FunctionSection::new();
        for function in order {
            functions.function(function);
        }
        module.section(&functions);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: wasm_encoder::RefType::FUNCREF,
            table64: false,
            minimum: 3,
            maximum: None,
            shared: false,
        });
        module.section(&tables);
        let mut exports = ExportSection::new();
        exports.export("two", ExportKind::Func, number(1));
        module.section(&exports);
        let mut elements = ElementSection::new();
        let listed = [0, number(2), number(0)];
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions((&listed[..]).into()),
        );
        module.section(&elements);
        let mut code = CodeSection::new();
        for function in order {
            let mut body = Function::new([]);
            match function {
                0 | 2 => {
                    for value in [70_000, 80_000, 90_000] {
                        body.instructions().i32_const(value).drop();
                    }
                }
                _ => {
                    body.instructions().call(0).i32_const(1).call(number(1));
                }
            }
            body.instructions().end();
            code.function(&body);
        }
        module.section(&code);
        module
    }

    #[test]
    fn names_and_places_go_along() {
        let named = |order: [u32; 3]| {
            let mut module = module(order);
            let all = (1..).zip(order.map(|function| format!("f{function}")));
            names::append(&mut module, &all.collect());
            module.finish()
        };
        let (old, expected) = (named([0, 1, 2]), named([0, 2, 1]));
        let (ordered, moved) = alike_together(&old).unwrap();
        assert_eq!(ordered, expected);
        let numbered = |number| moved.number(number);
        let moves = crate::lines::Moves::between(&old, &ordered, numbered).unwrap();
        let starts = |wasm: &[u8], function| Functions::read(wasm).unwrap().instructions(function);
        for (before, after) in [(1, 1), (2, 3), (3, 2)] {
            let pairs = starts(&old, before).unwrap().into_iter();
            let pairs: Vec<_> = pairs.zip(starts(&ordered, after).unwrap()).collect();
            assert!(pairs.len() > 2 && pairs.iter().all(|pair| moves.contains(*pair)));
        }
    }

    #[test]
    fn whoever_names_a_function_names_it_still() {
        let (ordered, moved) = alike_together(&module([0, 1, 2]).finish()).unwrap();
        assert_eq!(ordered, module([0, 2, 1]).finish());
        assert_eq!(
            [0, 1, 2, 3].map(|number| moved.number(number)),
            [0, 1, 3, 2]
        );
    }
}
