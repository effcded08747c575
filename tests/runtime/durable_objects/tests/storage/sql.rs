//! SQL.

use worker_sdk::durable_objects::Storage;
use worker_sdk::durable_objects::storage::SqlCursor;
use worker_sdk::sql::{Constraint, ConstraintKind, FromRow, Serde, Value};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result, named_params, params};

use super::inside::inside;

#[derive(FromRow, PartialEq, Debug)]
struct Article {
    id: i64,
    name: String,
    price: Option<f64>,
    picture: Option<Vec<u8>>,
    #[row(rename = "is_new")]
    new: bool,
}

#[derive(serde::Deserialize, PartialEq, Debug)]
struct Named {
    id: u32,
    name: String,
}

fn shop(storage: &Storage) -> Result<()> {
    storage.sql().exec(
        "CREATE TABLE articles (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, price REAL, picture BLOB,
            is_new INTEGER NOT NULL DEFAULT 0 CHECK (is_new IN (0, 1))
         );
         INSERT INTO articles (name, price, picture, is_new) VALUES
            ('tea', 2.5, x'00ff', 1), ('milk ü', NULL, NULL, 0), ('bread', 3, NULL, 0)",
        (),
    )?;
    Ok(())
}

#[worker_sdk::test]
async fn rows_have_types(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        shop(&storage)?;
        let sql = storage.sql();
        let tea = Article {
            id: 1,
            name: "tea".into(),
            price: Some(2.5),
            picture: Some(vec![0, 255]),
            new: true,
        };
        assert_eq!(
            sql.exec("SELECT * FROM articles WHERE id = ?", [1])?
                .one::<Article>()?,
            tea
        );
        let mut all = sql.exec("SELECT * FROM articles ORDER BY id", ())?;
        assert_eq!(
            all.column_names(),
            ["id", "name", "price", "picture", "is_new"]
        );
        let all = all.all::<Article>()?;
        assert_eq!(all.len(), 3);
        assert_eq!(
            (&all[0], all[1].name.as_str(), all[1].price),
            (&tea, "milk ü", None)
        );

        let named = sql
            .exec_named(
                "SELECT name, id FROM articles WHERE id > :id ORDER BY id",
                named_params! { id: 1 },
            )?
            .all::<Serde<Named>>()?;
        assert_eq!(
            named[0].0,
            Named {
                id: 2,
                name: "milk ü".into()
            }
        );

        let twice = sql
            .exec(
                "SELECT a.id, b.id FROM articles a JOIN articles b ON b.id = a.id + 1 ORDER BY 1",
                (),
            )?
            .all::<(u8, u8)>()?;
        assert_eq!(twice, [(1, 2), (2, 3)]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn one_first_optional(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        shop(&storage)?;
        let names = |condition: &str| {
            storage.sql().exec(&format!("SELECT name FROM articles WHERE {condition} ORDER BY id"), ())
        };
        let tea = || ("tea".to_owned(),);
        assert_eq!(names("id = 1")?.one::<(String,)>()?, tea());
        assert_eq!(names("id = 1")?.optional::<(String,)>()?, Some(tea()));
        assert_eq!(names("id = 9")?.optional::<(String,)>()?, None);
        assert_eq!(names("id = 9")?.first::<(String,)>()?, None);
        assert_eq!(names("true")?.first::<(String,)>()?, Some(tea()));
        let error = names("id = 9")?.one::<(String,)>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the query gave no row where `one` expects exactly one; use `first` if there may be none; the statement is \
             `SELECT name FROM articles WHERE id = 9 ORDER BY id`"
        );
        let error = names("true")?.one::<(String,)>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the query gave several rows where `one` expects exactly one; narrow it, or use `first`; the statement is \
             `SELECT name FROM articles WHERE true ORDER BY id`"
        );
        let error = names("true")?.optional::<(String,)>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the query gave several rows where `optional` expects at most one; narrow it, or use `first`; the statement \
             is `SELECT name FROM articles WHERE true ORDER BY id`"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_statement_whose_row_was_read_holds_no_table(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        shop(&storage)?;
        let sql = storage.sql();
        let cursor = &mut sql.exec("SELECT id FROM articles WHERE id = 1", ())?;
        assert_eq!(cursor.first::<(u8,)>()?, Some((1,)));
        sql.exec("DROP TABLE articles", ())?;
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn values_are_what_they_were(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        sql.exec("CREATE TABLE v (i INTEGER, t, b BLOB, r REAL)", ())?;
        let max = (1_i64 << 53) - 1;
        sql.exec(
            "INSERT INTO v VALUES (?, ?, ?, ?)",
            params![max, "a\0b ü", [0_u8; 3], 0.1],
        )?;
        sql.exec(
            "INSERT INTO v VALUES (?, ?, ?, ?)",
            params![-max, true, None::<Vec<u8>>, 2],
        )?;
        let rows: Vec<(i64, Value, Option<Vec<u8>>, f64)> =
            sql.exec("SELECT * FROM v ORDER BY i", ())?.all()?;
        assert_eq!(rows[0], (-max, Value::Integer(1), None, 2.0));
        let blob = Some(vec![0; 3]);
        assert_eq!(rows[1], (max, Value::Text("a\0b ü".into()), blob, 0.1));

        let types: (String, String) = sql
            .exec("SELECT typeof(i), typeof(t) FROM v WHERE i < 0", ())?
            .one()?;
        assert_eq!(types, ("integer".into(), "real".into()));
        let at = Timestamp::from_millis(1_500_000_000_000.0);
        assert_eq!(
            sql.exec("SELECT ?", params![at])?.one::<(Timestamp,)>()?,
            (at,)
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn rows_are_read_some_at_a_time(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        sql.exec("CREATE TABLE n (n INTEGER PRIMARY KEY)", ())?;
        let count = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT n FROM c";
        let inserted = sql.exec(&format!("INSERT INTO n {count}"), [10_000])?;
        assert_eq!(inserted.rows_written(), 10_000);

        let mut cursor = sql.exec("SELECT n FROM n", ())?;
        let mut rows = cursor.rows::<(u32,)>();
        assert_eq!(rows.next().transpose()?, Some((1,)));
        assert!(cursor.rows_read() < 100, "{}", cursor.rows_read());
        let rest = cursor.all::<(u32,)>()?;
        assert_eq!((rest.len(), rest.first(), rest.last()), (9_999, Some(&(2,)), Some(&(10_000,))));
        assert!(cursor.rows_read() >= 10_000);
        assert_eq!(cursor.all::<(u32,)>()?, []);

        let sum: Result<u64> = sql.exec("SELECT n FROM n", ())?.rows::<(u64,)>().map(|row| Ok(row?.0)).sum();
        assert_eq!(sum?, 50_005_000);
        assert_eq!(sql.exec("SELECT n FROM n", ())?.all::<(u32,)>()?.len(), 10_000);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn rows_that_nobody_asked_for_stay_in_the_cursor(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        let count = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200) SELECT n FROM c";
        let mut cursor = sql.exec(count, ())?;
        assert_eq!(cursor.first::<(u8,)>()?, Some((1,)));
        let few: Result<Vec<(u8,)>> = cursor.rows().take(2).collect();
        assert_eq!(few?, [(2,), (3,)]);
        assert_eq!(cursor.first::<(String,)>().map_err(|_| ()), Err(()));
        assert_eq!(cursor.first::<(u8,)>()?, Some((5,)));
        let over_a_block: Result<Vec<(u8,)>> = cursor.rows().take(100).collect();
        assert_eq!(over_a_block?.last(), Some(&(105,)));
        let error = cursor.one::<(u8,)>().unwrap_err().to_string();
        assert!(error.contains("several rows"), "{error}");
        let error = cursor.rows::<(String,)>().next().map(|row| row.unwrap_err().to_string());
        assert!(error.is_some_and(|error| error.contains("of row 107")));
        let rest = cursor.all::<(u8,)>()?;
        assert_eq!((rest.len(), rest.first()), (93, Some(&(108,))));
        assert_eq!(cursor.first::<(u8,)>()?, None);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_large_row_is_not_taken_for_the_only_one(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        sql.exec("CREATE TABLE t (t TEXT)", ())?;
        sql.exec("INSERT INTO t VALUES (?)", ["x".repeat(300_000)])?;
        let only: Option<(String,)> = sql.exec("SELECT t FROM t", ())?.optional()?;
        assert_eq!(only.map(|(text,)| text.len()), Some(300_000));
        let cursor = &mut sql.exec("SELECT t FROM t", ())?;
        assert!(cursor.first::<(String,)>()?.is_some());
        sql.exec("ALTER TABLE t RENAME TO texts", ())?;

        sql.exec("INSERT INTO texts VALUES ('short')", ())?;
        let all = || sql.exec("SELECT t FROM texts ORDER BY rowid", ());
        let error = all()?.one::<(String,)>().unwrap_err().to_string();
        assert!(error.contains("several rows where `one`"), "{error}");
        let error = all()?.optional::<(String,)>().unwrap_err().to_string();
        assert!(error.contains("several rows where `optional`"), "{error}");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn large_rows_come_in_several_blocks(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        sql.exec("CREATE TABLE b (n INTEGER PRIMARY KEY, b BLOB, t TEXT)", ())?;
        for n in 0..20_u8 {
            sql.exec(
                "INSERT INTO b VALUES (?, ?, ?)",
                params![n, vec![n; 50_000], "ü".repeat(20_000)],
            )?;
        }
        let rows: Vec<(u8, Vec<u8>, String)> = sql.exec("SELECT * FROM b ORDER BY n", ())?.all()?;
        assert_eq!(rows.len(), 20);
        for (n, (key, bytes, text)) in (0..20).zip(rows) {
            assert_eq!((key, bytes.len(), bytes[49_999]), (n, 50_000, n));
            assert_eq!(text.len(), 40_000);
        }
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn errors_on_the_way_come_after_the_rows_before(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        let query = "SELECT json(v) FROM (SELECT '1' AS v UNION ALL SELECT '2' UNION ALL SELECT '{')";
        let mut cursor = sql.exec(query, ())?;
        let mut rows = cursor.rows::<(String,)>();
        assert_eq!(rows.next().transpose()?, Some(("1".into(),)));
        // The platform is one row ahead, and loses the second one.
        let message = "reading the rows of `SELECT json(v) FROM (SELECT '1' AS v UNION ALL SELECT '2' UNION ALL SELECT \
                       '{')` failed: Error: malformed JSON: SQLITE_ERROR";
        assert_eq!(rows.next().map(|row| row.unwrap_err().to_string()).as_deref(), Some(message));
        assert!(rows.next().is_none());
        let error = sql.exec(query, ())?.all::<(String,)>().unwrap_err();
        assert_eq!(error.to_string(), message);

        shop(&storage)?;
        let mut cursor = sql.exec("SELECT price FROM articles ORDER BY id", ())?;
        let mut rows = cursor.rows::<(f64,)>();
        assert_eq!(rows.next().transpose()?, Some((2.5,)));
        let error = rows.next().map(|row| row.unwrap_err().to_string());
        assert_eq!(
            error.as_deref(),
            Some(
                "cannot read the column `price` of row 2: expected a number, found null; make it an `Option`, or the \
                 column `NOT NULL`; the statement is `SELECT price FROM articles ORDER BY id`"
            )
        );
        assert!(rows.next().is_none());
        Ok(())
    })
    .await
}

/// It does not look like a cursor at its end.
#[worker_sdk::test]
fn a_cursor_that_cannot_be_read_says_so_each_time() {
    let mut cursor = SqlCursor::from_raw("no cursor".into());
    for _ in 0..2 {
        assert!(cursor.all::<(String,)>().is_err());
        assert!(cursor.optional::<(String,)>().is_err());
    }
}

#[worker_sdk::test]
async fn what_fails_is_named(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        shop(&storage)?;
        let sql = storage.sql();
        let run = |query: &str| sql.exec(query, ()).map(drop);
        let cases = [
            (run("SELEC 1"), "running `SELEC 1` failed: Error: near \"SELEC\": syntax error at offset 0: SQLITE_ERROR"),
            (
                run("SELECT *\n  FROM nowhere"),
                "running `SELECT * FROM nowhere` failed: Error: no such table: nowhere: SQLITE_ERROR",
            ),
            (
                run("INSERT INTO articles (name) VALUES ('tea')"),
                "running `INSERT INTO articles (name) VALUES ('tea')` failed: Error: UNIQUE constraint failed: \
                 articles.name: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)",
            ),
            (
                sql.exec("SELECT ?, ?", [1]).map(drop),
                "running `SELECT ?, ?` failed: Error: Wrong number of parameter bindings for SQL query. It was given 1; \
                 each placeholder needs one",
            ),
            (
                sql.exec("UPDATE articles SET price = ?", params![1_i64 << 53]).map(drop),
                "cannot bind parameter 1: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not \
                 exact; bind it as text",
            ),
            (
                sql.exec("UPDATE articles SET picture = ?", params![vec![0_u8; 17 << 20]]).map(drop),
                "running `UPDATE articles SET picture = ?` failed: Error: string or blob too big: SQLITE_TOOBIG; a row \
                 may have 2 MB and a statement 100 KB",
            ),
            (
                sql.exec("SELECT 9007199254740993 AS n", ())?.one::<(i64,)>().map(drop),
                "cannot read the column `n` of row 1: expected an integer that is a `i64`, found the number \
                 9007199254740992; integers beyond 2^53 − 1 may be rounded, select them as `CAST(column AS TEXT)`; the \
                 statement is `SELECT 9007199254740993 AS n`",
            ),
            (
                sql.exec("SELECT 1 AS a", ())?.all::<Article>().map(drop),
                "no column `id` in the rows; the statement selects `a`; the statement is `SELECT 1 AS a`",
            ),
        ];
        for (result, message) in cases {
            assert_eq!(result.unwrap_err().to_string(), message);
        }
        let error = run("BEGIN TRANSACTION").unwrap_err().to_string();
        assert!(error.contains("please use the state.storage.transaction()"), "{error}");
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn constraints_are_told_apart(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        shop(&storage)?;
        let sql = storage.sql();
        sql.exec(
            "CREATE TABLE orders (article INTEGER REFERENCES articles (id))",
            (),
        )?;
        let cases = [
            (
                "INSERT INTO articles (name) VALUES ('tea')",
                ConstraintKind::Unique,
                "articles.name",
            ),
            (
                "INSERT INTO articles (name) VALUES (NULL)",
                ConstraintKind::NotNull,
                "articles.name",
            ),
            (
                "UPDATE articles SET is_new = 2",
                ConstraintKind::Check,
                "is_new IN (0, 1)",
            ),
            (
                "INSERT INTO orders VALUES (99)",
                ConstraintKind::ForeignKey,
                "",
            ),
        ];
        for (query, kind, on) in cases {
            let error = sql.exec(query, ()).unwrap_err();
            let expected = Constraint::new(kind, on);
            assert_eq!(error.sql_constraint(), Some(expected), "{error}");
        }
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn statements_that_share_a_place_stay_apart(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        let mut query = String::with_capacity(32);
        for n in 0..300 {
            query.clear();
            query.push_str(&format!("SELECT {n:03}"));
            assert_eq!(sql.exec(&query, ())?.one::<(u32,)>()?, (n,));
        }
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn the_database_has_a_size(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let sql = storage.sql();
        let before = sql.database_size()?;
        sql.exec("CREATE TABLE b (b BLOB)", ())?;
        sql.exec("INSERT INTO b VALUES (?)", params![vec![0_u8; 100_000]])?;
        assert!(sql.database_size()? >= before + 100_000);
        Ok(())
    })
    .await
}
