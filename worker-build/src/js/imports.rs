//! Names what the wasm module imports from JavaScript modules.
//!
//! wasm-bindgen imports a whole module once for each function, and lists it as often: a bundler warns of each
//! repetition, and has to keep all of a module whose names it cannot see.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::wasm::Import;

/// By module: the name that wasm-bindgen gave to its first import, and the numbers of what is imported.
type Places<'a> = BTreeMap<&'a str, (&'a str, Range<usize>)>;

/// `glue` with one import of each module, by the names that `imports` has of it. Lines of another form stay.
pub(crate) fn named(glue: &str, imports: &[Import]) -> String {
    let mut needed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports {
        let names = needed.entry(&import.module).or_default();
        names.insert(&import.name);
    }
    needed.retain(|_, names| names.iter().all(|name| is_identifier(name)));
    let mut places = Places::new();
    let mut text = String::with_capacity(glue.len());
    for line in glue.lines() {
        let line = match rewritten(line, &needed, &mut places) {
            Rewritten::Same => line.into(),
            Rewritten::Other(line) => Cow::Owned(line),
            Rewritten::Gone => continue,
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

enum Rewritten {
    Same,
    Other(String),
    /// An earlier line says it.
    Gone,
}

fn rewritten<'a>(
    line: &'a str,
    needed: &BTreeMap<&str, BTreeSet<&str>>,
    places: &mut Places<'a>,
) -> Rewritten {
    if let Some((place, module)) = import(line)
        && let Some(names) = needed.get(module)
    {
        if places.contains_key(module) {
            return Rewritten::Gone;
        }
        let from = places
            .values()
            .map(|(_, names)| names.end)
            .max()
            .unwrap_or(0);
        let numbers = from..from + names.len();
        let names = list(names, &numbers, |number, name| {
            format!("{name} as ${number}")
        });
        places.insert(module, (place, numbers));
        return Rewritten::Other(format!("import {{ {names} }} from \"{module}\";"));
    }
    if let Some((module, listed)) = entry(line)
        && let Some(((place, numbers), names)) = places.get(module).zip(needed.get(module))
    {
        if *place != listed {
            return Rewritten::Gone;
        }
        let names = list(names, numbers, |number, name| format!("{name}: ${number}"));
        let entry = format!("\"{module}\": {{ {names} }},");
        return Rewritten::Other(entry);
    }
    Rewritten::Same
}

fn list(
    names: &BTreeSet<&str>,
    numbers: &Range<usize>,
    write: impl Fn(usize, &str) -> String,
) -> String {
    let names = numbers.clone().zip(names);
    let names: Vec<_> = names.map(|(number, name)| write(number, name)).collect();
    names.join(", ")
}

/// `import * as place from "module"`.
fn import(line: &str) -> Option<(&str, &str)> {
    let (place, module) = line.strip_prefix("import * as ")?.split_once(" from ")?;
    let module = module.trim_end_matches(';').strip_prefix('"')?;
    Some((place, module.strip_suffix('"')?))
}

/// `"module": place,`.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (module, place) = line.trim().strip_prefix('"')?.split_once("\": ")?;
    Some((module, place.strip_suffix(',')?))
}

/// New names of imports, by the module and the name that they had.
pub(crate) type Names = BTreeMap<(String, String), (String, String)>;

/// The module of all imports in a published worker.
const ALL: &str = "$";

/// What [`named`] wrote, with one object of all imports under the names that they have in the text already. Those of the
/// module are told, for it has to ask for them.
pub(crate) fn shortened(glue: &str, imports: &[Import]) -> (String, Names) {
    let mut names = Names::new();
    let mut all = Vec::new();
    let mut at = 0;
    let mut text = String::with_capacity(glue.len());
    for line in glue.lines() {
        let Some((module, members)) = listed(line) else {
            let own = own_function(line, imports, &mut names);
            text.push_str(own.as_deref().unwrap_or(line));
            text.push('\n');
            continue;
        };
        at = text.len();
        for (name, short) in members {
            let old = (module.to_owned(), name.to_owned());
            names.insert(old, (ALL.to_owned(), short.to_owned()));
            all.push(short);
        }
    }
    if !all.is_empty() {
        text.insert_str(at, &format!("\"{ALL}\": {{ {} }},\n", all.join(", ")));
    }
    (text, names)
}

/// `"module": { name: $0, … },`.
fn listed(line: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let (module, members) = line.trim().strip_prefix('"')?.split_once("\": { ")?;
    let members = members.strip_suffix(" },")?.split(", ");
    let members = members.map(|member| member.split_once(": "));
    let members: Option<Vec<_>> = members.collect();
    members.map(|members| (module, members))
}

/// A function of the glue itself, under a name that is its number.
fn own_function(line: &str, imports: &[Import], names: &mut Names) -> Option<String> {
    let (name, rest) = line.trim().split_once(": function(")?;
    let import = imports.iter().find(|import| import.name == name)?;
    let short = format!("_{}", names.len());
    let line = format!("{short}: function({rest}");
    let old = (import.module.clone(), import.name.clone());
    names.insert(old, (import.module.clone(), short));
    Some(line)
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    let is_start = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '_' | '$');
    letters.next().is_some_and(is_start)
        && letters.all(|letter| is_start(letter) || letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import_of(module: &str, name: &str) -> Import {
        Import {
            module: module.to_owned(),
            name: name.to_owned(),
            function: Some(0),
        }
    }

    #[test]
    fn a_module_is_imported_once_by_its_names() {
        let glue = "import * as import1 from \"./a.js\"\nimport * as import2 from \"./a.js\"\n\
                    import * as import3 from \"./b.js\";\nlet x;\nreturn {\n  \"./a.js\": import1,\n  \
                    \"./a.js\": import2,\n  \"./b.js\": import3,\n};\n";
        let imports = [
            import_of("./a.js", "two"),
            import_of("./a.js", "one"),
            import_of("./b.js", "not a name"),
        ];
        let expected = "import { one as $0, two as $1 } from \"./a.js\";\n\
                        import * as import3 from \"./b.js\";\nlet x;\nreturn {\n\
                        \"./a.js\": { one: $0, two: $1 },\n  \
                        \"./b.js\": import3,\n};\n";
        assert_eq!(named(glue, &imports), expected);
    }

    #[test]
    fn imports_get_short_names() {
        let glue = "import { one as $0, two as $1 } from \"./a.js\";\nimport { x as $2 } from \"./b.js\";\n\
                    const import0 = {\n__wbg_is_0123: function(a) {\nreturn a;\n},\n};\nreturn {\n\
                    \"./glue_bg.js\": import0,\n\"./a.js\": { one: $0, two: $1 },\n\"./b.js\": { x: $2 },\n\
                    \"./c.js\": import4,\n};\n";
        let expected = "import { one as $0, two as $1 } from \"./a.js\";\nimport { x as $2 } from \"./b.js\";\n\
                        const import0 = {\n_0: function(a) {\nreturn a;\n},\n};\nreturn {\n\
                        \"./glue_bg.js\": import0,\n\"$\": { $0, $1, $2 },\n\"./c.js\": import4,\n};\n";
        let imports = [
            import_of("./glue_bg.js", "__wbg_is_0123"),
            import_of("./a.js", "one"),
            import_of("./c.js", "y"),
        ];
        let (text, names) = shortened(glue, &imports);
        assert_eq!(text, expected);
        let written = |(module, name): (&str, &str)| (module.to_owned(), name.to_owned());
        let pairs = [
            (("./a.js", "one"), ("$", "$0")),
            (("./a.js", "two"), ("$", "$1")),
            (("./b.js", "x"), ("$", "$2")),
            (("./glue_bg.js", "__wbg_is_0123"), ("./glue_bg.js", "_0")),
        ];
        assert_eq!(
            names,
            pairs.map(|(old, new)| (written(old), written(new))).into()
        );
    }

    #[test]
    fn what_is_not_an_import_stays() {
        let glue = "import * as a from 'x';\nconst b = {\n\"c\": d,\n};\n\nexport { b };\n";
        assert_eq!(named(glue, &[import_of("c", "d")]), glue);
    }
}
