//! What only the platform does, by a stand-in with its interface.

use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::Result;
use worker_sdk::d1::{Database, Migrations, Session, Start};

#[wasm_bindgen(inline_js = r#"
const meta = {
  changes: 4, last_row_id: -5, changed_db: true, rows_read: 6, rows_written: 7, size_after: 8192, duration: 12.5,
  timings: { sql_duration_ms: 1.5 }, served_by: "v3-prod", served_by_region: "WEUR", served_by_colo: "AMS",
  served_by_primary: false, total_attempts: 3,
};

// A database with one answer for everything, which tells how its sessions started.
const database = (answer, batch) => {
  const starts = [];
  const statement = { bind: () => statement, run: answer, all: answer, raw: answer };
  const withSession = (start) => (starts.push(start), { prepare: () => statement });
  return { starts, prepare: () => statement, withSession, batch, exec: answer };
};
export const says_all = () => database(async () => ({ meta, results: [], count: 2, duration: 250.5 }));
export const says_nothing = () => database(async () => {}, async () => {});
export const starts_of = (stand_in) => stand_in.starts.join();

// A database whose second batch fails.
export const fails = (message) => {
  let batches = 0;
  const batch = async () => {
    if (batches++ > 0) throw new Error(message);
    return [{ results: [] }, { results: [] }];
  };
  return database(async () => {}, batch);
};
export const session = (bookmark) => ({ getBookmark: () => bookmark });
"#)]
extern "C" {
    fn says_all() -> JsValue;
    fn says_nothing() -> JsValue;
    fn starts_of(database: &JsValue) -> String;
    fn fails(message: &str) -> JsValue;
    fn session(bookmark: &str) -> JsValue;
}

#[worker_sdk::test]
fn a_session_starts_where_it_is_told() -> Result<()> {
    let db = Database::from_raw(says_all());
    for start in [
        Start::FirstPrimary,
        Start::FirstUnconstrained,
        Start::Bookmark("0000-1"),
        Start::default(),
    ] {
        db.with_session(start)?;
    }
    assert_eq!(
        starts_of(db.as_raw()),
        "first-primary,first-unconstrained,0000-1,first-unconstrained"
    );
    Ok(())
}

#[worker_sdk::test]
fn a_bookmark_is_what_the_session_says() {
    let session = Session::from_raw(session("0000-2"));
    assert_eq!(session.bookmark().as_deref(), Some("0000-2"));
    for other in [JsValue::UNDEFINED, says_all()] {
        assert_eq!(Session::from_raw(other).bookmark(), None);
    }
}

#[worker_sdk::test]
async fn what_the_platform_says_of_a_run() -> Result<()> {
    let db = Database::from_raw(says_all());
    let statement = db.prepare("");
    for meta in [statement.run().await?, statement.all::<(u8,)>().await?.meta] {
        assert_eq!((meta.changes(), meta.changed_db()), (4, true));
        assert_eq!(meta.last_row_id(), -5);
        assert_eq!((meta.rows_read(), meta.rows_written()), (6, 7));
        assert_eq!(meta.size_after(), 8_192);
        assert_eq!(meta.duration(), Duration::from_micros(12_500));
        assert_eq!(meta.sql_duration(), Some(Duration::from_micros(1_500)));
        assert_eq!(meta.served_by().as_deref(), Some("v3-prod"));
        assert_eq!(meta.served_by_region().as_deref(), Some("WEUR"));
        assert_eq!(meta.served_by_colo().as_deref(), Some("AMS"));
        assert_eq!(meta.served_by_primary(), Some(false));
        assert_eq!(meta.total_attempts(), Some(3));
    }
    let done = db.exec("").await?;
    assert_eq!(
        (done.count, done.duration),
        (2, Duration::from_micros(250_500))
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_does_not_say() -> Result<()> {
    let db = Database::from_raw(says_nothing());
    let meta = db.prepare("").run().await?;
    assert_eq!((meta.changes(), meta.changed_db()), (0, false));
    assert_eq!((meta.duration(), meta.sql_duration()), Default::default());
    assert_eq!((meta.served_by(), meta.served_by_primary()), (None, None));
    assert_eq!(
        (meta.served_by_region(), meta.served_by_colo()),
        (None, None)
    );
    assert_eq!(meta.total_attempts(), None);
    assert_eq!(db.exec("").await?.count, 0);
    Ok(())
}

#[worker_sdk::test]
async fn an_answer_without_rows_is_an_error() {
    let db = Database::from_raw(says_nothing());
    let statement = db.prepare("");
    let first = statement.first::<(u8,)>().await.unwrap_err();
    let column = statement.first_column::<u8>("a").await.unwrap_err();
    let raw = statement.raw::<(u8,)>().await.unwrap_err();
    for error in [first, column, raw] {
        let text = error.to_string();
        assert!(
            text.starts_with("reading a JavaScript value failed: TypeError"),
            "{text}"
        );
    }
    let error = db.batch([statement.run()]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database answered a batch with fewer results than it has statements"
    );
}

#[worker_sdk::test]
async fn a_migration_is_not_said_to_be_undone_if_nobody_knows() {
    let cases = [
        (
            "D1_ERROR: no such table: ghosts: SQLITE_ERROR",
            "the migration `1.sql` changed nothing: the batch of D1 failed: Error: D1_ERROR: no such table: ghosts: SQLITE_ERROR",
        ),
        (
            "D1_ERROR: near \"x\": syntax error",
            "the migration `1.sql` changed nothing: the batch of D1 failed: Error: D1_ERROR: near \"x\": syntax error",
        ),
        (
            "D1_ERROR: Network connection lost.",
            "the migration `1.sql` may have been applied, try again to find out: the batch of D1 failed: \
             Error: D1_ERROR: Network connection lost.",
        ),
        (
            "D1_ERROR: D1 DB exceeded its CPU time limit and was reset.",
            "the migration `1.sql` may have been applied, try again to find out: the batch of D1 failed: \
             Error: D1_ERROR: D1 DB exceeded its CPU time limit and was reset.",
        ),
        (
            "internal error",
            "the migration `1.sql` may have been applied, try again to find out: the batch of D1 failed: \
             Error: internal error",
        ),
    ];
    for (message, expected) in cases {
        let db = Database::from_raw(fails(message));
        let migrations = Migrations::new([("1.sql", "SELECT 1")]);
        let error = migrations.apply(&db).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        let is_lost = message.contains("connection lost");
        assert_eq!(error.is_retryable(), is_lost, "{message}");
    }
}
