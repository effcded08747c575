use worker_sdk::d1::Database;

fn bound(db: &Database, tags: Vec<String>) {
    let _ = db.prepare("").bind((1, "a"));
    let _ = db.prepare("").bind((1, tags));
}

fn main() {}
