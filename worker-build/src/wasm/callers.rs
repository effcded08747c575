//! Which functions call an import. Only asked when a build is about to fail.

use super::functions::Functions;
use anyhow::Result;

/// The readable names of the functions that call function number `callee`.
pub(crate) fn of(module: &[u8], callee: u32) -> Result<Vec<String>> {
    let mut functions = Functions::read(module)?;
    let mut callers = Vec::new();
    for number in functions.numbers() {
        let calls = functions.calls(number)?;
        if calls.iter().any(|call| call.callee == Some(callee)) {
            callers.push(number);
        }
    }
    let names = callers
        .iter()
        .filter_map(|caller| functions.names.remove(caller));
    Ok(names.collect())
}
