//! A configuration file as a tree that knows its lines, whatever its syntax.

mod json;
mod toml;

use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::path::Path;

/// The syntax of a file, which is also the syntax of what is suggested to add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json,
    Toml,
}

/// A value and the line where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) line: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its value, and the line of the key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: u32,
    pub(crate) node: Node,
}

impl Syntax {
    pub(crate) fn of(file: &Path) -> Self {
        match file.extension().is_some_and(|end| end == "toml") {
            true => Self::Toml,
            false => Self::Json,
        }
    }

    /// Reads a file; `name` is what messages call it.
    pub(crate) fn parse(self, name: &str, text: &str) -> Result<Node, Diagnostic> {
        let node = match self {
            Self::Json => json::parse(text).map_err(|problem| problem.report(name, "JSON")),
            Self::Toml => toml::parse(text).map_err(|problem| problem.report(name, "TOML")),
        }?;
        match node.repeated() {
            Some((first, second)) => Err(twice(name, first, second)),
            None => Ok(node),
        }
    }
}

impl Node {
    /// The entry of a table.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a table's entry.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entries of a table, in the order in which they were written; none for other values.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none for other values.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first two entries of one table that have the same key; `//` is one that people write comments with.
    fn repeated(&self) -> Option<(&Entry, &Entry)> {
        let mut seen = BTreeMap::new();
        for entry in self.entries().iter().filter(|entry| entry.key != "//") {
            if let Some(first) = seen.insert(&entry.key, entry) {
                return Some((first, entry));
            }
        }
        let values = self.entries().iter().map(|entry| &entry.node);
        let mut all = values.chain(self.items());
        all.find_map(Self::repeated)
    }
}

impl Value {
    /// What messages call it.
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Table(_) => "an object",
        }
    }
}

/// Why a text could not be read, and where.
struct Malformed {
    message: String,
    line: u32,
}

impl Malformed {
    fn report(self, name: &str, syntax: &str) -> Diagnostic {
        let mut message = self.message;
        if message.starts_with(|c: char| c.is_ascii_uppercase()) {
            message[..1].make_ascii_lowercase();
        }
        Diagnostic::new(format!("`{name}` is not valid {syntax}: {message}"))
            .at(name, self.line)
            .fix("correct this line, or the one before it")
    }
}

/// JSON leaves open what a key means that stands there twice, and few readers say that it does.
fn twice(file: &str, first: &Entry, second: &Entry) -> Diagnostic {
    let what = format!("`{file}` has the key `{}` twice in one object", first.key);
    Diagnostic::new(what)
        .at(file, first.line)
        .at(file, second.line)
        .note("wrangler takes what stands there last, and nothing of the other")
        .fix("write the key once, with all that it is to say")
}

/// The line of a byte, counted from one.
fn line(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|byte| **byte == b'\n').count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"// A comment.
{
  "main": "build/index.js",
  "vars": { "LIMIT": 1.5, "OFF": false, "NONE": null },
  /* and another */
  "kv_namespaces": [
    { "binding": "CACHE", },
    { "binding": "größe" },
  ],
}
"#;

    const TOML: &str = r#"# A comment.
kv_namespaces = [
    { binding = "CACHE" },
    { binding = "größe" },
]
main = "build/index.js"

[vars]
LIMIT = 1.5
OFF = false
"#;

    fn places(node: &Node) -> Vec<(String, u32)> {
        let namespaces = node.get("kv_namespaces").unwrap().items();
        let namespaces = namespaces.iter().map(|namespace| {
            let binding = namespace.get("binding").unwrap();
            (binding.as_text().unwrap().to_owned(), binding.line)
        });
        let keys = node.entries().iter();
        let keys = keys.map(|entry| (entry.key.clone(), entry.line));
        keys.chain(namespaces).collect()
    }

    #[track_caller]
    fn parse(syntax: Syntax, text: &str) -> Node {
        syntax.parse("wrangler", text).unwrap()
    }

    #[test]
    fn each_syntax_knows_its_lines() {
        let named = |places: &[(&str, u32)]| -> Vec<(String, u32)> {
            let places = places.iter();
            places
                .map(|(name, line)| ((*name).to_owned(), *line))
                .collect()
        };
        assert_eq!(
            places(&parse(Syntax::Json, JSON)),
            named(&[
                ("main", 3),
                ("vars", 4),
                ("kv_namespaces", 6),
                ("CACHE", 7),
                ("größe", 8)
            ])
        );
        assert_eq!(
            places(&parse(Syntax::Toml, TOML)),
            named(&[
                ("kv_namespaces", 2),
                ("main", 6),
                ("vars", 8),
                ("CACHE", 3),
                ("größe", 4)
            ])
        );
    }

    #[test]
    fn tables_of_toml_are_where_their_headers_are() {
        let text = "[[kv_namespaces]]\nbinding = \"A\"\n\n[[kv_namespaces]]\nbinding = \"B\"\n\n\
                    [env.staging.vars]\nX = 1\n[env.production]\n";
        let node = parse(Syntax::Toml, text);
        let namespaces = node.get("kv_namespaces").unwrap();
        let lines: Vec<u32> = namespaces.items().iter().map(|item| item.line).collect();
        assert_eq!(lines, [1, 4]);
        let environments: Vec<(&str, u32)> = node
            .get("env")
            .unwrap()
            .entries()
            .iter()
            .map(|entry| (entry.key.as_str(), entry.line))
            .collect();
        assert_eq!(environments, [("staging", 7), ("production", 9)]);
    }

    #[test]
    fn values_are_the_same_in_each_syntax() {
        let vars = |node: &Node| node.get("vars").unwrap().clone();
        let json = vars(&parse(Syntax::Json, JSON));
        let toml = vars(&parse(Syntax::Toml, TOML));
        for vars in [&json, &toml] {
            assert_eq!(vars.get("LIMIT").unwrap().value, Value::Number(1.5));
            assert_eq!(vars.get("OFF").unwrap().value, Value::Boolean(false));
        }
        assert_eq!(json.get("NONE").unwrap().value, Value::Null);
        let text = "a = 0x10\nb = 1_000\nc = 1979-05-27\nd = -7\n";
        let node = parse(Syntax::Toml, text);
        assert_eq!(node.get("a").unwrap().value, Value::Number(16.0));
        assert_eq!(node.get("b").unwrap().value, Value::Number(1000.0));
        assert_eq!(node.get("c").unwrap().as_text(), Some("1979-05-27"));
        assert_eq!(node.get("d").unwrap().value, Value::Number(-7.0));
    }

    #[test]
    fn a_malformed_file_is_named_with_its_line() {
        let cases = [
            (Syntax::Json, "{\n  \"main\": \n}"),
            (Syntax::Json, ""),
            (Syntax::Json, "{ \"a\": 1 } true"),
            (Syntax::Json, "{ 'a': 1 }"),
            (Syntax::Json, "{ \"a\": 1 \"b\": 2 }"),
            (Syntax::Json, "{\n  \"vars\": {},\n  \"vars\": {}\n}"),
            (
                Syntax::Json,
                "[{ \"a\": [{ \"b\": 1,\n \"c\": 2,\n \"b\": 1 }] }]",
            ),
            (Syntax::Toml, "a = 1\nmain = \n"),
            (Syntax::Toml, "a = 1\na = 2\n"),
            (Syntax::Toml, "[[a]\n"),
        ];
        let problems = cases.map(|(syntax, text)| {
            let problem = syntax.parse("wrangler.x", text).unwrap_err();
            format!("{problem}\n")
        });
        crate::golden::same("malformed.txt", &problems.concat());
    }
}
