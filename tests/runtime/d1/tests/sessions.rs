//! Sessions, pages and migrations.

use futures_util::TryStreamExt;
use worker_sdk::d1::{Database, Migrations, Start};
use worker_sdk::{Env, Result, params, test};

mod common;

use common::database;

#[worker_sdk::test]
async fn a_session_goes_on_where_another_ended(env: Env) -> Result<()> {
    let db = database(&env)?;
    let session = db.with_session(Start::FirstPrimary)?;
    assert_eq!(session.bookmark(), None);
    session.prepare("CREATE TABLE a (n INTEGER)").run().await?;
    let insert = session.prepare("INSERT INTO a VALUES (?)");
    session
        .batch(vec![
            insert.bind(params![1]).run(),
            insert.bind(params![2]).run(),
        ])
        .await?;
    let bookmark = session.bookmark().unwrap_or_default();
    assert!(!bookmark.is_empty());
    let next = db.with_session(Start::Bookmark(&bookmark))?;
    let (count,) = next
        .prepare("SELECT COUNT(*) FROM a")
        .one::<(u32,)>()
        .await?;
    assert_eq!(count, 2);
    assert!(next.bookmark().is_some());
    let any = db.with_session(Start::default())?;
    assert_eq!(
        any.prepare("SELECT n FROM a").raw::<(u8,)>().await?,
        [(1,), (2,)]
    );
    Ok(())
}

async fn numbers(env: &Env, count: u32) -> Result<Database> {
    let db = database(env)?;
    db.exec("CREATE TABLE numbers (id INTEGER PRIMARY KEY, name TEXT)")
        .await?;
    db.prepare(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
         INSERT INTO numbers SELECT i, 'number ' || i FROM n",
    )
    .bind(params![count])
    .run()
    .await?;
    Ok(db)
}

const PAGE: &str = "SELECT id, name FROM numbers WHERE id > ?1 ORDER BY id LIMIT ?2";

fn key((id, _): &(u32, String)) -> u32 {
    *id
}

#[worker_sdk::test]
async fn pages_end_with_the_last_row(env: Env) -> Result<()> {
    let db = numbers(&env, 20).await?;
    for (size, expected) in [
        (7, vec![7, 7, 6]),
        (10, vec![10, 10]),
        (20, vec![20]),
        (50, vec![20]),
    ] {
        let mut pages = db.prepare(PAGE).pages(size, 0, key);
        let mut lengths = Vec::new();
        let mut last = 0;
        while let Some(page) = pages.try_next().await? {
            lengths.push(page.len());
            for (id, name) in page {
                assert_eq!((id, name), (last + 1, format!("number {}", last + 1)));
                last = id;
            }
        }
        assert_eq!((&lengths, last), (&expected, 20), "pages of {size}");
        assert_eq!(pages.try_next().await?, None);
        assert_eq!(pages.into_stream().try_next().await?, None);
        let streamed = db.prepare(PAGE).pages(size, 0, key).into_stream();
        let streamed = streamed.map_ok(|page| page.len());
        assert_eq!(streamed.try_collect::<Vec<_>>().await?, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn pages_have_further_values(env: Env) -> Result<()> {
    let db = numbers(&env, 20).await?;
    let sql = "SELECT id, name FROM numbers WHERE id > ?1 AND id % ?3 = 0 ORDER BY id LIMIT ?2";
    let pages = db.prepare(sql).pages(4, 0, key).with(3);
    let pages: Vec<Vec<(u32, String)>> = pages.into_stream().try_collect().await?;
    let ids = pages
        .iter()
        .map(|page| page.iter().map(key).collect::<Vec<_>>());
    assert_eq!(ids.collect::<Vec<_>>(), [vec![3, 6, 9, 12], vec![15, 18]]);
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_of_pages_ends_after_an_error(env: Env) -> Result<()> {
    let db = numbers(&env, 3).await?;
    db.exec("UPDATE numbers SET name = NULL WHERE id = 3")
        .await?;
    let mut pages = db.prepare(PAGE).pages(2, 0, key).into_stream();
    assert_eq!(pages.try_next().await?.map(|page| page.len()), Some(2));
    let error = pages.try_next().await.unwrap_err();
    assert!(error.to_string().contains("`name` of row 1"), "{error}");
    assert_eq!(pages.try_next().await?, None);
    Ok(())
}

#[cfg(target_family = "wasm")]
#[worker_sdk::test(timeout = "60s")]
async fn a_hundred_thousand_rows_in_little_memory(env: Env) -> Result<()> {
    let db = numbers(&env, 100_000).await?;
    let mut pages = db.prepare(PAGE).pages(2_000, 0, key);
    let mut rows = 0;
    let mut after_first = 0;
    while let Some(page) = pages.try_next().await? {
        rows += page.len();
        if after_first == 0 {
            after_first = std::arch::wasm32::memory_size(0);
        }
    }
    assert_eq!(rows, 100_000);
    let pages_more = std::arch::wasm32::memory_size(0) - after_first;
    assert!(pages_more <= 4, "memory grew by {pages_more} pages");
    Ok(())
}

fn migrations() -> Migrations {
    Migrations::new([
        (
            "0002_email.sql",
            "ALTER TABLE users ADD COLUMN email TEXT; -- and nothing else\n",
        ),
        (
            "0001_users.sql",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
             CREATE TABLE log (text TEXT);\n\
             CREATE TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO log VALUES ('a; b' || new.name); END;",
        ),
    ])
}

#[worker_sdk::test]
async fn migrations_are_applied_once_and_in_order(env: Env) -> Result<()> {
    let db = database(&env)?;
    assert_eq!(
        migrations().apply(&db).await?,
        ["0001_users.sql", "0002_email.sql"]
    );
    assert_eq!(migrations().apply(&db).await?, [""; 0]);
    db.prepare("INSERT INTO users (name, email) VALUES ('x', 'y')")
        .run()
        .await?;
    let (text,) = db
        .prepare("SELECT text FROM log")
        .one::<(String,)>()
        .await?;
    assert_eq!(text, "a; bx");
    let names = db
        .prepare("SELECT id, name FROM d1_migrations")
        .raw::<(u8, String)>()
        .await?;
    assert_eq!(
        names,
        [(1, "0001_users.sql".into()), (2, "0002_email.sql".into())]
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_migration_that_fails_changes_nothing(env: Env) -> Result<()> {
    let db = database(&env)?;
    let broken = Migrations::new([
        ("1.sql", "CREATE TABLE a (n)"),
        ("2.sql", "CREATE TABLE b (n); CREATE TABLE a (n)"),
        ("3.sql", "CREATE TABLE c (n)"),
    ]);
    let error = broken.apply(&db).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("the migration `2.sql` changed nothing: the batch of D1 failed"),
        "{text}"
    );
    assert!(text.contains("table a already exists"), "{text}");
    let tables = db
        .prepare("SELECT name FROM sqlite_master WHERE name IN ('a', 'b', 'c')")
        .raw::<(String,)>()
        .await?;
    assert_eq!(tables, [("a".to_owned(),)]);
    Ok(())
}

#[worker_sdk::test]
async fn migrations_have_the_order_of_their_numbers(env: Env) -> Result<()> {
    let files = [
        "init.sql",
        "10_ten.sql",
        "b_2.sql",
        "2_two.sql",
        "0002_again.sql",
        "20260401120000_date.sql",
        "9.sql",
        "#1.sql",
    ];
    let migrations = Migrations::new(files.map(|name| (name, "")));
    assert_eq!(
        migrations.apply(&database(&env)?).await?,
        [
            "#1.sql",
            "0002_again.sql",
            "2_two.sql",
            "9.sql",
            "10_ten.sql",
            "20260401120000_date.sql",
            "b_2.sql",
            "init.sql",
        ]
    );
    Ok(())
}

#[worker_sdk::test]
async fn migrations_in_another_table(env: Env) -> Result<()> {
    let db = database(&env)?;
    let other = migrations().table("my \"own\" table");
    assert_eq!(other.apply(&db).await?.len(), 2);
    assert_eq!(other.apply(&db).await?.len(), 0);
    Ok(())
}

#[worker_sdk::test]
async fn migrations_of_the_configuration(env: Env) -> Result<()> {
    let db = env.d1("OTHER")?;
    let applied = test::migrate("OTHER").await?;
    assert_eq!(applied, ["2_pages.sql", "10_log.sql"]);
    db.prepare("INSERT INTO pages (title) VALUES ('home; sweet')")
        .run()
        .await?;
    let (text,) = db
        .prepare("SELECT text FROM log")
        .one::<(String,)>()
        .await?;
    assert_eq!(text, "new: home; sweet");
    let (count,) = db
        .prepare("SELECT COUNT(*) FROM applied")
        .one::<(u8,)>()
        .await?;
    assert_eq!(count, 2);
    assert!(test::migrate("NOPE").await.is_err());
    Ok(())
}
