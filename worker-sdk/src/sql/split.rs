//! SQL text with several statements.

/// The statements of a text, without the semicolons between them. Those that are empty or comments are left out.
///
/// A semicolon is no end in text, in a quoted name, in a comment, and between `BEGIN` and `END` of a trigger.
pub(crate) fn statements(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (statement, is_empty, after) = first(rest);
            rest = after;
            if !is_empty {
                return Some(statement.trim());
            }
        }
        None
    })
}

/// The first statement, whether there is nothing in it, and what follows.
fn first(sql: &str) -> (&str, bool, &str) {
    let mut nesting = Nesting::default();
    let mut is_empty = true;
    let mut at = 0;
    while let Some((token, length)) = token(sql.get(at..).unwrap_or_default()) {
        match token {
            Token::End if nesting.depth == 0 => {
                let (statement, after) = sql.split_at(at);
                return (statement, is_empty, after.get(length..).unwrap_or_default());
            }
            Token::Blank => {}
            Token::Word => {
                is_empty = false;
                nesting.word(sql.get(at..at + length).unwrap_or_default());
            }
            Token::End | Token::Other => is_empty = false,
        }
        at += length;
    }
    (sql, is_empty, "")
}

/// `BEGIN` begins something in triggers alone, `CASE` does everywhere.
#[derive(Default)]
struct Nesting {
    words: usize,
    is_creation: bool,
    is_trigger: bool,
    depth: usize,
}

impl Nesting {
    fn word(&mut self, word: &str) {
        let is = |other| word.eq_ignore_ascii_case(other);
        self.words += 1;
        match self.words {
            1 => self.is_creation = is("CREATE"),
            2..=3 if self.is_creation && is("TRIGGER") => self.is_trigger = true,
            _ => {}
        }
        if !self.is_trigger {
            return;
        }
        if is("BEGIN") || is("CASE") {
            self.depth += 1;
        } else if is("END") {
            self.depth = self.depth.saturating_sub(1);
        }
    }
}

pub(super) enum Token {
    /// White space or a comment.
    Blank,
    Word,
    /// A semicolon.
    End,
    Other,
}

/// What the text begins with, and its length.
pub(super) fn token(text: &str) -> Option<(Token, usize)> {
    let c = text.chars().next()?;
    let up_to = |end: Option<usize>| end.unwrap_or(text.len());
    Some(match c {
        ';' => (Token::End, 1),
        '\'' | '"' | '`' => (Token::Other, up_to(after(text, c))),
        '[' => (Token::Other, up_to(after(text, ']'))),
        _ if text.starts_with("--") => (Token::Blank, up_to(after(text, '\n'))),
        _ if text.starts_with("/*") => {
            let end = text.get(2..).and_then(|inner| inner.find("*/"));
            (Token::Blank, up_to(end.map(|end| end + 4)))
        }
        _ if is_word(c) => (Token::Word, up_to(text.find(|c| !is_word(c)))),
        _ if c.is_whitespace() => (Token::Blank, c.len_utf8()),
        _ => (Token::Other, c.len_utf8()),
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The place after the next `end`, which is not the first character.
fn after(text: &str, end: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    chars
        .find(|(_, c)| *c == end)
        .map(|(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[track_caller]
    fn splits(sql: &str, expected: &[&str]) {
        assert_eq!(statements(sql).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn semicolons_end_statements() {
        splits("", &[]);
        splits(" ; ;\n", &[]);
        splits("SELECT 1", &["SELECT 1"]);
        splits("SELECT 1; SELECT 2;", &["SELECT 1", "SELECT 2"]);
        splits(
            "-- nothing; here\n/* ; */;SELECT 1 -- one",
            &["SELECT 1 -- one"],
        );
        splits("SELECT 1 -", &["SELECT 1 -"]);
    }

    #[test]
    fn text_and_names_may_have_semicolons() {
        let sql = r#"INSERT INTO "a;b" VALUES ('it''s; ü', `c;d`, [e;f] /* ;'; */)"#;
        splits(&format!("{sql};{sql}"), &[sql, sql]);
        splits("SELECT 'open; text", &["SELECT 'open; text"]);
        splits("SELECT 1 /* open; comment", &["SELECT 1 /* open; comment"]);
    }

    #[test]
    fn triggers_have_statements_inside() {
        let trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN \
                       UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END; DELETE FROM d; END";
        splits(&format!("{trigger}; SELECT 1"), &[trigger, "SELECT 1"]);
        splits(
            "CREATE TABLE begin_end (a); SELECT CASE a WHEN 1 THEN 2 END; SELECT 1",
            &[
                "CREATE TABLE begin_end (a)",
                "SELECT CASE a WHEN 1 THEN 2 END",
                "SELECT 1",
            ],
        );
        splits("BEGIN; SELECT 1; END", &["BEGIN", "SELECT 1", "END"]);
    }
}
