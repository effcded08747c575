use worker_sdk::extract::Path;
use worker_sdk::{Json, debug_handler};

#[debug_handler]
async fn handler(Json(names): Json<Vec<String>>, Path(id): Path<u32>) -> String {
    format!("{names:?} {id}")
}

fn main() {}
