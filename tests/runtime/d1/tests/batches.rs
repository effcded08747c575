//! Batches are transactions.

use worker_sdk::d1::{Database, ErrorKind};
use worker_sdk::sql::{Constraint, ConstraintKind};
use worker_sdk::{Env, Result, params};

mod common;

use common::database;

async fn accounts(env: &Env) -> Result<Database> {
    let db = database(env)?;
    db.exec("CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner TEXT UNIQUE NOT NULL, balance INTEGER CHECK (balance >= 0))")
        .await?;
    let insert = db.prepare("INSERT INTO accounts (owner, balance) VALUES (?, ?)");
    db.batch([
        insert.bind(params!["ada", 100]).run(),
        insert.bind(params!["grace", 5]).run(),
    ])
    .await?;
    Ok(db)
}

async fn balances(db: &Database) -> Result<Vec<i64>> {
    let rows = db
        .prepare("SELECT balance FROM accounts ORDER BY id")
        .raw::<(i64,)>()
        .await?;
    Ok(rows.into_iter().map(|(balance,)| balance).collect())
}

#[worker_sdk::test]
async fn results_have_the_form_of_the_statements(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    let add = db.prepare("UPDATE accounts SET balance = balance + ? WHERE id = ?");
    let all = db.prepare("SELECT id, balance FROM accounts ORDER BY id");
    let (added, rows, first, (count,), results, owner, none) = db
        .batch((
            vec![add.bind(params![1, 1]).run(), add.bind(params![2, 2]).run()],
            all.raw::<(u32, i64)>(),
            all.first::<(u32, i64)>(),
            db.prepare("SELECT COUNT(*) FROM accounts").one::<(u32,)>(),
            all.all::<(u32, i64)>(),
            db.prepare("SELECT owner FROM accounts WHERE id = 2")
                .first_column::<String>("owner"),
            db.prepare("SELECT id FROM accounts WHERE id = 3")
                .first::<(u32,)>(),
        ))
        .await?;
    assert_eq!(
        added.iter().map(|meta| meta.changes()).collect::<Vec<_>>(),
        [1, 1]
    );
    assert_eq!(rows, [(1, 101), (2, 7)]);
    assert_eq!((first, count), (Some((1, 101)), 2));
    assert_eq!(results.rows, rows);
    assert_eq!((owner.as_deref(), none), (Some("grace"), None));
    Ok(())
}

#[worker_sdk::test]
async fn a_violated_constraint_undoes_the_batch(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    let take = db.prepare("UPDATE accounts SET balance = balance - ? WHERE id = ?");
    let transfer = db.batch((
        take.bind(params![-10, 1]).run(),
        take.bind(params![10, 2]).run(),
    ));
    let error = transfer.await.unwrap_err();
    assert_eq!(error.d1_kind(), Some(ErrorKind::Query), "{error}");
    let constraint = error.sql_constraint();
    assert_eq!(
        constraint.map(|c| c.kind),
        Some(ConstraintKind::Check),
        "{error}"
    );
    assert!(
        error.to_string().starts_with("the batch of D1 failed: "),
        "{error}"
    );
    assert_eq!(balances(&db).await?, [100, 5]);
    Ok(())
}

#[worker_sdk::test]
async fn constraints_are_told_apart(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    db.exec("CREATE TABLE cards (account INTEGER REFERENCES accounts (id))")
        .await?;
    let cases = [
        (
            "INSERT INTO accounts (owner) VALUES ('ada')",
            ConstraintKind::Unique,
            "accounts.owner",
        ),
        (
            "INSERT INTO accounts (id, owner) VALUES (1, 'x')",
            ConstraintKind::Unique,
            "accounts.id",
        ),
        (
            "INSERT INTO accounts (balance) VALUES (1)",
            ConstraintKind::NotNull,
            "accounts.owner",
        ),
        (
            "UPDATE accounts SET balance = -1",
            ConstraintKind::Check,
            "balance >= 0",
        ),
        (
            "INSERT INTO cards VALUES (99)",
            ConstraintKind::ForeignKey,
            "",
        ),
    ];
    for (sql, kind, on) in cases {
        let error = db.prepare(sql).run().await.unwrap_err();
        let constraint = error.sql_constraint();
        let expected = Constraint::new(kind, on);
        assert_eq!(constraint, Some(expected), "{error}");
    }
    let other = db.prepare("SELECT * FROM nowhere").run().await.unwrap_err();
    assert_eq!(other.sql_constraint(), None);
    assert_eq!(other.d1_kind(), Some(ErrorKind::Query));
    Ok(())
}

#[worker_sdk::test]
async fn batches_of_nothing(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    let insert = db.prepare("INSERT INTO accounts (owner) VALUES (?)");
    let none: Vec<_> = Vec::<&str>::new()
        .into_iter()
        .map(|name| insert.bind(params![name]).run())
        .collect();
    assert_eq!(db.batch(none).await?.len(), 0);
    let (rows, absent) = db
        .batch((
            db.prepare("SELECT id FROM accounts").raw::<(u32,)>(),
            None::<worker_sdk::d1::Query<worker_sdk::d1::Run>>,
        ))
        .await?;
    assert_eq!((rows.len(), absent.is_none()), (2, true));
    Ok(())
}

#[worker_sdk::test]
async fn nothing_runs_before_it_is_awaited(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    let delete = db.prepare("DELETE FROM accounts");
    drop(delete.run());
    drop(db.batch(vec![delete.run()]));
    worker_sdk::sleep(std::time::Duration::from_millis(20)).await;
    assert_eq!(balances(&db).await?, [100, 5]);
    Ok(())
}

#[worker_sdk::test]
async fn a_row_of_another_type_in_a_batch(env: Env) -> Result<()> {
    let db = accounts(&env).await?;
    let batch = db.batch((
        db.prepare("UPDATE accounts SET balance = 1").run(),
        db.prepare("SELECT owner FROM accounts").raw::<(u32,)>(),
    ));
    let error = batch.await.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "cannot read the column `owner` of row 1: expected an integer that is a `u32`, found the text \"ada\""
    );
    assert_eq!(
        balances(&db).await?,
        [1, 1],
        "the transaction has been made"
    );
    Ok(())
}
