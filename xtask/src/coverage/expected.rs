//! The rows that must be there.

use std::collections::HashMap;

use super::{Problem, Table};

/// Number of rows of each area of the platform, from area 1 on.
const AREAS: [usize; 42] = [
    15, 11, 10, 21, 7, 4, 10, 14, 10, 1, 3, 10, 8, 16, 9, 30, 5, 3, 4, 2, 16, //
    4, 2, 1, 1, 1, 6, 1, 4, 3, 5, 5, 11, 6, 2, 1, 6, 5, 3, 14, 4, 1,
];
const SYSTEMS: usize = 42;

/// All ids, in the order of the file.
pub(super) fn ids() -> Vec<String> {
    let area = |(index, &rows): (usize, &usize)| {
        let area = index + 1;
        (1..=rows).map(move |row| format!("{area}.{row:02}"))
    };
    let systems = (1..=SYSTEMS).map(|row| format!("S{row}"));
    AREAS
        .iter()
        .enumerate()
        .flat_map(area)
        .chain(systems)
        .collect()
}

/// Reports ids that are missing, unknown, repeated, out of order, or under the wrong heading.
pub(super) fn check(table: &Table) -> Vec<Problem> {
    let ids = ids();
    let order: HashMap<&str, usize> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), at))
        .collect();
    let mut problems = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut last = None;
    for row in table.rows() {
        let id = row.id.as_str();
        let Some(&at) = order.get(id) else {
            problems.push(Problem::new(
                row.line,
                format!("{id}: the platform table has no such row"),
            ));
            continue;
        };
        if let Some(first) = seen.get(id) {
            problems.push(Problem::new(
                row.line,
                format!("{id}: it is already in line {first}"),
            ));
            continue;
        }
        if last.is_some_and(|last| at < last) {
            problems.push(Problem::new(
                row.line,
                format!("{id}: it stands out of order"),
            ));
        }
        last = last.max(Some(at));
        seen.insert(id, row.line);
    }
    let missing = ids.iter().filter(|id| !seen.contains_key(id.as_str()));
    problems.extend(
        missing.map(|id| Problem::new(table.last_line, format!("{id}: the row is missing"))),
    );
    problems.extend(check_headings(table));
    problems
}

fn check_headings(table: &Table) -> Vec<Problem> {
    let mut problems = Vec::new();
    for section in &table.sections {
        let prefix = match section.number() {
            Some(number) => format!("{number}."),
            None if section.title == "Systems" => "S".into(),
            None => {
                let what = format!(
                    "heading `{}` is neither `Systems` nor a numbered area",
                    section.title
                );
                problems.push(Problem::new(section.line, what));
                continue;
            }
        };
        let strays = section
            .rows
            .iter()
            .filter(|row| !row.id.starts_with(&prefix));
        let what = |id: &str| format!("{id}: it stands under `{}`", section.title);
        problems.extend(strays.map(|row| Problem::new(row.line, what(&row.id))));
    }
    problems
}
