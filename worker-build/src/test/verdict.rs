//! Whether a test passed, and what to say when it did not.

use super::host::{End, Thrown};
use super::places::Places;
use super::stack;
use super::suite::Test;
use std::time::Duration;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    /// Why, in words for below the test's output; empty when the output tells it.
    Failed(String),
}

/// Judges how `test` ended.
pub(super) fn judge(test: &Test, end: &End, default_timeout: Duration, places: &Places) -> Verdict {
    if end.timeout {
        return Verdict::Failed(late(test, default_timeout));
    }
    match (&test.should_panic, &end.error) {
        (Some(expected), Some(error)) if error.panic => has_text(expected, &error.message),
        (Some(_), None) if end.ok => {
            Verdict::Failed("note: test did not panic as expected".to_owned())
        }
        (_, None) if end.ok => Verdict::Passed,
        (_, Some(error)) => Verdict::Failed(explain(error, places)),
        (_, None) => Verdict::Failed("the test failed without an error".to_owned()),
    }
}

fn has_text(expected: &str, message: &str) -> Verdict {
    if message.contains(expected) {
        return Verdict::Passed;
    }
    Verdict::Failed(format!(
        "note: panic did not contain expected string\n      \
         panic message: {message:?}\n \
         expected substring: {expected:?}"
    ))
}

fn late(test: &Test, default: Duration) -> String {
    let limit = test.timeout.unwrap_or(default).as_secs_f64();
    let fix = match test.timeout {
        Some(_) => "raise `timeout` in its attribute",
        None => "set `timeout` in its attribute, or pass `--timeout`",
    };
    format!("the test did not end within {limit} s; {fix}")
}

/// A panic was printed when it happened.
fn explain(error: &Thrown, places: &Places) -> String {
    if error.panic {
        return String::new();
    }
    let mut text = match error.name.as_str() {
        "" | "Error" => error.message.clone(),
        name => format!("{name}: {}", error.message),
    };
    for frame in stack::frames(&error.stack, places) {
        text.push('\n');
        text.push_str(&frame);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::suite::Kind;
    use std::path::Path;

    fn test(should_panic: Option<&str>, timeout: Option<u64>) -> Test {
        Test {
            name: "a".to_owned(),
            kind: Kind::Sdk,
            export: "e".to_owned(),
            ignore: None,
            should_panic: should_panic.map(str::to_owned),
            timeout: timeout.map(Duration::from_millis),
        }
    }

    fn failed(error: Thrown) -> End {
        End {
            error: Some(error),
            ..End::default()
        }
    }

    #[track_caller]
    fn judges(test: &Test, end: &End, expected: Option<&str>) {
        let expected = match expected {
            None => Verdict::Passed,
            Some(text) => Verdict::Failed(text.to_owned()),
        };
        let nowhere = Places::new(Path::new(""));
        assert_eq!(
            judge(test, end, Duration::from_secs(60), &nowhere),
            expected
        );
    }

    #[test]
    fn an_ordinary_test_must_not_fail() {
        let ok = End {
            ok: true,
            ..End::default()
        };
        judges(&test(None, None), &ok, None);
        let error = Thrown {
            name: "TypeError".to_owned(),
            message: "no".to_owned(),
            ..Thrown::default()
        };
        judges(&test(None, None), &failed(error), Some("TypeError: no"));
    }

    #[test]
    fn a_test_that_should_panic_must() {
        let ok = End {
            ok: true,
            ..End::default()
        };
        let panic = || Thrown {
            name: "RustPanic".to_owned(),
            message: "boom 42".to_owned(),
            panic: true,
            ..Thrown::default()
        };
        judges(
            &test(Some(""), None),
            &ok,
            Some("note: test did not panic as expected"),
        );
        judges(&test(Some("boom"), None), &failed(panic()), None);
        judges(
            &test(Some("bang"), None),
            &failed(panic()),
            Some(
                "note: panic did not contain expected string\n      panic message: \"boom 42\"\n expected substring: \"bang\"",
            ),
        );
        let error = Thrown {
            message: "Error: \"boom\"".to_owned(),
            ..Thrown::default()
        };
        judges(
            &test(Some("boom"), None),
            &failed(error),
            Some("Error: \"boom\""),
        );
    }

    #[test]
    fn a_late_test_is_told_its_limit() {
        let late = End {
            timeout: true,
            ..End::default()
        };
        judges(
            &test(None, None),
            &late,
            Some(
                "the test did not end within 60 s; set `timeout` in its attribute, or pass `--timeout`",
            ),
        );
        judges(
            &test(None, Some(500)),
            &late,
            Some("the test did not end within 0.5 s; raise `timeout` in its attribute"),
        );
    }
}
