//! Rows and parameters by position.

use super::params::{Params, ToSql};
use super::row::{FromRow, Row};
use super::value::FromSql;
use crate::error::Result;

macro_rules! tuples {
    ($($width:literal: $($name:ident $index:tt),*;)*) => {
        $(impl<$($name: FromSql),*> FromRow for ($($name,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                row.check_width($width)?;
                Ok(($(row.at::<$name>($index)?,)*))
            }
        }

        impl<$($name: ToSql),*> From<($($name,)*)> for Params {
            fn from(values: ($($name,)*)) -> Self {
                Self::new()$(.with(&values.$index))*
            }
        })*
    };
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}
