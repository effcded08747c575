//! PostgreSQL.

use std::fmt::Write as _;

use tokio_postgres::types::Type;
use tokio_postgres::{Config, SimpleQueryMessage};
use worker_sdk::hyperdrive::Hyperdrive;
use worker_sdk::integrations::tokio_postgres::{Client, connect, connect_hyperdrive, connect_to};
use worker_sdk::{Env, Request, Result, sockets, spawn};

use crate::asked;

/// The query says where the server is: `url`, or `hyperdrive` with the name of a binding.
pub(crate) async fn answer(what: &str, request: &Request, env: &Env) -> Result<String> {
    if what == "parts" {
        return Ok(parts(&env.get("DATABASE")?));
    }
    let mut client = open(request, env).await?;
    match what {
        "encrypted" => encrypted(&client).await,
        "query" => query(&client, &asked(request, "sql")?).await,
        "types" => types(&client).await,
        "prepared" => prepared(&client).await,
        "transactions" => transactions(&mut client).await,
        "rows" => rows(&client).await,
        "pipeline" => pipeline(&client).await,
        "errors" => errors(&client).await,
        "copy" => copy(&client).await,
        "beside" => {
            let task = spawn(async move { query(&client, "SELECT 'beside'").await });
            Ok(task.await??)
        }
        _ => Err(format!("no page `{what}`").into()),
    }
}

async fn open(request: &Request, env: &Env) -> Result<Client> {
    let Some(url) = request.query_value("url") else {
        return connect_hyperdrive(&env.get(&asked(request, "hyperdrive")?)?).await;
    };
    let config: Config = url.parse()?;
    match request.query_value("plain-socket") {
        Some(address) => connect(sockets::connect(address.as_str()).await?, &config).await,
        None => connect_to(&config).await,
    }
}

fn parts(database: &Hyperdrive) -> String {
    let parts = [
        database.user(),
        database.password(),
        database.database(),
        (database.port() > 0).to_string(),
        database
            .connection_string()
            .contains(&database.host())
            .to_string(),
        format!("{database:?}"),
    ];
    parts.join(" ")
}

async fn encrypted(client: &Client) -> Result<String> {
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let ssl: bool = client.query_one(sql, &[]).await?.get(0);
    Ok(ssl.to_string())
}

async fn query(client: &Client, sql: &str) -> Result<String> {
    let mut answer = String::new();
    for message in client.simple_query(sql).await? {
        if let SimpleQueryMessage::Row(row) = message {
            answer.push_str(row.get(0).unwrap_or("null"));
            answer.push(' ');
        }
    }
    Ok(answer.trim_end().to_owned())
}

/// Values of each kind go to the server and come back.
async fn types(client: &Client) -> Result<String> {
    let sql = "SELECT $1::bool, $2::int8, $3::float8, $4::text, $5::bytea, $6::text, $7::int4[]";
    let bytes = (0..=255).collect::<Vec<u8>>();
    let (text, list) = ("žluť 🔑", vec![1, -2, i32::MAX]);
    let row = client
        .query_one(
            sql,
            &[&true, &i64::MIN, &0.1, &text, &bytes, &None::<&str>, &list],
        )
        .await?;
    let same = row.get::<_, bool>(0)
        && row.get::<_, i64>(1) == i64::MIN
        && row.get::<_, f64>(2) == 0.1
        && row.get::<_, &str>(3) == text
        && row.get::<_, &[u8]>(4) == bytes
        && row.get::<_, Option<&str>>(5).is_none()
        && row.get::<_, Vec<i32>>(6) == list;
    Ok(same.to_string())
}

async fn prepared(client: &Client) -> Result<String> {
    let double = client.prepare_typed("SELECT $1 * 2", &[Type::INT4]).await?;
    let mut answer = String::new();
    for number in 1..=3 {
        let row = client.query_one(&double, &[&number]).await?;
        write!(answer, "{} ", row.get::<_, i32>(0))?;
    }
    let unnamed = client
        .query_typed("SELECT $1 + 1", &[(&9, Type::INT4)])
        .await?;
    write!(
        answer,
        "{}",
        unnamed.first().map_or(0, |row| row.get::<_, i32>(0))
    )?;
    Ok(answer)
}

async fn transactions(client: &mut Client) -> Result<String> {
    client
        .batch_execute("CREATE TEMPORARY TABLE numbers (number int4 PRIMARY KEY)")
        .await?;
    let insert = "INSERT INTO numbers VALUES ($1)";
    let kept = client.transaction().await?;
    kept.execute(insert, &[&1]).await?;
    kept.commit().await?;
    let undone = client.transaction().await?;
    undone.execute(insert, &[&2]).await?;
    undone.rollback().await?;
    // Dropping one undoes it as well.
    let dropped = client.transaction().await?;
    dropped.execute(insert, &[&3]).await?;
    drop(dropped);
    let mut outer = client.transaction().await?;
    outer.execute(insert, &[&4]).await?;
    let inner = outer.savepoint("part").await?;
    let twice = inner.execute(insert, &[&4]).await.is_err();
    inner.rollback().await?;
    outer.commit().await?;
    let numbers = client
        .query("SELECT number FROM numbers ORDER BY 1", &[])
        .await?;
    let numbers: Vec<i32> = numbers.iter().map(|row| row.get(0)).collect();
    Ok(format!("{numbers:?}, twice refused: {twice}"))
}

/// More than fits into any buffer.
async fn rows(client: &Client) -> Result<String> {
    let sql = "SELECT n, repeat('x', n % 1000) FROM generate_series(1, 20000) AS n";
    let rows = client.query(sql, &[]).await?;
    let good = rows.iter().enumerate().filter(|(index, row)| {
        let (number, text): (i32, &str) = (row.get(0), row.get(1));
        number as usize == index + 1 && text.len() == number as usize % 1000
    });
    Ok(good.count().to_string())
}

/// Queries that do not wait for each other share the connection.
async fn pipeline(client: &Client) -> Result<String> {
    let queries = (0..50).map(|number: i32| async move {
        let row = client.query_one("SELECT $1::int4 + 1", &[&number]).await?;
        Ok::<_, worker_sdk::Error>(row.get::<_, i32>(0))
    });
    let sum: i32 = futures_util::future::try_join_all(queries)
        .await?
        .iter()
        .sum();
    Ok(sum.to_string())
}

/// One that fails does not end the connection.
async fn errors(client: &Client) -> Result<String> {
    let error = client
        .query("SELECT * FROM nowhere", &[])
        .await
        .unwrap_err();
    let state = error.code().map(|code| code.code().to_owned());
    let error = worker_sdk::Error::from(error);
    let after = query(client, "SELECT 'goes on'").await?;
    Ok(format!("{} {error}; {after}", state.unwrap_or_default()))
}

async fn copy(client: &Client) -> Result<String> {
    use futures_util::{SinkExt, StreamExt, pin_mut};
    client
        .batch_execute("CREATE TEMPORARY TABLE copied (text text)")
        .await?;
    let sink = client.copy_in("COPY copied FROM STDIN").await?;
    pin_mut!(sink);
    let line = "x".repeat(999) + "\n";
    for _ in 0..500 {
        sink.send(std::io::Cursor::new(line.clone())).await?;
    }
    let written = sink.finish().await?;
    let stream = client.copy_out("COPY copied TO STDOUT").await?;
    pin_mut!(stream);
    let mut bytes = 0;
    while let Some(chunk) = stream.next().await {
        bytes += chunk?.len();
    }
    Ok(format!("{written} rows, {bytes} bytes"))
}
