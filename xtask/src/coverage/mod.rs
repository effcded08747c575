//! Keeps `COVERAGE.md` honest: no row is lost, each path exists, each proof is a test that is run.

mod counts;
mod expected;
mod proof;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::{self, Display};
use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};

use table::{Row, Status, Table};

const FILE: &str = "COVERAGE.md";

/// Checks the table of the repository at `root` and lists everything that is wrong with it.
pub(crate) fn check(root: &Path) -> Result<()> {
    let text = read(root)?;
    let problems = problems(root, &text);
    if problems.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = problems.iter().map(ToString::to_string).collect();
    bail!("`{FILE}` is wrong:\n{}", list.join("\n"));
}

/// Writes the counts at the top of the table anew.
pub(crate) fn write(root: &Path) -> Result<()> {
    let text = read(root)?;
    let table = table::parse(&text);
    let counted = counts::replace(&text, &table)
        .with_context(|| format!("no counts in `{FILE}`; put back the two comments around them"))?;
    if counted != text {
        fs::write(root.join(FILE), counted).with_context(|| format!("could not write `{FILE}`"))?;
    }
    Ok(())
}

fn read(root: &Path) -> Result<String> {
    let path = root.join(FILE);
    fs::read_to_string(&path).with_context(|| format!("could not read `{}`", path.display()))
}

/// Something wrong in one line of the table.
#[derive(Clone, Debug)]
struct Problem {
    line: usize,
    what: String,
}

impl Problem {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FILE}:{}: {}", self.line, self.what)
    }
}

fn problems(root: &Path, text: &str) -> Vec<Problem> {
    let table = table::parse(text);
    let mut problems = table.problems.clone();
    problems.extend(expected::check(&table));
    for row in table.rows() {
        check_row(root, row, &mut problems);
    }
    problems.extend(counts::check(text, &table));
    problems.sort_by_key(|problem| problem.line);
    problems
}

fn check_row(root: &Path, row: &Row, problems: &mut Vec<Problem>) {
    let mut report =
        |what: String| problems.push(Problem::new(row.line, format!("{}: {what}", row.id)));
    if row.what.is_empty() {
        report("it has no name".into());
    }
    if matches!(row.status, Status::Done | Status::Partial) {
        if row.places.is_empty() {
            report("it is said to work, but names no place; fill in `where`".into());
        }
        if row.proofs.is_empty() {
            report("it is said to work, but names no test; fill in `proof`".into());
        }
    }
    for place in &row.places {
        if !is_inside(place) || !root.join(place).exists() {
            report(format!(
                "no file or folder `{place}` in the repository; correct `where`"
            ));
        }
    }
    for written in &row.proofs {
        if let Err(what) = proof::check(root, written) {
            report(what);
        }
    }
}

fn is_inside(path: &str) -> bool {
    Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
}
