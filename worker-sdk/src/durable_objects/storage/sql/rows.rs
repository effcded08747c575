//! Rows one after the other.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::vec;

use super::unread::Unread;
use crate::error::{Error, Result};
use crate::sql::FromRow;

/// Rows that are read at once where not all of them may be wanted.
const SOME: i32 = 64;

/// The rest of the rows of a [`SqlCursor`](super::SqlCursor): [`SqlCursor::rows`](super::SqlCursor::rows). After an error
/// there are no more. Rows that were not asked for stay in the cursor.
///
/// It is not `Send`, so that it is not held across an await in handlers whose futures are: other events run meanwhile, and
/// may change what is read.
///
/// # Example: rows that are held across an `await`
///
/// ```compile_fail
/// # use worker_sdk::durable_objects::Storage;
/// # fn is_send<T: Send>(_: T) {}
/// # async fn run(storage: Storage) -> worker_sdk::Result<()> {
/// let mut cursor = storage.sql().exec("SELECT name FROM users", ())?;
/// let mut rows = cursor.rows::<(String,)>();
/// storage.sync().await?;
/// rows.next();
/// # Ok(())
/// # }
/// # fn handler(storage: Storage) { is_send(run(storage)); }
/// ```
pub struct Rows<'a, T> {
    unread: &'a mut Unread,
    read: vec::IntoIter<T>,
    next: Next,
    not_send: PhantomData<*const ()>,
}

enum Next {
    More,
    Nothing,
    Failed(Error),
}

impl<'a, T> Rows<'a, T> {
    pub(super) fn of(unread: &'a mut Unread) -> Self {
        Self {
            unread,
            read: Vec::new().into_iter(),
            next: Next::More,
            not_send: PhantomData,
        }
    }
}

impl<T: FromRow> Rows<'_, T> {
    fn read(&mut self) {
        let mut rows = Vec::new();
        self.next = match self.unread.look(SOME, usize::MAX, &mut rows) {
            Ok(true) => Next::More,
            Ok(false) => Next::Nothing,
            Err(error) => Next::Failed(error),
        };
        self.read = rows.into_iter();
    }
}

impl<T: FromRow> Iterator for Rows<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(row) = self.read.next() {
                self.unread.take();
                return Some(Ok(row));
            }
            match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::More => self.read(),
                Next::Nothing => return None,
                Next::Failed(error) => {
                    self.unread.take();
                    return Some(Err(error));
                }
            }
        }
    }
}

impl<T: FromRow> FusedIterator for Rows<'_, T> {}

impl<T> fmt::Debug for Rows<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({:?})", self.unread.statement)
    }
}
