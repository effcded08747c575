//! Migrations of the configuration's databases.

use worker_sdk::d1::Database;
use worker_sdk::{Env, Result, test};

async fn names(db: &Database, sql: &str) -> Result<Vec<String>> {
    let rows = db.prepare(sql).raw::<(String,)>().await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

#[worker_sdk::test]
async fn in_order_and_once(env: Env) -> Result<()> {
    assert_eq!(
        test::migrate("DB").await?,
        ["0001_users.sql", "0002_email.sql"]
    );
    assert_eq!(test::migrate("DB").await?, [""; 0]);
    let db = env.d1("DB")?;
    assert_eq!(names(&db, "SELECT name FROM users").await?, ["ADA;"]);
    let recorded = names(&db, "SELECT name FROM d1_migrations ORDER BY id").await?;
    assert_eq!(recorded, ["0001_users.sql", "0002_email.sql"]);
    Ok(())
}

#[worker_sdk::test]
async fn each_test_has_a_database_of_its_own(env: Env) -> Result<()> {
    let db = env.d1("DB")?;
    let tables = names(&db, "SELECT name FROM sqlite_master WHERE name = 'users'").await?;
    assert_eq!(tables, [""; 0]);
    assert_eq!(test::migrate("DB").await?.len(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn in_the_folder_and_table_of_the_configuration(env: Env) -> Result<()> {
    assert_eq!(test::migrate("NAMED").await?, ["1_things.sql"]);
    let db = env.d1("NAMED")?;
    assert_eq!(
        names(&db, "SELECT name FROM changes").await?,
        ["1_things.sql"]
    );
    Ok(())
}

#[worker_sdk::test]
async fn one_that_fails_changes_nothing(env: Env) -> Result<()> {
    let error = test::migrate("BROKEN").await.unwrap_err().to_string();
    assert!(error.contains("`0002_bad.sql`"), "{error}");
    let db = env.d1("BROKEN")?;
    let sql = "SELECT name FROM sqlite_master WHERE name IN ('good', 'bad')";
    assert_eq!(names(&db, sql).await?, ["good"]);
    Ok(())
}

#[worker_sdk::test]
async fn what_the_configuration_lacks() {
    let error = test::migrate("OTHER").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the migrations failed: Error: no database is bound as `OTHER`; add it to `d1_databases` in `wrangler.jsonc`"
    );
    let error = test::migrate("WITHOUT").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the migrations failed: Error: no folder `nowhere` beside `wrangler.jsonc`; create it, or set \
         `migrations_dir` of `WITHOUT`"
    );
}
