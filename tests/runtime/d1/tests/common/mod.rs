//! What the tests share.

use worker_sdk::d1::Database;
use worker_sdk::{Env, Result};

pub(crate) fn database(env: &Env) -> Result<Database> {
    Ok(Database::from_raw(env.raw("DB")?))
}
