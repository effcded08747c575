//! Which of the emitted JavaScript modules a module refers to.

use std::collections::{BTreeMap, BTreeSet};

/// The modules that `entry` needs, directly or through others.
///
/// A module counts as needed when a relative path to it stands in quotes. That may keep one that is only
/// mentioned, and never loses one that is imported.
pub(crate) fn reachable(entry: &str, modules: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<(String, &str)> = vec![(String::new(), entry)];
    while let Some((name, text)) = open.pop() {
        for path in relative_paths(text).filter_map(|path| resolve(&name, path)) {
            if let Some((name, text)) = modules.get_key_value(&path)
                && found.insert(path)
            {
                open.push((name.clone(), text));
            }
        }
    }
    found
}

/// All quoted texts that begin with `./` or `../`.
fn relative_paths(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['"', '\'', '`'])
        .filter_map(move |(at, quote)| {
            let rest = text.get(at + quote.len()..)?;
            let (path, _) = rest.split_once(quote)?;
            (path.starts_with("./") || path.starts_with("../")).then_some(path)
        })
}

/// The path of `relative` as seen from the module `from`.
fn resolve(from: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_followed_and_the_rest_is_left_out() {
        let modules = BTreeMap::from(
            [
                (
                    "snippets/a/one.js",
                    "export * from '../b/two.js'; import './missing.js'",
                ),
                (
                    "snippets/b/two.js",
                    "const lazy = () => import(`./three.js`)",
                ),
                (
                    "snippets/b/three.js",
                    "import \"../a/one.js\"; import '../../../out.js'",
                ),
                ("snippets/b/unused.js", ""),
            ]
            .map(|(name, text)| (name.to_owned(), text.to_owned())),
        );
        let glue = "import { a } from './snippets/a/one.js';\nlet it = 'it\\'s';";
        let found: Vec<String> = reachable(glue, &modules).into_iter().collect();
        let expected = [
            "snippets/a/one.js",
            "snippets/b/three.js",
            "snippets/b/two.js",
        ];
        assert_eq!(found, expected);
    }
}
