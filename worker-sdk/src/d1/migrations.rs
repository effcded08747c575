//! Migrations of the schema.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use super::batch;
use super::database::Database;
use super::error::{NotMigrated, judged};
use crate::error::{Error, Result};
use crate::params;
use crate::sql::statements;

/// Migrations that a worker or a test applies itself.
///
/// They are recorded in the table in which `wrangler d1 migrations apply` records them, so both can be used on one
/// database, and each is applied once. Their names are those of the files in `migrations_dir`, and their order is that
/// of `wrangler`: by the number with which the name begins, so `2_…` before `10_…`, and those of the same number by
/// their names. Names that begin with a letter come last.
///
/// A deployed worker is better migrated by `wrangler` before its deployment than by its requests: a migration may take
/// longer than a request may.
///
/// # Examples
///
/// ```no_run
/// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
/// use worker_sdk::d1::Migrations;
///
/// let migrations = Migrations::new([
///     ("0001_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"),
///     ("0002_email.sql", "ALTER TABLE users ADD COLUMN email TEXT;"),
/// ]);
/// let applied: Vec<String> = migrations.apply(&db).await?;
/// # let _ = applied;
/// # Ok(())
/// # }
/// ```
///
/// With the files of a project, the SQL is `include_str!("../migrations/0001_users.sql")`; tests apply all of
/// them with [`test::migrate`](crate::test::migrate()).
///
/// See <https://developers.cloudflare.com/d1/reference/migrations/>.
#[derive(Clone, Debug)]
#[must_use = "migrations do nothing until they are applied"]
pub struct Migrations {
    table: String,
    all: Vec<(String, String)>,
}

impl Migrations {
    /// Migrations of these names, with their SQL.
    pub fn new<N, S>(migrations: impl IntoIterator<Item = (N, S)>) -> Self
    where
        N: Into<String>,
        S: Into<String>,
    {
        let named = migrations
            .into_iter()
            .map(|(name, sql)| (name.into(), sql.into()));
        let mut all: Vec<(String, String)> = named.collect();
        in_order(&mut all);
        Self {
            table: "d1_migrations".to_owned(),
            all,
        }
    }

    /// The table in which they are recorded, if the configuration has a `migrations_table`; otherwise `d1_migrations`.
    pub fn table(mut self, name: impl Into<String>) -> Self {
        self.table = name.into();
        self
    }

    /// Applies those that have not been applied, each as one transaction, and gives their names.
    ///
    /// # Errors
    ///
    /// Fails with the name of the first migration that failed; those before it stay. The message says whether that one
    /// has changed nothing, or may have been applied because the connection was lost. Applying again is safe: what has
    /// been applied is recorded.
    pub async fn apply(&self, db: &Database) -> Result<Vec<String>> {
        let applied = self.applied(db).await?;
        let mut names = Vec::new();
        for (name, sql) in self.all.iter().filter(|(name, _)| !applied.contains(name)) {
            self.apply_one(db, name, sql).await.map_err(|error| {
                let (name, error) = (name.clone(), judged(error));
                Error::of(NotMigrated { name, error })
            })?;
            names.push(name.clone());
        }
        Ok(names)
    }

    async fn applied(&self, db: &Database) -> Result<HashSet<String>> {
        let table = self.quoted_table();
        let create = format!(
            "CREATE TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, \
             applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)"
        );
        let (_, names) = db
            .batch((
                db.prepare(&create).run(),
                db.prepare(&format!("SELECT name FROM {table}"))
                    .raw::<(String,)>(),
            ))
            .await?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }

    async fn apply_one(&self, db: &Database, name: &str, sql: &str) -> Result<()> {
        let record = format!("INSERT INTO {} (name) VALUES (?)", self.quoted_table());
        let mut batch: Vec<_> = statements(sql)
            .map(|statement| db.prepare(statement).run())
            .collect();
        batch.push(db.prepare(&record).bind(params![name]).run());
        batch::run_migration(db.as_raw().clone(), batch)
            .await
            .map(drop)
    }

    fn quoted_table(&self) -> impl fmt::Display + use<'_> {
        format!("\"{}\"", self.table.replace('"', "\"\""))
    }
}

/// Names without a number are neither before nor after any other, so they stay where the order of the names puts them.
fn in_order(all: &mut [(String, String)]) {
    all.sort();
    for part in all.chunk_by_mut(|(a, _), (b, _)| number(a).is_some() == number(b).is_some()) {
        part.sort_by(|(a, _), (b, _)| number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal));
    }
}

/// The number with which a name begins, as `parseInt` reads it: dates with time exceed 32 bits.
fn number(name: &str) -> Option<f64> {
    let name = name.trim_start();
    let digits = name.trim_start_matches(['+', '-']);
    let signs = name.len() - digits.len();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    name.get(..signs + end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_at_the_start() {
        let cases = [
            ("0001_users.sql", Some(1.0)),
            ("10.sql", Some(10.0)),
            ("20260401120000_date.sql", Some(20_260_401_120_000.0)),
            ("-1_before.sql", Some(-1.0)),
            ("--1.sql", None),
            ("_1.sql", None),
            ("users_1.sql", None),
            ("ü.sql", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(number(name), expected, "{name}");
        }
    }

    #[test]
    fn the_order_is_that_of_wrangler() {
        let names = ["init", "10_b", "2_b", "b_2", "02_a", "9", "#1", "-1", "1e3"];
        let mut all: Vec<_> = names.map(|name| (name.to_owned(), String::new())).into();
        in_order(&mut all);
        let names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["#1", "-1", "1e3", "02_a", "2_b", "9", "10_b", "b_2", "init"]
        );
    }
}
