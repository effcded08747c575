//! The binding itself.

use worker_sdk::d1::Database;
use worker_sdk::{Env, Result};

#[worker_sdk::test]
async fn the_raw_value_goes_both_ways(env: Env) -> Result<()> {
    let db = Database::from_raw(env.d1("DB")?.into_raw());
    let statement = db.clone().prepare("SELECT 1");
    let statement = worker_sdk::d1::Statement::from_raw(statement.into_raw()?);
    assert_eq!(statement.one::<(u8,)>().await?, (1,));
    assert_eq!(&db.clone().into_raw(), db.as_raw());
    Ok(())
}

#[worker_sdk::test]
fn a_name_that_is_not_there(env: Env) {
    let error = env.d1("DATABASE").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `DATABASE` in this environment; add it to `d1_databases` in the configuration file"
    );
}

#[worker_sdk::test]
fn a_name_of_something_else(env: Env) {
    let error = env.d1("TEXT").unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not a D1 database; correct the configuration file, or ask for it as what \
         it is"
    );
}
