//! Leaves out what only readers need: comments on lines of their own, blank lines, indentation.
//!
//! A minifier would save more, but wrangler has one (`"minify": true`), and what stays readable here keeps the line
//! structure that stack traces name.

/// `text` without those lines. A text that such a reading could change, because a template spans lines, comes back as
/// it was.
pub(crate) fn compact(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut compact = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let code = match (in_comment || line.starts_with("/*"), line.split_once("*/")) {
            (false, _) => line,
            (true, Some((_, code))) => code.trim_start(),
            (true, None) => {
                in_comment = true;
                continue;
            }
        };
        in_comment = false;
        if !code.is_empty() && !code.starts_with("//") {
            compact.push_str(code);
            compact.push('\n');
        }
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_lines_go_and_code_stays() {
        let text = "// a\n\n/**\n * @param {any} x\n */\nexport function f(x) {\n  /* one line */\n    return `${x}` + '//';\n}\n";
        assert_eq!(
            compact(text),
            "export function f(x) {\nreturn `${x}` + '//';\n}\n"
        );
    }

    #[test]
    fn code_behind_a_comment_stays() {
        let text = "/* a */ b();\n/* c\n d */ e();\nf(); /* g */\n";
        assert_eq!(compact(text), "b();\ne();\nf(); /* g */\n");
    }

    #[test]
    fn a_template_over_lines_is_left_alone() {
        let text = "const a = `\n  // text\n`;\n";
        assert_eq!(compact(text), text);
    }
}
