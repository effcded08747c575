//! Writes a mail as RFC 5322 and MIME want it: ASCII, in short lines, everything else encoded.

use super::address::Address;
use super::attachment::Attachment;
use super::mail::Mail;
use crate::http::filename;
use crate::time::Timestamp;

/// Bytes of an encoded line, and so 76 characters.
const LINE: usize = 57;
/// Bytes of an encoded word, which has at most 75 characters.
const WORD: usize = 45;

/// `id` is the left side of the `Message-ID`, and makes the boundaries of parts.
pub(super) fn write(mail: &Mail, id: &str, date: Timestamp) -> String {
    let domain = mail.from.email().rsplit('@').next().unwrap_or_default();
    let date = date.to_http_date().replace("GMT", "+0000");
    let mut out = String::new();
    header(&mut out, "From", &address(&mail.from));
    addresses(&mut out, "To", &mail.to);
    addresses(&mut out, "Cc", &mail.cc);
    addresses(&mut out, "Reply-To", mail.reply_to.as_slice());
    header(&mut out, "Subject", &words(&mail.subject));
    header(&mut out, "Date", &date);
    header(&mut out, "Message-ID", &format!("<{id}@{domain}>"));
    for (name, value) in &mail.headers {
        header(&mut out, name, &words(value));
    }
    header(&mut out, "MIME-Version", "1.0");
    out + &content(mail, id)
}

fn header(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    out.push_str(value);
    out.push_str("\r\n");
}

fn addresses(out: &mut String, name: &str, list: &[Address]) {
    if !list.is_empty() {
        let list: Vec<_> = list.iter().map(address).collect();
        header(out, name, &list.join(",\r\n "));
    }
}

fn address(address: &Address) -> String {
    let email = address.email();
    match address.name() {
        None => email.to_owned(),
        Some(name) if is_plain(name) => {
            let name = name.replace('\\', r"\\").replace('"', "\\\"");
            format!("\"{name}\" <{email}>")
        }
        Some(name) => format!("{} <{email}>", words(name)),
    }
}

/// Whether a text can stand in a header without being encoded.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.contains("=?")
}

/// Text in a header; what is not ASCII becomes encoded words, one to a line.
fn words(text: &str) -> String {
    if is_plain(text) {
        return folded(text);
    }
    let mut encoded = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = WORD.min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (word, after) = rest.split_at(end);
        encoded.push(format!("=?UTF-8?B?{}?=", base64(word.as_bytes())));
        rest = after;
    }
    encoded.join("\r\n ")
}

/// Lines of no more than 76 characters, as far as there are spaces to break them at.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut length = 20;
    for (index, word) in text.split(' ').enumerate() {
        length += word.len() + 1;
        let is_late = length > 76 && !word.is_empty() && index > 0;
        out.push_str(match index {
            0 => "",
            _ if is_late => "\r\n ",
            _ => " ",
        });
        if is_late {
            length = word.len() + 1;
        }
        out.push_str(word);
    }
    out
}

/// Text and HTML, with the files that the HTML shows, with other files.
fn content(mail: &Mail, id: &str) -> String {
    let text = mail.text.as_deref().map(|text| leaf("plain", text));
    let html = mail.html.as_deref().map(|html| leaf("html", html));
    let shown = match (text, html) {
        (Some(text), Some(html)) => multipart("alternative", id, [text, html]),
        (None, Some(html)) => html,
        (text, None) => text.unwrap_or_else(|| leaf("plain", "")),
    };
    let files = |disposition: &str| {
        let files = mail.attachments.iter();
        let files = files.filter(|file| file.disposition() == disposition);
        files.map(attachment).collect::<Vec<_>>()
    };
    let related = with_files("related", id, shown, files("inline"));
    with_files("mixed", id, related, files("attachment"))
}

fn with_files(kind: &str, id: &str, shown: String, files: Vec<String>) -> String {
    match files.is_empty() {
        true => shown,
        false => multipart(kind, id, [shown].into_iter().chain(files)),
    }
}

fn multipart(kind: &str, id: &str, parts: impl IntoIterator<Item = String>) -> String {
    let boundary = format!("{kind}-{id}");
    let mut out = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        out.push_str(&format!("--{boundary}\r\n{part}"));
    }
    out.push_str(&format!("--{boundary}--\r\n"));
    out
}

fn leaf(kind: &str, text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
    format!(
        "Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        lines_of_base64(lines.as_bytes())
    )
}

fn attachment(file: &Attachment) -> String {
    let Attachment {
        content_type,
        content,
        ..
    } = file;
    let name = filename(&file.filename);
    let mut out = format!(
        "Content-Type: {}\r\nContent-Disposition: {}; {name}\r\n",
        line(content_type),
        file.disposition()
    );
    if let Some(id) = &file.content_id {
        header(&mut out, "Content-ID", &format!("<{}>", line(id)));
    }
    header(&mut out, "Content-Transfer-Encoding", "base64");
    out + "\r\n" + &lines_of_base64(content)
}

/// Without what would end a header.
fn line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn lines_of_base64(bytes: &[u8]) -> String {
    let lines = bytes.chunks(LINE).map(base64);
    lines.fold(String::new(), |out, line| out + &line + "\r\n")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: [char; 64] = digits();
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |index| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            let digit = DIGITS.get(value as usize).filter(|_| digit <= three.len());
            out.push(*digit.unwrap_or(&'='));
        }
    }
    out
}

#[allow(
    clippy::indexing_slicing,
    reason = "runs in the compiler, where a panic is a compile error"
)]
const fn digits() -> [char; 64] {
    const TEXT: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut digits = ['A'; 64];
    let mut index = 0;
    while index < 64 {
        digits[index] = TEXT[index] as char;
        index += 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(mail: &Mail) -> String {
        write(mail, "id", Timestamp::from_millis(0.0))
    }

    #[test]
    fn base64_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn a_short_mail() {
        let mail = Mail::new(("The \"shop\"", "shop@example.com"), "hello")
            .to("ada@example.com")
            .to(("Bob", "bob@example.com"))
            .bcc("hidden@example.com")
            .reply_to("desk@example.com")
            .header("X-Order", "42")
            .text("one\ntwo");
        assert_eq!(
            written(&mail),
            "From: \"The \\\"shop\\\"\" <shop@example.com>\r\n\
             To: ada@example.com,\r\n \"Bob\" <bob@example.com>\r\n\
             Reply-To: desk@example.com\r\n\
             Subject: hello\r\n\
             Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n\
             Message-ID: <id@example.com>\r\n\
             X-Order: 42\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n\
             b25lDQp0d28=\r\n"
        );
    }

    #[test]
    fn parts_stand_in_each_other() {
        let mail = Mail::new("a@b", "s")
            .to("c@d")
            .text("t")
            .html("h")
            .attach(Attachment::new("f ü.txt", "text/plain", "x"))
            .attach(Attachment::inline("logo", "l.png", "image/png", [1_u8]));
        let text = written(&mail);
        let order = [
            "multipart/mixed; boundary=\"mixed-id\"",
            "--mixed-id\r\n",
            "multipart/related; boundary=\"related-id\"",
            "--related-id\r\n",
            "multipart/alternative; boundary=\"alternative-id\"",
            "--alternative-id\r\nContent-Type: text/plain",
            "--alternative-id\r\nContent-Type: text/html",
            "--alternative-id--\r\n--related-id\r\nContent-Type: image/png\r\n\
             Content-Disposition: inline; filename=\"l.png\"\r\nContent-ID: <logo>",
            "--related-id--\r\n--mixed-id\r\nContent-Type: text/plain\r\n\
             Content-Disposition: attachment; filename*=UTF-8''f%20%C3%BC.txt",
            "--mixed-id--\r\n",
        ];
        let mut rest = text.as_str();
        for part in order {
            let (_, after) = rest
                .split_once(part)
                .unwrap_or_else(|| panic!("{part}\n\n{text}"));
            rest = after;
        }
        assert_eq!(rest, "");
    }

    #[test]
    fn headers_are_ascii_in_short_lines() {
        let subject = "grüße 🦀 ".repeat(20);
        let mail = Mail::new(("Jürgen", "j@b"), subject)
            .to("c@d")
            .text("x".repeat(500));
        let text = written(&mail);
        assert!(text.is_ascii());
        assert!(
            text.contains("From: =?UTF-8?B?SsO8cmdlbg==?= <j@b>\r\n"),
            "{text}"
        );
        for line in text.split("\r\n") {
            assert!(line.len() <= 90, "{line}");
        }
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let link = format!("<https://example.com/{}>", "x".repeat(100));
        assert_eq!(words(&link), link);
        let text = "seven chars ".repeat(20);
        let folded = words(&text);
        assert_eq!(folded.replace("\r\n", ""), text);
        assert!(
            folded.split("\r\n").all(|line| line.len() <= 76),
            "{folded}"
        );
    }

    #[test]
    fn what_looks_encoded_is_encoded() {
        let text = words("=?UTF-8?Q?x?=");
        assert!(text.starts_with("=?UTF-8?B?"), "{text}");
    }
}
