#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
//! Every form of a value.

extern crate worker_sdk as sdk;

use sdk::sql::{FromSql, ToSql};

/// Texts.
#[derive(FromSql, ToSql)]
#[sql(rename_all = "kebab-case", crate = sdk)]
pub enum Status {
    /// One.
    InReview,
    /// Two.
    #[sql(rename = "live")]
    Published,
}

/// A generic one.
#[derive(FromSql, ToSql)]
pub struct Tagged<T: Clone>
where
    T: Copy,
{
    inner: Option<T>,
}

#[derive(FromSql, ToSql)]
struct Bytes<const N: usize>([u8; N]);

#[allow(dead_code)]
mod names {
    //! Names of the prelude mean something else here.

    struct Result;
    struct Ok;
    struct Err;
    struct Param;

    #[derive(worker_sdk::sql::FromSql, worker_sdk::sql::ToSql)]
    enum Value {
        Text,
    }

    #[derive(worker_sdk::sql::FromSql, worker_sdk::sql::ToSql)]
    struct Id {
        value: u8,
    }
}

macro_rules! ids {
    ($($name:ident: $type:ident),*) => {
        $(
            #[derive(worker_sdk::sql::FromSql, worker_sdk::sql::ToSql)]
            struct $name($type);
        )*

        #[derive(worker_sdk::sql::FromRow)]
        struct Ids($($type),*);
    };
}

ids!(UserId: u32, NoteId: String);

fn check<T: FromSql + ToSql>() {}

fn main() {
    check::<Status>();
    check::<Tagged<u8>>();
    check::<Bytes<4>>();
    check::<UserId>();
    check::<NoteId>();
    let _ = |Ids(user, note)| (user, note);
    let _ = |tagged: Tagged<u8>| tagged.inner;
}
