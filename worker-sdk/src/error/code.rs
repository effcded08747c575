//! Codes that products have in their messages alone.

use super::Error;
use crate::js;

impl Error {
    /// The code at the end of the message of what was thrown: `get: The requested range is not satisfiable (10039)`.
    pub(crate) fn code_at_end(&self) -> Option<u32> {
        let message = js::string_property(self.as_raw()?, "message")?;
        code_of(&message)
    }
}

fn code_of(message: &str) -> Option<u32> {
    let (_, code) = message.strip_suffix(')')?.rsplit_once('(')?;
    let known = (5..=6).contains(&code.len()) && code.starts_with('1');
    code.parse().ok().filter(|_| known)
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn codes_stand_at_the_end_of_messages() {
        let cases = [
            (
                "get: The requested range is not satisfiable (10039)",
                Some(10_039),
            ),
            ("put: too large (100100)", Some(100_100)),
            ("Queue is overloaded (10250)", Some(10_250)),
            ("nothing", None),
            ("HTTP (404)", None),
            ("(10039) in front", None),
            ("twice (10001) (10002)", Some(10_002)),
            ("put: a code (99999)", None),
            ("put: no number (1a039)", None),
        ];
        for (message, code) in cases {
            assert_eq!(code_of(message), code, "{message}");
        }
    }
}
