//! What a module holds of libtest, which cannot run anything in the runtime.

use anyhow::Result;
use wasmparser::{FunctionBody, KnownCustom, Name, NameSectionReader, Operator, Parser, Payload};

/// Part of the name of the function to which a module's `main` hands its `#[test]` functions.
const ENTRY: &str = "test_main_static";

/// How many `#[test]` functions a module holds; `None` if that cannot be told.
pub(crate) fn tests(module: &[u8]) -> Result<Option<u32>> {
    let mut bodies = Vec::new();
    let mut entry = None;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionEntry(code) => bodies.push(code),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    entry = entry_in(names);
                }
            }
            _ => {}
        }
    }
    let Some(entry) = entry else {
        return Ok(None);
    };
    for body in &bodies {
        if let Some(count) = handed_over(body, entry)? {
            return Ok(Some(count));
        }
    }
    Ok(None)
}

/// The number of the function that takes the tests.
fn entry_in(names: NameSectionReader<'_>) -> Option<u32> {
    let functions = names.into_iter().flatten().filter_map(|names| match names {
        Name::Function(functions) => Some(functions),
        _ => None,
    });
    let mut functions = functions.flatten().flatten();
    let entry = functions.find(|function| function.name.contains(ENTRY))?;
    Some(entry.index)
}

/// The length of the list that a function passes on: a constant, and the last argument.
fn handed_over(code: &FunctionBody<'_>, entry: u32) -> Result<Option<u32>> {
    let mut last = None;
    for operator in code.get_operators_reader()? {
        match operator? {
            Operator::I32Const { value } => last = Some(value.cast_unsigned()),
            Operator::Call { function_index } if function_index == entry => return Ok(last),
            _ => last = None,
        }
    }
    Ok(None)
}
