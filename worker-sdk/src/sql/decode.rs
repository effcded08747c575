//! Rows on a tape.

use super::error::NoRows;
use super::row::{FromRow, Row};
use super::value::ValueRef;
use crate::error::{Error, Result};
use crate::js::tape::{Item, Reader, Tape};

/// Reads rows one after the other.
pub(crate) struct RowReader<'a> {
    reader: Reader<'a>,
    columns: Vec<&'a str>,
    cells: Vec<ValueRef<'a>>,
    /// The number of the first row, counted from zero.
    first: usize,
    rows: usize,
    read: usize,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(tape: &'a Tape) -> Result<Self> {
        Self::after(tape, 0)
    }

    /// As [`new`](Self::new), for the rows that follow `first` others.
    pub(crate) fn after(tape: &'a Tape, first: usize) -> Result<Self> {
        let mut reader = Self::of(tape.reader()).ok_or_else(|| Error::of(NoRows))?;
        reader.first = first;
        Ok(reader)
    }

    /// How many rows there are on a tape.
    pub(crate) fn count(tape: &Tape) -> Result<usize> {
        match tape.reader().next() {
            Some(Item::Rows { rows, .. }) => Ok(rows),
            _ => Err(Error::of(NoRows)),
        }
    }

    /// How many rows were not read.
    pub(crate) fn left(&self) -> usize {
        self.rows - self.read
    }

    fn of(mut reader: Reader<'a>) -> Option<Self> {
        let Item::Rows { columns, rows } = reader.next()? else {
            return None;
        };
        let names = (0..columns).map(|_| match reader.next() {
            Some(Item::Text(name)) => Some(name),
            _ => None,
        });
        let columns = names.collect::<Option<Vec<_>>>()?;
        Some(Self {
            cells: Vec::with_capacity(columns.len()),
            reader,
            columns,
            first: 0,
            rows,
            read: 0,
        })
    }

    /// The next row; `None` after the last.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>> {
        if self.read == self.rows {
            return Ok(None);
        }
        self.read += 1;
        self.cells.clear();
        for _ in &self.columns {
            let cell = self.reader.next().and_then(ValueRef::of);
            self.cells.push(cell.ok_or_else(|| Error::of(NoRows))?);
        }
        Ok(Some(Row {
            columns: &self.columns,
            cells: &self.cells,
            number: self.first + self.read,
        }))
    }

    pub(crate) fn all<T: FromRow>(mut self) -> Result<Vec<T>> {
        let mut values = Vec::with_capacity(self.rows);
        while let Some(row) = self.next()? {
            values.push(T::from_row(&row)?);
        }
        Ok(values)
    }
}
