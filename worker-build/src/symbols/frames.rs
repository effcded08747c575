//! Frames of wasm in a line of text: `wasm://wasm/0a1b2c3d:wasm-function[7]:0x99`, or `wasm-function[7]+0x99:1`.

use super::Symbols;

/// What every frame has.
const FUNCTION: &str = "wasm-function[";
const MODULE: &str = "wasm://wasm/";
/// What is before a frame in a string of JSON, after backslashes.
const FRAME: &str = "n    at ";

/// What was found in text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) named: u32,
    /// Frames at which the module of these symbols has no such function.
    pub(super) foreign: u32,
}

/// A frame in a text.
struct Frame {
    start: usize,
    end: usize,
    function: u32,
    offset: usize,
}

/// The line with names where frames have only numbers. One frame becomes several where functions were inlined.
pub(super) fn named(line: &str, symbols: &Symbols, found: &mut Found) -> String {
    let mut named = String::with_capacity(line.len());
    let mut copied = 0;
    for frame in frames(line) {
        let names = symbols.frames(frame.function, frame.offset);
        if names.is_empty() {
            found.foreign += 1;
            continue;
        }
        found.named += 1;
        named.push_str(&line[copied..frame.start]);
        named.push_str(&written(&names, &line[..frame.start]));
        copied = frame.end;
    }
    named.push_str(&line[copied..]);
    named
}

/// The names after what is before them on the line. They are on lines of their own if nothing but a frame is on theirs.
fn written(names: &[String], before: &str) -> String {
    let Some((start, slashes)) = in_json(before) else {
        return match before.trim() == "at" {
            true => names.join(&format!("\n{before}")),
            false => names.first().cloned().unwrap_or_default(),
        };
    };
    let escaped = |name: &String| {
        let name = name.replace('\\', &"\\".repeat(slashes + 1));
        name.replace('"', &format!("{}\"", "\\".repeat(slashes)))
    };
    let mut names = names.iter().map(escaped);
    match before.len() - start == slashes + FRAME.len() {
        true => names.collect::<Vec<_>>().join(&before[start..]),
        false => names.next().unwrap_or_default(),
    }
}

/// Where in a text the line break of a frame is written, and with how many backslashes: that is how many a quote needs.
/// None where line breaks are what they are.
fn in_json(before: &str) -> Option<(usize, usize)> {
    let at = before.rfind(FRAME)?;
    let slashes = before[..at].len() - before[..at].trim_end_matches('\\').len();
    (slashes > 0).then_some((at - slashes, slashes))
}

fn frames(line: &str) -> impl Iterator<Item = Frame> {
    line.match_indices(FUNCTION)
        .filter_map(|(at, _)| frame(line, at))
}

/// The frame whose number follows what begins at `at`.
fn frame(line: &str, at: usize) -> Option<Frame> {
    let number = line.get(at + FUNCTION.len()..)?;
    let (number, place) = number.split_once(']')?;
    let place = place.strip_prefix([':', '+'])?.strip_prefix("0x")?;
    let end = place
        .find(|c: char| !c.is_ascii_hexdigit())
        .unwrap_or(place.len());
    let (offset, rest) = place.split_at_checked(end)?;
    let rest = rest.strip_prefix(":1").unwrap_or(rest);
    Some(Frame {
        start: start(line, at),
        end: line.len() - rest.len(),
        function: number.parse().ok()?,
        offset: usize::from_str_radix(offset, 16).ok()?,
    })
}

/// Where the frame begins: with the address of its module, if that is before it.
fn start(line: &str, at: usize) -> usize {
    let module = line.get(..at).and_then(|before| before.rsplit_once(MODULE));
    match module {
        Some((before, name)) if name.strip_suffix(':').is_some_and(is_module) => before.len(),
        _ => at,
    }
}

fn is_module(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYMBOLS: &str = r#"worker-build symbols 1
place	0	src/a.rs:9:1	-	b
place	1	src\a.rs:4:2	0	c
function	7	1a	2b	a::b
function	12	2c	ff	<extern "C" fn(&str)>::call
at	1b	-
at	20	1
at	2c	-
"#;

    #[track_caller]
    fn check(line: &str, expected: &str, [named_frames, foreign]: [u32; 2]) {
        let symbols = Symbols::parse(SYMBOLS).unwrap();
        let mut found = Found::default();
        assert_eq!(named(line, &symbols, &mut found), expected);
        assert_eq!([found.named, found.foreign], [named_frames, foreign]);
    }

    #[test]
    fn inlined_functions_get_lines_of_their_own() {
        let module = "wasm://wasm/0a1b2c3d:wasm-function[7]:0x20";
        let [inner, outer] = [r"c (src\a.rs:4:2)", "a::b (src/a.rs:9:1)"];
        check(
            &format!("  at {module}"),
            &format!("  at {inner}\n  at {outer}"),
            [1, 0],
        );
        check(
            &format!(r#"{{"stack":"Error\n    at {module}"}}"#),
            &format!(
                r#"{{"stack":"Error\n    at {}\n    at {outer}"}}"#,
                inner.replace('\\', r"\\")
            ),
            [1, 0],
        );
        check(
            &format!("at f ({module})"),
            &format!("at f ({inner})"),
            [1, 0],
        );
    }

    #[test]
    fn frames_of_each_form_get_names() {
        check(
            "    at wasm://wasm/0a1b2c3d:wasm-function[7]:0x1b",
            "    at a::b",
            [1, 0],
        );
        check("    at wasm-function[7]+0x1b:1", "    at a::b", [1, 0]);
        check(
            "    at main (wasm://wasm/my-app-0a1b:wasm-function[7]:0x1b)",
            "    at main (a::b)",
            [1, 0],
        );
        check("wasm-function[7]:0x1b", "a::b", [1, 0]);
    }

    #[test]
    fn several_frames_may_be_on_a_line() {
        check(
            r#"{"stack":"RustPanic: über\n    at wasm://wasm/0a:wasm-function[12]:0x2c\n    at wasm://wasm/0a:wasm-function[7]:0x1b"}"#,
            r#"{"stack":"RustPanic: über\n    at <extern \"C\" fn(&str)>::call\n    at a::b"}"#,
            [2, 0],
        );
    }

    #[test]
    fn frames_of_other_builds_stay_as_they_are() {
        for line in [
            "at wasm://wasm/0a:wasm-function[7]:0x99",
            "at wasm-function[8]+0x1b:1",
        ] {
            check(line, line, [0, 1]);
        }
    }

    #[test]
    fn what_is_no_frame_is_left_alone() {
        let lines = [
            "",
            "wasm-function[",
            "wasm-function[7",
            "wasm-function[7]",
            "wasm-function[7]:0x",
            "wasm-function[x]:0x1b",
            "wasm-function[7]:1b",
            "wasm-function[99999999999]:0x1b",
            "at a::b (file:///a.js:1:2)",
        ];
        for line in lines {
            check(line, line, [0, 0]);
        }
    }

    #[test]
    fn text_that_looks_like_a_module_is_kept() {
        check(
            "wasm://wasm/ in ü: wasm-function[7]:0x1b",
            "wasm://wasm/ in ü: a::b",
            [1, 0],
        );
    }
}
