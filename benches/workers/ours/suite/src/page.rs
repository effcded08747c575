use std::fmt::Write;

/// A table of 60 rows, about 10 KB.
pub fn page() -> String {
    let mut html = String::with_capacity(12_000);
    html.push_str("<!doctype html><title>Stock</title><table>");
    for row in 1..=60 {
        let name = format!("article {row} <\"small\" & round>");
        let _ = write!(html, "<tr id=\"row-{row}\"><td>{row}</td><td>");
        escape(&name, &mut html);
        let _ = write!(
            html,
            "</td><td>{}</td><td><a href=\"/articles/{row}?from=stock\">show</a></td></tr>",
            row * 37 % 101
        );
    }
    html.push_str("</table>");
    html
}

fn escape(text: &str, html: &mut String) {
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            char => html.push(char),
        }
    }
}
