//! Placeholders with names, which neither D1 nor the storage of Durable Objects knows.

use std::fmt;

use super::error::{WhichName, WrongName};
use super::params::{Param, Params, ToSql};
use super::split::{Token, token};
use crate::error::{Error, Result};

/// Makes [`NamedParams`] of names and values that are [`ToSql`], which it borrows.
///
/// # Examples
///
/// ```
/// use worker_sdk::named_params;
///
/// let name = String::from("Ada");
/// let values = named_params! { name, age: 36 };
/// assert_eq!(values.len(), 2);
/// ```
#[macro_export]
macro_rules! named_params {
    (@ $params:expr;) => { $params };
    (@ $params:expr; $name:ident: $value:expr $(, $($rest:tt)*)?) => {
        $crate::named_params!(@ $params.with(::core::stringify!($name), &$value); $($($rest)*)?)
    };
    (@ $params:expr; $name:ident $(, $($rest:tt)*)?) => {
        $crate::named_params!(@ $params.with(::core::stringify!($name), &$name); $($($rest)*)?)
    };
    ($($all:tt)*) => {
        $crate::named_params!(@ $crate::sql::NamedParams::new(); $($all)*)
    };
}

/// Values for placeholders with names, in any order. [`named_params!`](crate::named_params) makes them.
#[derive(Default)]
pub struct NamedParams<'a>(Vec<(&'a str, Result<Param<'a>>)>);

impl<'a> NamedParams<'a> {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the value of `name`, which is written without its `:`.
    #[must_use]
    pub fn with(mut self, name: &'a str, value: &'a (impl ToSql + ?Sized)) -> Self {
        self.0.push((name, value.to_sql()));
        self
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for NamedParams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        f.debug_tuple("NamedParams")
            .field(&names.collect::<Vec<_>>())
            .finish()
    }
}

/// The names of placeholders, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// The SQL with numbers in the place of `:name`, `@name` and `$name`.
    pub(crate) fn numbered(sql: &str) -> (String, Self) {
        let mut names = Self::default();
        let mut numbered = String::with_capacity(sql.len());
        let mut rest = sql;
        while let Some((kind, length)) = token(rest) {
            let (text, after) = rest.split_at(length);
            rest = after;
            match (kind, text) {
                (Token::Other, ":" | "@") => match name_in_front(after) {
                    0 => numbered.push_str(text),
                    length => {
                        let (name, after) = after.split_at(length);
                        rest = after;
                        names.number(name, &mut numbered);
                    }
                },
                (Token::Word, text) if text.starts_with('$') && text.len() > 1 => {
                    names.number(text.trim_start_matches('$'), &mut numbered);
                }
                _ => numbered.push_str(text),
            }
        }
        (numbered, names)
    }

    fn number(&mut self, name: &str, numbered: &mut String) {
        let known = self.0.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        numbered.push('?');
        numbered.push_str(&(index + 1).to_string());
    }

    /// The values in the order of the numbers.
    ///
    /// # Errors
    ///
    /// Fails when a placeholder has no value, and when a value has no placeholder.
    pub(crate) fn order(&self, values: NamedParams<'_>) -> Result<Params> {
        let mut values: Vec<_> = values.0.into_iter().map(Some).collect();
        let mut params = Params::new();
        for name in &self.0 {
            let found = values
                .iter_mut()
                .find(|value| value.as_ref().is_some_and(|(given, _)| given == name));
            match found.and_then(Option::take) {
                Some((_, value)) => params.push_param(value),
                None => return Err(self.wrong(WhichName::NoValue(name.clone()))),
            }
        }
        match values.into_iter().flatten().next() {
            Some((name, _)) if self.0.iter().any(|known| known == name) => {
                Err(self.wrong(WhichName::TwoValues(name.to_owned())))
            }
            Some((name, _)) => Err(self.wrong(WhichName::NoPlaceholder(name.to_owned()))),
            None => Ok(params),
        }
    }

    fn wrong(&self, which: WhichName) -> Error {
        Error::of(WrongName {
            which,
            there_are: self.0.clone(),
        })
    }
}

/// The length of a name that the text begins with; zero if there is none.
fn name_in_front(text: &str) -> usize {
    match token(text) {
        Some((Token::Word, length)) if !text.starts_with(|c: char| c.is_ascii_digit()) => length,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn numbers(sql: &str, expected: &str, names: &[&str]) {
        let (numbered, found) = Names::numbered(sql);
        assert_eq!(numbered, expected);
        assert_eq!(found.0, names);
    }

    #[test]
    fn names_become_numbers() {
        numbers("SELECT 1", "SELECT 1", &[]);
        numbers(
            "SELECT * FROM a WHERE b = :b AND c > @c_d OR :b IS $e",
            "SELECT * FROM a WHERE b = ?1 AND c > ?2 OR ?1 IS ?3",
            &["b", "c_d", "e"],
        );
        numbers("VALUES(:ü,:b)", "VALUES(?1,?2)", &["ü", "b"]);
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        let sql = "SELECT ':a', \":b\", data ->> '$.c', 'it''s :d' /* :e */ FROM [@f] -- :g";
        numbers(sql, sql, &[]);
        numbers("SELECT ?1, : , $, :1", "SELECT ?1, : , $, :1", &[]);
    }

    #[test]
    fn values_take_the_places_of_their_names() {
        let (_, names) = Names::numbered(":a :b :a");
        let b = "x";
        assert_eq!(
            names.order(named_params! { b, a: 1 }).map(|p| p.len()).ok(),
            Some(2)
        );
        let message = |values| names.order(values).map(|_| ()).unwrap_err().to_string();
        assert_eq!(
            message(named_params! { a: 1 }),
            "the placeholder `:b` has no value; give it one"
        );
        assert_eq!(
            message(named_params! { a: 1, b, c: 2 }),
            "no placeholder `:c` in the statement; there are `:a`, `:b`"
        );
        assert_eq!(
            message(named_params! { a: 1, b, a: 2 }),
            "the placeholder `:a` has two values; give it one"
        );
    }
}
