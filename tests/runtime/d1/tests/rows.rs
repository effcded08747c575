//! Types of rows.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use worker_sdk::sql::{self, FromRow, FromSql, Mismatch, Serde, ValueRef};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Error, Result, params};

mod common;

use common::database;

async fn read<T: FromRow + 'static>(env: &Env, sql: &str) -> Result<T> {
    database(env)?.prepare(sql).one::<T>().await
}

async fn message<T: FromRow + 'static>(env: &Env, sql: &str) -> Result<String> {
    match read::<T>(env, sql).await {
        Ok(_) => Err(Error::new("the row was read")),
        Err(error) => {
            assert!(error.is_malformed(), "{error}");
            Ok(error.to_string())
        }
    }
}

#[derive(FromRow, Debug, PartialEq)]
#[row(rename_all = "camelCase")]
struct Article {
    id: u32,
    created_at: Timestamp,
    #[row(rename = "mail")]
    email: Option<String>,
    #[row(json)]
    tags: Vec<String>,
    #[row(default)]
    comments: u32,
    #[row(flatten)]
    author: Author,
}

#[derive(FromRow, Debug, PartialEq)]
struct Author {
    author: String,
}

#[worker_sdk::test]
async fn columns_have_the_names_that_attributes_say(env: Env) -> Result<()> {
    let article = read::<Article>(
        &env,
        r#"SELECT 'Ada' AS author, '["a"]' AS tags, NULL AS mail, 1000 AS createdAt, 7 AS id"#,
    )
    .await?;
    let expected = Article {
        id: 7,
        created_at: Timestamp::from_millis(1_000.0),
        email: None,
        tags: vec!["a".into()],
        comments: 0,
        author: Author {
            author: "Ada".into(),
        },
    };
    assert_eq!(article, expected);
    Ok(())
}

#[derive(FromRow, Debug, PartialEq)]
struct Pair<T>(T, Option<T>);

#[worker_sdk::test]
async fn structs_without_names_take_columns_by_place(env: Env) -> Result<()> {
    assert_eq!(
        read::<Pair<i64>>(&env, "SELECT 1, NULL").await?,
        Pair(1, None)
    );
    Ok(())
}

#[worker_sdk::test]
async fn wrong_types_are_named(env: Env) -> Result<()> {
    let cases = [
        (
            message::<Author>(&env, "SELECT 1 AS author").await?,
            "cannot read the column `author` of row 1: expected text, found the number 1",
        ),
        (
            message::<Author>(&env, "SELECT NULL AS author").await?,
            "cannot read the column `author` of row 1: expected text, found null; make it an `Option`, or the column \
             `NOT NULL`",
        ),
        (
            message::<Author>(&env, "SELECT 'x' AS autor").await?,
            "no column `author` in the rows; the statement selects `autor`",
        ),
        (
            message::<(u8,)>(&env, "SELECT 256 AS n").await?,
            "cannot read the column `n` of row 1: expected an integer that is a `u8`, found the number 256",
        ),
        (
            message::<(i64,)>(&env, "SELECT 9007199254740993 AS n").await?,
            "cannot read the column `n` of row 1: expected an integer that is a `i64`, found the number \
             9007199254740992; integers beyond 2^53 − 1 may be rounded, select them as `CAST(column AS TEXT)`",
        ),
        (
            message::<(bool,)>(&env, "SELECT 2 AS b").await?,
            "cannot read the column `b` of row 1: expected 0 or 1, found the number 2",
        ),
        (
            message::<([u8; 2],)>(&env, "SELECT x'010203' AS b").await?,
            "cannot read the column `b` of row 1: expected a blob of 2 bytes, found a blob of 3 bytes",
        ),
        (
            message::<(u8, u8)>(&env, "SELECT 1 AS a, 2 AS b, 3 AS c").await?,
            "the rows have 3 columns (`a`, `b`, `c`), not 2; select as many, each with a name of its own",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn the_row_is_named(env: Env) -> Result<()> {
    let db = database(&env)?;
    let sql = "SELECT 1 AS n UNION ALL SELECT 'two' UNION ALL SELECT 3";
    let expected = "cannot read the column `n` of row 2: expected an integer that is a `i32`, found the text \"two\"";
    let error = db.prepare(sql).raw::<(i32,)>().await.unwrap_err();
    assert_eq!(error.to_string(), expected);
    let error = db.prepare(sql).all::<(i32,)>().await.unwrap_err();
    assert_eq!(error.to_string(), expected);
    Ok(())
}

#[derive(Debug, PartialEq)]
enum Role {
    Admin,
    Member,
}

impl FromSql for Role {
    fn from_sql(value: ValueRef<'_>) -> std::result::Result<Self, Mismatch> {
        match value {
            ValueRef::Text("admin") => Ok(Self::Admin),
            ValueRef::Text("member") => Ok(Self::Member),
            _ => Err(Mismatch::new("`admin` or `member`")),
        }
    }
}

#[worker_sdk::test]
async fn types_of_ones_own(env: Env) -> Result<()> {
    let (admin, member) = read::<(Role, Role)>(&env, "SELECT 'admin' AS a, 'member' AS b").await?;
    assert_eq!((admin, member), (Role::Admin, Role::Member));
    assert_eq!(
        message::<(Role,)>(&env, "SELECT 'root' AS role").await?,
        "cannot read the column `role` of row 1: expected `admin` or `member`, found the text \"root\""
    );
    Ok(())
}

#[derive(Deserialize, Debug, PartialEq)]
struct Loose {
    id: u8,
    active: bool,
    kind: Kind,
    note: Option<String>,
    data: Vec<u8>,
    #[serde(default)]
    absent: u8,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Small,
}

#[worker_sdk::test]
async fn types_of_serde(env: Env) -> Result<()> {
    let sql = "SELECT 1 AS id, 1 AS active, 'small' AS kind, NULL AS note, x'0102' AS data";
    let Serde(row) = read::<Serde<Loose>>(&env, sql).await?;
    let expected = Loose {
        id: 1,
        active: true,
        kind: Kind::Small,
        note: None,
        data: vec![1, 2],
        absent: 0,
    };
    assert_eq!(row, expected);
    let sql = "SELECT 1 AS a, 0.5 AS b, 'ü' AS c, NULL AS d";
    assert_eq!(
        read::<Serde<Value>>(&env, sql).await?.0,
        json!({"a": 1, "b": 0.5, "c": "ü", "d": null})
    );
    let Serde(map) =
        read::<Serde<BTreeMap<String, Option<f64>>>>(&env, "SELECT 1 AS a, NULL AS b").await?;
    assert_eq!(
        map,
        BTreeMap::from([("a".into(), Some(1.0)), ("b".into(), None)])
    );
    assert_eq!(
        message::<Serde<BTreeMap<String, u8>>>(&env, "SELECT 'x' AS n").await?,
        "cannot read `n` of row 1: expected u8, found the text \"x\""
    );
    Ok(())
}

struct ByHand(String);

impl FromRow for ByHand {
    fn from_row(row: &sql::Row<'_>) -> Result<Self> {
        let place: u8 = row.at(1)?;
        let name: String = row.get("name")?;
        let (columns, width) = (row.columns().join("+"), row.len());
        let missing = row.value("missing");
        Ok(Self(format!(
            "{name} {place} {columns} {width} {missing:?} {row:?}"
        )))
    }
}

#[worker_sdk::test]
async fn rows_read_by_hand(env: Env) -> Result<()> {
    let ByHand(text) = read(&env, "SELECT 'Ada' AS name, 1 AS place").await?;
    assert_eq!(
        text,
        r#"Ada 1 name+place 2 None {"name": Text("Ada"), "place": Integer(1)}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn many_rows_of_many_texts(env: Env) -> Result<()> {
    let db = database(&env)?;
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
               SELECT i, 'ü' || i || '€', i / 3.0, x'00ff' FROM n";
    let rows = db
        .prepare(sql)
        .bind(params![5_000])
        .raw::<(u32, String, f64, Vec<u8>)>()
        .await?;
    assert_eq!(rows.len(), 5_000);
    for (place, row) in (1..).zip(rows) {
        assert_eq!(
            row,
            (
                place,
                format!("ü{place}€"),
                f64::from(place) / 3.0,
                vec![0, 255]
            )
        );
    }
    Ok(())
}

/// A xorshift generator: the same values in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn text(&mut self) -> String {
        let limit = [0x80, 0x300, 0x1_0000, 0x11_0000][self.below(4) as usize];
        let characters = (0..self.below(40)).map(|_| self.below(limit) as u32);
        characters.filter_map(char::from_u32).collect()
    }

    fn value(&mut self) -> sql::Value {
        match self.below(6) {
            0 => sql::Value::Null,
            1 => sql::Value::Integer(self.below(1 << 54) as i64 - ((1 << 53) - 1)),
            2 => sql::Value::Real(self.below(1 << 53) as f64 / 1_024.0 + 1e-4),
            3 => sql::Value::Blob((0..self.below(20)).map(|_| self.below(256) as u8).collect()),
            _ => sql::Value::Text(self.text()),
        }
    }
}

#[worker_sdk::test]
async fn random_rows_come_back(env: Env) -> Result<()> {
    type Five = (u32, sql::Value, sql::Value, String, sql::Value);
    let db = database(&env)?;
    // Without a type, a column keeps values as they are.
    db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c TEXT, d)")
        .await?;
    let mut random = Random(11);
    let rows: Vec<Five> = (0..400)
        .map(|id| {
            (
                id,
                random.value(),
                random.value(),
                random.text(),
                random.value(),
            )
        })
        .collect();
    let insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)");
    for part in rows.chunks(100) {
        let inserts = part
            .iter()
            .map(|(id, a, b, c, d)| insert.bind(params![id, a, b, c, d]).run());
        db.batch(inserts.collect::<Vec<_>>()).await?;
    }
    let all = db.prepare("SELECT * FROM t ORDER BY id");
    assert_eq!(all.raw::<Five>().await?, rows);
    assert_eq!(all.all::<Five>().await?.rows, rows);
    assert_eq!(db.batch(vec![all.raw::<Five>()]).await?, [rows]);
    Ok(())
}
