#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
//! Every form of a row.

extern crate worker_sdk as sdk;

use std::fmt::Debug;

use sdk::sql::FromRow;

/// Names.
#[derive(FromRow, Debug)]
#[row(rename_all = "SCREAMING_SNAKE_CASE", crate = sdk)]
pub struct Named<T: Debug, const N: usize>
where
    T: Clone,
{
    /// One.
    pub r#type: Option<T>,
    #[row(rename = "two")]
    second: [u8; N],
    #[row(json, default)]
    third: Vec<String>,
    #[row(default)]
    fourth: u8,
    #[row(flatten)]
    fifth: Unit,
}

#[derive(FromRow, Debug)]
struct Unit;

#[derive(FromRow, Debug)]
struct Places(u8, String);

#[allow(dead_code)]
mod names {
    //! Names of the prelude mean something else here.

    struct Result;
    struct Option;
    struct Ok;
    struct Row;

    #[derive(worker_sdk::sql::FromRow)]
    struct Empty {}

    #[derive(worker_sdk::sql::FromRow)]
    struct One {
        #[row(default)]
        row: u8,
        value: u8,
    }
}

fn check<T: FromRow>() {}

fn main() {
    check::<Named<String, 3>>();
    check::<Unit>();
    check::<Places>();
    let _ = |n: Named<u8, 1>, p: Places| (n.second, n.third, n.fourth, n.fifth, p.0, p.1);
}
