//! Where listings go on.

/// Where a listing goes on: the cursor of an earlier page as any text, or `None` for the beginning.
///
/// # Examples
///
/// ```
/// use worker_sdk::Cursor;
///
/// let kept = Some(String::from("AAAA"));
/// assert_eq!(Cursor::from(kept), Cursor::from("AAAA"));
/// assert_ne!(Cursor::from(None), Cursor::from("AAAA"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub(crate) Option<String>);

impl From<Option<String>> for Cursor {
    fn from(cursor: Option<String>) -> Self {
        Self(cursor)
    }
}

impl From<String> for Cursor {
    fn from(cursor: String) -> Self {
        Self(Some(cursor))
    }
}

impl From<&String> for Cursor {
    fn from(cursor: &String) -> Self {
        Self(Some(cursor.clone()))
    }
}

impl From<&str> for Cursor {
    fn from(cursor: &str) -> Self {
        Self(Some(cursor.to_owned()))
    }
}
