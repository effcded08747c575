//! Reads the headings and rows of the file.

use super::Problem;

const COLUMNS: [&str; 5] = ["row", "what", "status", "where", "proof"];

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) sections: Vec<Section>,
    pub(super) problems: Vec<Problem>,
    pub(super) last_line: usize,
}

/// One heading and the rows under it.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) line: usize,
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) what: String,
    pub(super) status: Status,
    pub(super) places: Vec<String>,
    pub(super) proofs: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Status {
    Done,
    Partial,
    None,
    OutOfScope,
}

impl Table {
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }
}

impl Section {
    /// `7` for the heading `7. HTMLRewriter`.
    pub(super) fn number(&self) -> Option<usize> {
        self.title.split_once('.')?.0.parse().ok()
    }

    pub(super) fn count(&self, status: Status) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }
}

impl Status {
    fn parse(written: &str) -> Result<Self, String> {
        match written.split_once(':') {
            Some(("partial", rest)) if !rest.trim().is_empty() => Ok(Self::Partial),
            Some(("out of scope", rest)) if !rest.trim().is_empty() => Ok(Self::OutOfScope),
            None if written == "done" => Ok(Self::Done),
            None if written == "none" => Ok(Self::None),
            _ => Err(format!(
                "unknown status `{written}`; write `done`, `partial: what is missing`, `none` or `out of scope: why`"
            )),
        }
    }
}

/// Reads the whole file; lines before the first heading of a section are not part of the table.
pub(super) fn parse(text: &str) -> Table {
    let mut table = Table::default();
    for (index, text) in text.lines().enumerate() {
        let line = index + 1;
        table.last_line = line;
        if let Some(title) = text.strip_prefix("## ") {
            table.sections.push(Section {
                line,
                title: title.trim().into(),
                rows: Vec::new(),
            });
        } else if let Some(cells) = text.strip_prefix('|') {
            parse_cells(&mut table, line, cells);
        }
    }
    table
}

fn parse_cells(table: &mut Table, line: usize, cells: &str) {
    let Some(section) = table.sections.last_mut() else {
        return;
    };
    let cells: Vec<_> = cells
        .trim_end()
        .trim_end_matches('|')
        .split('|')
        .map(str::trim)
        .collect();
    if cells == COLUMNS || cells.iter().all(|cell| cell.starts_with("---")) {
        return;
    }
    match parse_row(line, &cells) {
        Ok(row) => section.rows.push(row),
        Err(problem) => table.problems.push(problem),
    }
}

fn parse_row(line: usize, cells: &[&str]) -> Result<Row, Problem> {
    let &[id, what, status, places, proofs] = cells else {
        let what = format!(
            "a row has {} columns and this one {}",
            COLUMNS.len(),
            cells.len()
        );
        return Err(Problem::new(line, what));
    };
    let status =
        Status::parse(status).map_err(|what| Problem::new(line, format!("{id}: {what}")))?;
    let (places, proofs) = (list(places), list(proofs));
    Ok(Row {
        line,
        id: id.into(),
        what: what.into(),
        status,
        places,
        proofs,
    })
}

fn list(cell: &str) -> Vec<String> {
    let items = cell.split(';').map(|item| item.trim().trim_matches('`'));
    items
        .filter(|item| !item.is_empty())
        .map(Into::into)
        .collect()
}
