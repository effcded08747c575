//! Taking custom sections out of a module.

use anyhow::Result;
use wasmparser::{Parser, Payload};

/// The module without the sections of this name. What is before them stays where it is.
pub(crate) fn without(wasm: &[u8], name: &str) -> Result<Vec<u8>> {
    let mut without = Vec::with_capacity(wasm.len());
    let (mut start, mut copied) = (0, 0);
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let end = match (payload.as_section(), &payload) {
            (Some((_, range)), _) => range.end,
            (None, Payload::Version { range, .. }) => range.end,
            _ => continue,
        };
        if let Payload::CustomSection(section) = payload
            && section.name() == name
        {
            without.extend_from_slice(wasm.get(copied..start).unwrap_or_default());
            copied = end;
        }
        // The next section begins here, with its kind and its length.
        start = end;
    }
    without.extend_from_slice(wasm.get(copied..).unwrap_or_default());
    Ok(without)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CustomSection, Module};

    fn module(sections: &[(&str, usize)]) -> Vec<u8> {
        let mut module = Module::new();
        for (name, length) in sections {
            module.section(&CustomSection {
                name: (*name).into(),
                data: vec![7; *length].into(),
            });
        }
        module.finish()
    }

    #[test]
    fn sections_of_other_names_stay() {
        let [none, before, long] = [("none", 0), ("before", 2), ("long", 300)];
        assert_eq!(without(&module(&[]), "long").unwrap(), module(&[]));
        let all = module(&[before, long, none, long, ("after", 1)]);
        assert_eq!(
            without(&all, "long").unwrap(),
            module(&[before, none, ("after", 1)])
        );
        assert_eq!(without(&module(&[long]), "long").unwrap(), module(&[]));
        assert_eq!(without(&all, "other").unwrap(), all);
    }
}
