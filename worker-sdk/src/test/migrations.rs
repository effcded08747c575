//! The migrations of the crate's own configuration.

use super::{kit, sys};
use crate::d1::Migrations;
use crate::error::Result;
use crate::js;

/// The migrations of the D1 database `binding`, from the folder that the configuration names, or `migrations`.
///
/// The storage of a test is empty: apply them first.
///
/// # Errors
///
/// Fails when the configuration has no such database, or when there is no such folder.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Env, Result, test};
///
/// #[worker_sdk::test]
/// async fn nobody_at_first(env: Env) -> Result<()> {
///     let db = env.d1("DB")?;
///     test::migrations("DB").await?.apply(&db).await?;
///     let (count,) = db.prepare("SELECT COUNT(*) FROM users").one::<(u32,)>().await?;
///     assert_eq!(count, 0);
///     Ok(())
/// }
/// # }
/// ```
pub async fn migrations(binding: &str) -> Result<Migrations> {
    let promise = sys::migrations_of(&kit(), &js::text(binding));
    let found = js::settled(promise, "reading the migrations").await?;
    let list = js::property(&found, "migrations");
    let all = js::items(&list).map(|migration| {
        let name = js::string(&js::property(&migration, "name")).unwrap_or_default();
        let queries = js::list_to_strings(&js::property(&migration, "queries"));
        // A query may end with a comment.
        (name, queries.join("\n;\n"))
    });
    let table = js::string(&js::property(&found, "table")).unwrap_or_default();
    Ok(Migrations::new(all).table(table))
}
