//! Types of values.

use worker_sdk::sql::{FromRow, FromSql, ToSql, match_words};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result, params};

mod common;

use common::database;

#[derive(FromSql, ToSql, Debug, PartialEq, Clone, Copy)]
struct NoteId(u32);

#[derive(FromSql, ToSql, Debug, PartialEq, Clone, Copy)]
#[sql(rename_all = "snake_case")]
enum Status {
    Draft,
    InReview,
    #[sql(rename = "live")]
    Published,
}

#[derive(FromSql, ToSql, Debug, PartialEq, Clone)]
struct Label<T> {
    text: T,
}

#[derive(FromRow, Debug, PartialEq)]
struct Note {
    id: NoteId,
    status: Status,
    label: Option<Label<String>>,
}

#[worker_sdk::test]
async fn derived_values_come_back(env: Env) -> Result<()> {
    let db = database(&env)?;
    db.exec("CREATE TABLE notes (id INTEGER, status TEXT, label TEXT)")
        .await?;
    let insert = db.prepare("INSERT INTO notes VALUES (?, ?, ?)");
    let label = Label { text: "a".into() };
    let notes = [
        (NoteId(1), Status::Draft, None),
        (NoteId(2), Status::InReview, Some(label)),
        (NoteId(3), Status::Published, None),
    ]
    .map(|(id, status, label)| Note { id, status, label });
    for Note { id, status, label } in &notes {
        insert.bind(params![id, status, label]).run().await?;
    }
    let read = db.prepare("SELECT * FROM notes ORDER BY id").all::<Note>();
    assert_eq!(read.await?.rows, notes);
    let texts = db
        .prepare("SELECT group_concat(status) FROM notes")
        .one::<(String,)>();
    assert_eq!(texts.await?.0, "draft,in_review,live");
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_variant_is_named(env: Env) -> Result<()> {
    let db = database(&env)?;
    for (sql, found) in [
        ("SELECT 'Draft' AS s", "the text \"Draft\""),
        ("SELECT 1 AS s", "the number 1"),
    ] {
        let error = db.prepare(sql).one::<(Status,)>().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "cannot read the column `s` of row 1: expected `draft`, `in_review` or `live`, found {found}"
            )
        );
    }
    let error = db.prepare("SELECT -1 AS id").one::<(NoteId,)>().await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "cannot read the column `id` of row 1: expected an integer that is a `u32`, found the number -1"
    );
    Ok(())
}

#[worker_sdk::test]
async fn tuples_are_parameters(env: Env) -> Result<()> {
    let db = database(&env)?;
    let row = db.prepare("SELECT ?, ?, ?").bind((1, "a", None::<u8>));
    assert_eq!(
        row.one::<(i64, String, Option<u8>)>().await?,
        (1, "a".to_owned(), None)
    );
    let row = db.prepare("SELECT ?").bind((String::from("b"),));
    assert_eq!(row.one::<(String,)>().await?.0, "b");
    let error = db.prepare("SELECT ?, ?").bind((1, f64::NAN));
    assert_eq!(
        error.one::<(i64, f64)>().await.unwrap_err().to_string(),
        "cannot bind parameter 2: SQLite has no NaN; bind `None`, or a number that is finite"
    );
    Ok(())
}

#[worker_sdk::test]
async fn times_of_sqlite_are_read(env: Env) -> Result<()> {
    let db = database(&env)?;
    let query = "SELECT CURRENT_TIMESTAMP, unixepoch() * 1000, datetime(1, 'unixepoch'), '1970-01-01T01:00:01.5+01:00'";
    let (now, ms, second, iso) = db
        .prepare(query)
        .one::<(Timestamp, Timestamp, Timestamp, Timestamp)>()
        .await?;
    assert_eq!(now, ms);
    assert_eq!(second, Timestamp::from_millis(1_000.0));
    assert_eq!(iso, Timestamp::from_millis(1_500.0));
    let error = db.prepare("SELECT 'today' AS at").one::<(Timestamp,)>();
    assert_eq!(
        error.await.unwrap_err().to_string(),
        "cannot read the column `at` of row 1: expected milliseconds since 1970, or text such as `2026-11-20 12:00:00`, \
         found the text \"today\""
    );
    Ok(())
}

#[worker_sdk::test]
async fn any_text_is_searched_for(env: Env) -> Result<()> {
    let db = database(&env)?;
    db.exec("CREATE VIRTUAL TABLE notes USING fts5(title)")
        .await?;
    db.exec("INSERT INTO notes VALUES ('cats and dogs'), ('cats say \"meow\"')")
        .await?;
    let search = db.prepare("SELECT title FROM notes WHERE notes MATCH ? ORDER BY title");
    for typed in ["\"", "cats AND", "title:", "cats* (", "-", "NEAR("] {
        let plain = search.bind([typed]).all::<(String,)>().await;
        assert!(plain.is_err(), "{typed}");
        search.bind([match_words(typed)]).all::<(String,)>().await?;
    }
    for (typed, count) in [
        ("cats", 2),
        ("dogs  cats", 1),
        ("\"meow\"", 1),
        ("cats\0dogs", 1),
        ("cats birds", 0),
        ("", 0),
    ] {
        let found = search.bind([match_words(typed)]).all::<(String,)>();
        assert_eq!(found.await?.rows.len(), count, "{typed}");
    }
    Ok(())
}
