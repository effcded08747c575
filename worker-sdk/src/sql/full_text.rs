//! Queries of FTS5.

/// What to bind behind `MATCH` to find rows that have all words of `text`: no character of it is taken for an operator of FTS5.
///
/// Each word is put into quotation marks, and those in it are doubled. Text without a word gives `""`, which finds nothing.
/// A NUL, at which SQLite would stop, separates words as white space does.
///
/// FTS5 itself may see several words in one, such as in `don't`, and then looks for them as a phrase. Tables with `detail=none`
/// or `detail=column` take no phrases, and fail.
///
/// # Examples
///
/// ```no_run
/// # async fn run(db: worker_sdk::d1::Database, typed: &str) -> worker_sdk::Result<()> {
/// use worker_sdk::sql::match_words;
///
/// let search = db.prepare("SELECT title FROM notes WHERE notes MATCH ? ORDER BY rank");
/// let found = search.bind([match_words(typed)]).all::<(String,)>().await?;
/// # drop(found);
/// # Ok(())
/// # }
/// ```
///
/// See <https://www.sqlite.org/fts5.html#full_text_query_syntax>.
#[must_use]
pub fn match_words(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character == '\0');
    let words = words.filter(|word| !word.is_empty());
    let quoted = words.map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    match quoted.collect::<Vec<_>>().join(" ") {
        nothing if nothing.is_empty() => "\"\"".to_owned(),
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::match_words;

    #[test]
    fn nothing_is_an_operator() {
        for (text, expected) in [
            ("", r#""""#),
            (" \n", r#""""#),
            ("\0", r#""""#),
            ("a\0b \0 c", r#""a" "b" "c""#),
            ("rust", r#""rust""#),
            ("a AND", r#""a" "AND""#),
            ("\"", r#""""""#),
            (r#"say "hi" title:x*"#, r#""say" """hi""" "title:x*""#),
        ] {
            assert_eq!(match_words(text), expected, "{text}");
        }
    }
}
