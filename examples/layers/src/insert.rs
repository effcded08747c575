//! New products: at once, or through a queue when there are many.

use worker_sdk::d1::Database;
use worker_sdk::queues::{Batch, MAX_SENT, Message, Outgoing, Producer};
use worker_sdk::{Result, event, params};

use crate::{App, SCHEMA};

pub(crate) async fn now(db: &Database, names: impl IntoIterator<Item = String>) -> Result<()> {
    let insert = db.prepare("INSERT INTO products (name) VALUES (?)");
    let inserts = names
        .into_iter()
        .map(|name| insert.bind(params![name]).run());
    let inserts: Vec<_> = inserts.collect();
    db.batch((db.prepare(SCHEMA).run(), inserts)).await?;
    Ok(())
}

pub(crate) async fn later(imports: &Producer, names: &str) -> Result<()> {
    let names: Vec<_> = names.lines().collect();
    for names in names.chunks(MAX_SENT) {
        imports.send_batch(names.iter().map(Outgoing::text)).await?;
    }
    Ok(())
}

#[event(queue)]
async fn consume(batch: Batch<String>, app: App) -> Result<()> {
    now(&app.db, batch.into_iter().map(Message::into_body)).await
}
