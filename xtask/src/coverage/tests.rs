use std::path::PathBuf;

use super::*;

const TESTS: &str = r#"
#[test]
fn plain() {}

/// Sends it twice.
#[worker_sdk::test(
    should_panic(expected = "an ignored one"),
)]
#[should_panic]
// a note {
async fn in_the_runtime() {}

#[wasm_bindgen_test]
fn upstream() {}

#[test]
#[ignore = "slow"]
fn ignored() {}

#[cfg_attr(not(unix), ignore)]
#[test]
fn ignored_somewhere() {}

#[worker_sdk::test(ignore = "slow", timeout = "5m")]
async fn ignored_in_the_runtime() {}

#[cfg(test)]
mod helpers {
    fn helper() {}
}
// fn in_a_comment() {}
fn plain_longer() {}
"#;

/// A folder with one file of tests; it is removed at the end.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("coverage-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("tests")).unwrap();
        fs::write(root.join("tests/a.rs"), TESTS).unwrap();
        Self(root)
    }

    fn problems(&self, document: &str) -> Vec<String> {
        problems(&self.0, document)
            .iter()
            .map(ToString::to_string)
            .collect()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A right document: each row has the status `none`.
fn document() -> String {
    let mut text = String::from("# Coverage\n\n<!-- counts -->\n<!-- end of counts -->\n");
    let mut heading = String::new();
    for id in expected::ids() {
        let area = id
            .split_once('.')
            .map_or("Systems".into(), |(area, _)| format!("{area}. An area"));
        if area != heading {
            text += &format!(
                "\n## {area}\n\n| row | what | status | where | proof |\n|---|---|---|---|---|\n"
            );
            heading = area;
        }
        text += &format!("| {id} | a name | none | | |\n");
    }
    counted(&text)
}

fn counted(text: &str) -> String {
    counts::replace(text, &table::parse(text)).unwrap()
}

/// The right document with the row 7.05 written differently.
fn with_row(cells: &str) -> String {
    counted(&document().replace("| 7.05 | a name | none | | |", cells))
}

/// The one problem that `document` has, without the file name and the line.
#[track_caller]
fn only_problem(name: &str, document: &str) -> String {
    let problems = Repository::new(name).problems(document);
    let [problem] = &problems[..] else {
        panic!("expected one problem: {problems:#?}");
    };
    problem.splitn(3, ':').nth(2).unwrap().trim().into()
}

#[test]
fn accepts_a_right_document() {
    let document =
        with_row("| 7.05 | x | partial: no y | `tests`; tests/a.rs | `tests/a.rs::plain` |");
    assert_eq!(Repository::new("right").problems(&document), [""; 0]);
    let document = with_row(
        "| 7.05 | x | done | tests | tests/a.rs::plain; tests/a.rs::in_the_runtime; tests/a.rs::upstream |",
    );
    assert_eq!(Repository::new("right-two").problems(&document), [""; 0]);
    let document = with_row("| 7.05 | x | out of scope: nobody has it | | |");
    assert_eq!(Repository::new("right-scope").problems(&document), [""; 0]);
}

#[test]
fn knows_all_rows() {
    let ids = expected::ids();
    assert_eq!(ids.len(), 295 + 42);
    assert_eq!(ids[0], "1.01");
    assert_eq!(ids[294], "42.01");
    assert_eq!(ids[336], "S42");
}

#[test]
fn lists_all_problems_with_their_lines() {
    let document = document().replace("| 7.05 | a name | none |", "| 7.05 | a name | fine |");
    let document = document.replace(
        "| S3 | a name | none | |",
        "| S3 | a name | none | nowhere |",
    );
    let problems = Repository::new("lines").problems(&document);
    let line = |id: &str| {
        document
            .lines()
            .position(|line| line.starts_with(&format!("| {id} ")))
            .unwrap()
            + 1
    };
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(&format!("COVERAGE.md:{}: 7.05", line("7.05"))))
    );
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(&format!("COVERAGE.md:{}: S3", line("S3"))))
    );
}

#[test]
fn reports_a_place_that_does_not_exist() {
    let problem = only_problem("place", &with_row("| 7.05 | x | none | tests/b | |"));
    assert_eq!(
        problem,
        "7.05: no file or folder `tests/b` in the repository; correct `where`"
    );
    let problem = only_problem("outside", &with_row("| 7.05 | x | none | tests/../.. | |"));
    assert!(problem.contains("`tests/../..`"), "{problem}");
}

#[test]
fn reports_a_proof_in_a_file_that_does_not_exist() {
    let problem = only_problem(
        "file",
        &with_row("| 7.05 | x | done | tests | tests/b.rs::plain |"),
    );
    assert_eq!(
        problem,
        "7.05: no file `tests/b.rs`; correct the proof `tests/b.rs::plain`"
    );
}

#[test]
fn reports_a_proof_that_is_not_a_test() {
    for name in ["helper", "plain_longer"] {
        let row = format!("| 7.05 | x | done | tests | tests/a.rs::{name} |");
        let problem = only_problem(name, &with_row(&row));
        assert!(problem.contains("is not a test"), "{problem}");
    }
    for name in ["absent", "in_a_comment", "plai"] {
        let row = format!("| 7.05 | x | done | tests | tests/a.rs::{name} |");
        let problem = only_problem(name, &with_row(&row));
        assert!(problem.contains("does not exist"), "{problem}");
    }
    let problem = only_problem("shape", &with_row("| 7.05 | x | done | tests | plain |"));
    assert!(problem.contains("does not name a test"), "{problem}");
}

#[test]
fn reports_a_proof_that_is_ignored() {
    for name in ["ignored", "ignored_somewhere", "ignored_in_the_runtime"] {
        let row = format!("| 7.05 | x | done | tests | tests/a.rs::{name} |");
        let problem = only_problem(name, &with_row(&row));
        assert!(problem.contains("is ignored"), "{problem}");
    }
}

#[test]
fn reports_a_working_row_without_proof() {
    for status in ["done", "partial: no y"] {
        let problem = only_problem(
            "proof",
            &with_row(&format!("| 7.05 | x | {status} | tests | |")),
        );
        assert_eq!(
            problem,
            "7.05: it is said to work, but names no test; fill in `proof`"
        );
    }
    let problem = only_problem(
        "where",
        &with_row("| 7.05 | x | done | | tests/a.rs::plain |"),
    );
    assert_eq!(
        problem,
        "7.05: it is said to work, but names no place; fill in `where`"
    );
}

#[test]
fn reports_missing_repeated_unknown_and_misplaced_rows() {
    let row = "| 7.05 | a name | none | | |\n";
    let missing = counted(&document().replace(row, ""));
    assert_eq!(
        only_problem("missing", &missing),
        "7.05: the row is missing"
    );
    let repeated = counted(&document().replace(row, &row.repeat(2)));
    assert!(only_problem("repeated", &repeated).starts_with("7.05: it is already in line "));
    let unknown =
        counted(&document().replace(row, &format!("{row}{}", row.replace("7.05", "7.11"))));
    assert_eq!(
        only_problem("unknown", &unknown),
        "7.11: the platform table has no such row"
    );
    let next = row.replace("7.05", "7.06");
    let swapped = document().replace(&format!("{row}{next}"), &format!("{next}{row}"));
    assert_eq!(
        only_problem("swapped", &swapped),
        "7.05: it stands out of order"
    );
    let moved = counted(&document().replace("\n## 8. An area\n", "\n## 7. An area\n"));
    assert!(
        Repository::new("moved")
            .problems(&moved)
            .iter()
            .any(|it| it.contains("8.01: it stands under `7."))
    );
}

#[test]
fn reports_a_status_that_means_nothing() {
    for status in [
        "finished",
        "partial",
        "partial:",
        "out of scope",
        "done: mostly",
        "",
    ] {
        let document = document().replace(
            "| 7.05 | a name | none |",
            &format!("| 7.05 | a name | {status} |"),
        );
        let problems = Repository::new("status").problems(&document);
        assert!(
            problems
                .iter()
                .any(|it| it.contains(&format!("unknown status `{status}`"))),
            "{problems:?}"
        );
    }
}

#[test]
fn reports_a_row_with_other_columns() {
    let document = document().replace("| 7.05 | a name | none | | |", "| 7.05 | a name | none | |");
    let problems = Repository::new("columns").problems(&document);
    assert!(
        problems.iter().any(|it| it.contains("has 5 columns")),
        "{problems:?}"
    );
}

#[test]
fn reports_wrong_or_absent_counts() {
    let wrong = document().replace("| 1. An area | 15 | 0 |", "| 1. An area | 15 | 9 |");
    let problem = only_problem("wrong", &wrong);
    assert_eq!(
        problem,
        "the counts are out of date; run `cargo xtask coverage --write`"
    );
    let absent = document().replace("<!-- counts -->", "");
    assert!(only_problem("absent", &absent).starts_with("the counts are missing"));
}

#[test]
fn writing_makes_the_counts_right() {
    let repository = Repository::new("write");
    let file = repository.0.join(FILE);
    fs::write(&file, document().replace("| 15 | 0 |", "| 15 | 9 |")).unwrap();
    assert!(check(&repository.0).is_err());
    write(&repository.0).unwrap();
    check(&repository.0).unwrap();
}

#[test]
fn one_error_lists_all_problems() {
    let repository = Repository::new("message");
    fs::write(
        repository.0.join(FILE),
        with_row("| 7.05 | x | done | nowhere | |"),
    )
    .unwrap();
    let message = check(&repository.0).unwrap_err().to_string();
    assert!(message.starts_with("`COVERAGE.md` is wrong:\nCOVERAGE.md:"));
    assert_eq!(message.lines().count(), 3, "{message}");
}
