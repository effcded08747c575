//! The counts at the top of the file, between two comments.

use super::table::{Section, Status};
use super::{Problem, Table};

const BEGIN: &str = "<!-- counts -->\n";
const END: &str = "<!-- end of counts -->";
const STATUSES: [Status; 4] = [
    Status::Done,
    Status::Partial,
    Status::None,
    Status::OutOfScope,
];

/// Reports counts that do not agree with the rows.
pub(super) fn check(text: &str, table: &Table) -> Option<Problem> {
    let Some((before, written, _)) = split(text) else {
        return Some(Problem::new(
            1,
            "the counts are missing; put back the two comments around them",
        ));
    };
    if written == render(table) {
        return None;
    }
    let line = before.lines().count();
    Some(Problem::new(
        line,
        "the counts are out of date; run `cargo xtask coverage --write`",
    ))
}

/// The file with new counts; `None` when there is no place for them.
pub(super) fn replace(text: &str, table: &Table) -> Option<String> {
    let (before, _, after) = split(text)?;
    Some(format!("{before}{}{after}", render(table)))
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    let begin = text.find(BEGIN)? + BEGIN.len();
    let end = begin + text.get(begin..)?.find(END)?;
    Some((text.get(..begin)?, text.get(begin..end)?, text.get(end..)?))
}

fn render(table: &Table) -> String {
    let mut lines = vec!["| section | rows | done | partial | none | out of scope |".to_owned()];
    lines.push("|---|--:|--:|--:|--:|--:|".into());
    let (platform, systems): (Vec<_>, Vec<_>) = table
        .sections
        .iter()
        .partition(|section| section.number().is_some());
    lines.extend(
        platform
            .iter()
            .map(|section| line(&section.title, &[section])),
    );
    lines.push(line("**The platform**", &platform));
    lines.extend(
        systems
            .iter()
            .map(|section| line(&format!("**{}**", section.title), &[section])),
    );
    lines.join("\n") + "\n"
}

fn line(title: &str, sections: &[&Section]) -> String {
    let rows: usize = sections.iter().map(|section| section.rows.len()).sum();
    let mut line = format!("| {title} | {rows} |");
    for status in STATUSES {
        let count: usize = sections.iter().map(|section| section.count(status)).sum();
        line += &format!(" {count} |");
    }
    line
}
