//! What the tests share.

use worker_sdk::d1::Database;
use worker_sdk::{Env, Result};

pub(crate) fn database(env: &Env) -> Result<Database> {
    env.d1("DB")
}
