//! Statements, their parameters and their results.

use worker_sdk::d1::{Database, ErrorKind};
use worker_sdk::sql::{FromRow, Params, Value};
use worker_sdk::time::Timestamp;
use worker_sdk::{Bytes, Context, Env, Json, Result, named_params, params};

mod common;

use common::database;

async fn users(env: &Env) -> Result<Database> {
    let db = database(env)?;
    db.exec(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age REAL, photo BLOB)",
    )
    .await?;
    let insert = db.prepare("INSERT INTO users (name, age, photo) VALUES (?, ?, ?)");
    db.batch((
        insert.bind(params!["Ada", 36, [0_u8, 255]]).run(),
        insert.bind(params!["Grace", 85.5, None::<Bytes>]).run(),
        insert
            .bind(params!["Ünal 😀", None::<f64>, Vec::<u8>::new()])
            .run(),
    ))
    .await?;
    Ok(db)
}

#[derive(FromRow, Debug, PartialEq)]
struct User {
    id: u32,
    name: String,
    age: Option<f64>,
    photo: Option<Vec<u8>>,
}

fn ada() -> User {
    User {
        id: 1,
        name: "Ada".into(),
        age: Some(36.0),
        photo: Some(vec![0, 255]),
    }
}

const ALL: &str = "SELECT * FROM users ORDER BY id";

#[worker_sdk::test]
async fn all_rows_and_meta_data(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let results = db.prepare(ALL).all::<User>().await?;
    assert_eq!(results.rows.len(), 3);
    assert_eq!(results.rows[0], ada());
    assert_eq!(results.rows[1].photo, None);
    assert_eq!(results.rows[2].name, "Ünal 😀");
    assert_eq!(
        (results.rows[2].age, results.rows[2].photo.as_deref()),
        (None, Some(&[][..]))
    );
    assert_eq!(
        (results.meta.changes(), results.meta.changed_db()),
        (0, false)
    );
    assert_eq!(results.meta.rows_read(), 3);
    assert!(results.meta.size_after() > 0);
    let names: Vec<String> = results.into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Ada", "Grace", "Ünal 😀"]);
    Ok(())
}

#[worker_sdk::test]
async fn all_rows_of_none(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let none = db.prepare("SELECT * FROM users WHERE id > 10");
    assert_eq!(none.all::<User>().await?.rows, []);
    assert_eq!(none.raw::<User>().await?, []);
    assert_eq!(none.first::<User>().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn raw_rows(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let rows = db.prepare(ALL).raw::<User>().await?;
    assert_eq!((rows.len(), &rows[0]), (3, &ada()));
    let pairs = db
        .prepare(
            "SELECT a.name, b.name FROM users a JOIN users b ON a.id < b.id ORDER BY a.id, b.id",
        )
        .raw::<(String, String)>()
        .await?;
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(pairs[0], ("Ada", "Grace"));
    assert_eq!(pairs.len(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn first_row(env: Env) -> Result<()> {
    let db = users(&env).await?;
    assert_eq!(db.prepare(ALL).first::<User>().await?, Some(ada()));
    let by_name = db.prepare("SELECT * FROM users WHERE name = ?");
    let ada = by_name.bind(params!["Ada"]).first::<User>().await?;
    assert_eq!(ada.map(|user| user.id), Some(1));
    assert_eq!(by_name.bind(params!["Nobody"]).first::<User>().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn first_column(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let all = db.prepare(ALL);
    assert_eq!(
        all.first_column::<String>("name").await?,
        Some("Ada".into())
    );
    let ages = db.prepare("SELECT age FROM users WHERE id = ?");
    let age = |id| ages.bind(params![id]).first_column::<Option<f64>>("age");
    assert_eq!(age(1).await?, Some(Some(36.0)));
    assert_eq!(age(3).await?, Some(None));
    assert_eq!(age(9).await?, None);
    let error = all.first_column::<String>("nmae").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no column `nmae` in the rows; the statement selects `id`, `name`, `age`, `photo`"
    );
    assert!(error.is_malformed() && error.d1_kind().is_none());
    Ok(())
}

#[worker_sdk::test]
async fn exactly_one_row(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let (count,) = db
        .prepare("SELECT COUNT(*) FROM users")
        .one::<(u8,)>()
        .await?;
    assert_eq!(count, 3);
    let several = db.prepare(ALL).one::<User>().await.unwrap_err();
    assert!(
        several
            .to_string()
            .starts_with("the query gave several rows"),
        "{several}"
    );
    let none = db.prepare("SELECT * FROM users WHERE id = 9");
    let none = none.one::<User>().await.unwrap_err();
    assert!(
        none.to_string().starts_with("the query gave no row"),
        "{none}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn meta_data_alone(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let meta = db
        .prepare("UPDATE users SET age = 1 WHERE id < 3")
        .run()
        .await?;
    assert_eq!((meta.changes(), meta.changed_db()), (2, true));
    assert!(meta.rows_written() >= 2);
    let insert = db.prepare("INSERT INTO users (id, name) VALUES (?, ?)");
    let meta = insert.bind(params![700, "Alan"]).run().await?;
    assert_eq!((meta.last_row_id(), meta.changes()), (700, 1));
    assert!(meta.served_by().is_some());
    assert!(format!("{meta:?}").contains("last_row_id: 700"));
    Ok(())
}

#[worker_sdk::test]
async fn values_come_back(env: Env) -> Result<()> {
    let db = database(&env)?;
    db.exec("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB)")
        .await?;
    let insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
    let max = (1_i64 << 53) - 1;
    let text = "it's \"ü€😀\" \0 ok";
    insert
        .bind(params![max, 0.1, text, vec![7_u8; 3]])
        .run()
        .await?;
    insert
        .bind(params![-max, f64::MAX, 'ü', [0_u8; 0]])
        .run()
        .await?;
    insert
        .bind(params![true, -0.5_f32, String::new(), None::<&[u8]>])
        .run()
        .await?;
    type Row = (i64, f64, String, Option<Bytes>);
    let rows = db.prepare("SELECT * FROM t").raw::<Row>().await?;
    assert_eq!(rows[0], (max, 0.1, text.into(), Some(vec![7; 3].into())));
    assert_eq!(rows[1], (-max, f64::MAX, "ü".into(), Some(vec![].into())));
    assert_eq!(rows[2], (1, -0.5, String::new(), None));
    let flags = db.prepare("SELECT i = 1 FROM t").raw::<(bool,)>().await?;
    assert_eq!(flags, [(false,), (false,), (true,)]);
    Ok(())
}

#[worker_sdk::test]
async fn dates_and_json(env: Env) -> Result<()> {
    let db = database(&env)?;
    let day = Timestamp::from_millis(86_400_000.0);
    let tags = Json(vec!["a".to_owned(), "ü".to_owned()]);
    let statement = db.prepare("SELECT ?, ?").bind(params![day, tags]);
    let (back, Json(tags)) = statement.one::<(Timestamp, Json<Vec<String>>)>().await?;
    assert_eq!((back, tags), (day, vec!["a".to_owned(), "ü".to_owned()]));
    let error = statement.one::<(Timestamp, Json<u8>)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read the column `?` of row 1: expected JSON text of the right shape (invalid type: sequence, \
         expected u8 at line 1 column 0), found the text \"[\\\"a\\\",\\\"ü\\\"]\""
    );
    Ok(())
}

#[worker_sdk::test]
async fn any_number_of_values(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let ids: Params = [1, 3].into_iter().collect();
    let names = db
        .prepare("SELECT name FROM users WHERE id IN (?, ?) ORDER BY id")
        .bind(ids)
        .raw::<(String,)>()
        .await?;
    assert_eq!(names, [("Ada".to_owned(),), ("Ünal 😀".to_owned(),)]);
    let values = vec![
        Value::Text("x".into()),
        Value::Integer(1),
        Value::Null,
        Value::Blob(vec![1]),
    ];
    let statement = db.prepare("SELECT ?1, ?2, ?3, ?4").bind(values.clone());
    let (a, b, c, d) = statement.one::<(Value, Value, Value, Value)>().await?;
    assert_eq!(vec![a, b, c, d], values);
    Ok(())
}

#[worker_sdk::test]
async fn values_that_cannot_be_bound(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let delete = db.prepare("DELETE FROM users WHERE id < ?");
    let error = delete.bind(params![1_u64 << 53]).run().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot bind parameter 1: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not exact; \
         bind it as text"
    );
    let infinite = delete.bind(params![f64::INFINITY]).run();
    let error = db
        .batch(vec![delete.bind(params![10]).run(), infinite])
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot bind parameter 1: SQLite has no inf; bind `None`, or a number that is finite"
    );
    assert_eq!(db.prepare(ALL).raw::<User>().await?.len(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn a_write_behind_the_response(env: Env, context: Context) -> Result<()> {
    let db = users(&env).await?;
    context.wait_until(db.prepare("DELETE FROM users WHERE id < 3").run());
    worker_sdk::test::settled().await?;
    assert_eq!(db.prepare(ALL).raw::<User>().await?.len(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn placeholders_with_names(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let older = db.prepare_named("SELECT name, :age FROM users WHERE age > :age AND name <> $name");
    let name = String::from("Grace");
    let rows = older
        .bind(named_params! { name, age: 35.5 })
        .raw::<(String, f64)>()
        .await?;
    assert_eq!(rows, [("Ada".to_owned(), 35.5)]);
    let error = older
        .bind(named_params! { age: 1 })
        .run()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the placeholder `:name` has no value; give it one"
    );
    let session = db.with_session(worker_sdk::d1::Start::FirstPrimary)?;
    let one = session
        .prepare_named("SELECT @n")
        .bind(named_params! { n: 5 });
    assert_eq!(one.one::<(u8,)>().await?, (5,));
    Ok(())
}

#[worker_sdk::test]
async fn fewer_values_than_placeholders(env: Env) -> Result<()> {
    let db = users(&env).await?;
    let error = db
        .prepare("SELECT ?")
        .first::<(Value,)>()
        .await
        .unwrap_err();
    assert_eq!(error.d1_kind(), Some(ErrorKind::Query), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn a_table_that_no_migration_has_made(env: Env) -> Result<()> {
    const HELP: &str = "Error: D1_ERROR: no such table: ghosts: SQLITE_ERROR; if a migration makes it, apply that: with \
         `npx wrangler d1 migrations apply DB --local` in development, `--remote` where it is deployed, and \
         `test::migrate` in a test";
    let db = database(&env)?;
    let ghosts = db.prepare("SELECT * FROM ghosts");
    let error = ghosts.all::<(Value,)>().await.unwrap_err();
    assert_eq!(error.to_string(), format!("the query of D1 failed: {HELP}"));
    assert_eq!(error.d1_kind(), Some(ErrorKind::Query));
    let error = db.batch([ghosts.run()]).await.unwrap_err();
    assert_eq!(error.to_string(), format!("the batch of D1 failed: {HELP}"));
    let error = db.exec("DELETE FROM ghosts").await.unwrap_err();
    let (_, advice) = HELP.split_once(": SQLITE_ERROR").unwrap_or_default();
    assert_eq!(error.d1_kind(), Some(ErrorKind::Exec));
    let error = error.to_string();
    assert!(error.contains("no such table: ghosts"), "{error}");
    assert!(error.ends_with(advice), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn several_statements_in_text(env: Env) -> Result<()> {
    let db = database(&env)?;
    let done = db
        .exec("CREATE TABLE a (n INTEGER)\nINSERT INTO a VALUES (1)\nINSERT INTO a VALUES (2)")
        .await?;
    assert_eq!(done.count, 3);
    let error = db
        .exec("INSERT INTO a VALUES (3)\nINSERT INTO b VALUES (1)")
        .await
        .unwrap_err();
    assert_eq!(error.d1_kind(), Some(ErrorKind::Exec), "{error}");
    assert!(error.to_string().contains("no such table: b"), "{error}");
    Ok(())
}
