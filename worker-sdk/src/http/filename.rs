//! Names of files in headers.

/// The name of a file as a parameter of `content-disposition`: as RFC 8187 and RFC 2231 write what is not plain.
pub(crate) fn filename(name: &str) -> String {
    let is_simple = |c: char| c.is_ascii_alphanumeric() || "._- ".contains(c);
    if name.chars().all(is_simple) {
        return format!("filename=\"{name}\"");
    }
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => {
                encoded.push(byte.into());
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("filename*=UTF-8''{encoded}")
}
