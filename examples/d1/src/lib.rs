//! Accounts in D1, and transfers between them: a batch is a transaction, so money never disappears.
//!
//! Run it with `npx wrangler d1 migrations apply DB --local` in this folder, then `cargo xtask dev d1`, and
//! `curl -d '{"owner":"ada","balance":10}' http://localhost:8787/accounts`.

use serde::{Deserialize, Serialize};
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::sql::{ConstraintKind, FromRow};
use worker_sdk::{Bindings, Error, IntoResponse, Json, Request, Response, Result, event, params};

#[derive(Bindings)]
struct App {
    db: Database,
}

#[derive(FromRow, Serialize)]
struct Account {
    id: u32,
    owner: String,
    balance: u32,
}

#[event(fetch)]
async fn main(mut request: Request, App { db }: App) -> Result<Response> {
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let done = match (method, path.trim_matches('/').split_once('/')) {
        (Method::POST, None) if path == "/accounts" => match request.json().await {
            Err(error) if error.is_malformed() => return unreadable(&error),
            new => open(&db, new?).await,
        },
        (Method::POST, None) if path == "/transfers" => match request.json().await {
            Err(error) if error.is_malformed() => return unreadable(&error),
            wanted => transfer(&db, wanted?).await,
        },
        (Method::GET, None) if path == "/accounts" => list(&db).await,
        (Method::GET, Some(("accounts", owner))) => find(&db, owner).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    };
    done.or_else(refused)
}

fn unreadable(error: &Error) -> Result<Response> {
    (StatusCode::BAD_REQUEST, error.to_string()).into_response()
}

/// What the constraints of the schema forbid is a mistake of the client, and changes nothing.
fn refused(error: Error) -> Result<Response> {
    let status = match error.sql_constraint().map(|constraint| constraint.kind) {
        Some(ConstraintKind::Unique) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => return Err(error),
    };
    status.into_response()
}

#[derive(Deserialize)]
struct NewAccount {
    owner: String,
    balance: u32,
}

async fn open(db: &Database, new: NewAccount) -> Result<Response> {
    let insert = db.prepare("INSERT INTO accounts (owner, balance) VALUES (?, ?) RETURNING *");
    let account: Account = insert.bind(params![new.owner, new.balance]).one().await?;
    (StatusCode::CREATED, Json(account)).into_response()
}

async fn list(db: &Database) -> Result<Response> {
    let accounts = db.prepare("SELECT * FROM accounts ORDER BY owner");
    let results = accounts.all::<Account>().await?;
    let read = results.meta.rows_read().to_string();
    Json(results.rows)
        .into_response()?
        .with_header("x-rows-read", read)
}

async fn find(db: &Database, owner: &str) -> Result<Response> {
    let query = db.prepare("SELECT * FROM accounts WHERE owner = ?");
    match query.bind(params![owner]).first::<Account>().await? {
        Some(account) => Json(account).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Transfer {
    payer: u32,
    payee: u32,
    amount: u32,
}

/// Both balances change and the transfer is recorded, or nothing happens at all.
async fn transfer(
    db: &Database,
    Transfer {
        payer,
        payee,
        amount,
    }: Transfer,
) -> Result<Response> {
    let add = db.prepare("UPDATE accounts SET balance = balance + ? WHERE id = ?");
    let record = db.prepare("INSERT INTO transfers (payer, payee, amount) VALUES (?, ?, ?)");
    let balances = db.prepare("SELECT id, balance FROM accounts WHERE id IN (?, ?) ORDER BY id");
    let (_, _, recorded, balances) = db
        .batch((
            add.bind(params![amount, payee]).run(),
            add.bind(params![-i64::from(amount), payer]).run(),
            record.bind(params![payer, payee, amount]).run(),
            balances.bind(params![payer, payee]).raw::<(u32, u32)>(),
        ))
        .await?;
    Json((recorded.last_row_id(), balances)).into_response()
}
