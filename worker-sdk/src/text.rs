//! Text in little code: what std has for it is compiled anew wherever it is called, and can more.

/// Adds text at the end.
#[inline(never)]
pub(crate) fn push(text: &str, to: &mut String) {
    to.push_str(text);
}

/// Adds a character at the end.
#[inline(never)]
pub(crate) fn push_char(char: char, to: &mut String) {
    to.push(char);
}

/// As `to_owned`.
#[cfg(any(feature = "json", feature = "router"))]
#[inline(never)]
pub(crate) fn owned(text: &str) -> String {
    text.to_owned()
}

/// Without the white space that HTTP and browsers take off at both ends. That of Unicode, which `str::trim` takes off as
/// well, is a part of names and values.
#[inline(never)]
pub(crate) fn bare(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// What stands before an ASCII character, and behind it.
#[inline(never)]
pub(crate) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// What stands behind the first `mark`.
#[inline(never)]
pub(crate) fn behind<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let mut parts = text.as_bytes().windows(mark.len());
    let at = parts.position(|part| part == mark.as_bytes())?;
    text.get(at + mark.len()..)
}

/// Writes the digits of a number.
#[inline(never)]
pub(crate) fn push_decimal(number: u64, to: &mut String) {
    let mut digits = [0; 20];
    let mut rest = number;
    let mut start = digits.len();
    for place in digits.iter_mut().rev() {
        // Dividing 32 bits is faster.
        (*place, rest) = match u32::try_from(rest) {
            Ok(small) => (b'0' + (small % 10) as u8, u64::from(small / 10)),
            Err(_) => (b'0' + (rest % 10) as u8, rest / 10),
        };
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    let digits = digits.get(start..).unwrap_or_default();
    to.push_str(str::from_utf8(digits).unwrap_or_default());
}
