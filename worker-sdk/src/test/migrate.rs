//! The schema of a database.

use wasm_bindgen::JsValue;

use super::{env, kit, sys};
use crate::d1::Migrations;
use crate::error::Result;
use crate::js;

/// Applies the migrations of the D1 database that is bound as `binding`, and gives their names.
///
/// They are the files in the `migrations_dir` that the configuration has for the binding, else in the folder
/// `migrations` beside it, in the order of `wrangler d1 migrations apply`, and are recorded as it does. Each test has
/// databases of its own, which are empty when it begins.
///
/// # Errors
///
/// Fails when the configuration has no such database or no such folder, and with the name of a migration that failed;
/// those before it are applied.
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
/// async fn there_are_no_users_yet(env: Env) -> Result<()> {
///     test::migrate("DB").await?;
///     let users = env.d1("DB")?.prepare("SELECT COUNT(*) FROM users");
///     assert_eq!(users.one::<(u32,)>().await?, (0,));
///     Ok(())
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/d1/reference/migrations/>.
pub async fn migrate(binding: &str) -> Result<Vec<String>> {
    let promise = sys::migrations(&kit(), &js::text(binding));
    let plan = js::settled(promise, "reading the migrations").await?;
    let files = js::property(&plan, "migrations");
    let files = js::items(&files).map(|file| (text(&file, "name"), text(&file, "sql")));
    let migrations = Migrations::new(files).table(text(&plan, "table"));
    migrations.apply(&env().d1(binding)?).await
}

fn text(object: &JsValue, name: &'static str) -> String {
    js::string_property(object, name).unwrap_or_default()
}
