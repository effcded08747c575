use worker_sdk::d1::Database;

struct User;

fn users(db: Database) {
    let _ = db.prepare("SELECT 1").all::<User>();
    let _ = db.prepare("SELECT 1").first::<i64>();
    let _ = db.batch((db.prepare("SELECT 1"),));
    let _ = worker_sdk::params![User];
}

fn main() {}
