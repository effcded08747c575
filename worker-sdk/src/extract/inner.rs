//! What extractors hold, without naming the field.

use std::ops::{Deref, DerefMut};

use super::{Extension, Form, Path, Query};
#[cfg(feature = "json")]
use crate::http::Json;

macro_rules! inner {
    ($($(#[$gate:meta])* $type:ident),* $(,)?) => {
        $(
            $(#[$gate])*
            impl<T> Deref for $type<T> {
                type Target = T;

                fn deref(&self) -> &T {
                    &self.0
                }
            }

            $(#[$gate])*
            impl<T> DerefMut for $type<T> {
                fn deref_mut(&mut self) -> &mut T {
                    &mut self.0
                }
            }
        )*
    };
}

inner!(
    Extension,
    Form,
    Path,
    Query,
    #[cfg(feature = "json")]
    Json,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extractor_is_what_it_holds() {
        let mut query = Query(vec![1]);
        query.push(2);
        assert_eq!((query.len(), &query.0), (2, &vec![1, 2]));
        let (path, form) = (Path("a".to_owned()), Form("b".to_owned()));
        assert_eq!((path.as_str(), form.as_str()), ("a", "b"));
        assert_eq!(Extension("c".to_owned()).len(), 1);
        #[cfg(feature = "json")]
        assert_eq!(Json([1, 2]).len(), 2);
    }
}
