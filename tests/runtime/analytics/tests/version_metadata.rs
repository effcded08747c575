//! The metadata of the simulator's version, of one with a tag, and what is none.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use worker_sdk::time::Timestamp;
use worker_sdk::version_metadata::Version;
use worker_sdk::{Env, Result, now};

#[worker_sdk::test]
fn the_version_of_the_simulator(env: Env) -> Result<()> {
    let version: Version = env.get("VERSION")?;
    assert_eq!(version.id.len(), 36);
    assert_eq!(version.tag, None);
    assert!(version.timestamp <= now());
    assert!(now() - version.timestamp < Duration::from_secs(600));
    Ok(())
}

#[worker_sdk::test]
fn a_version_with_a_tag(env: Env) -> Result<()> {
    let version: Version = env.get("TAGGED")?;
    assert_eq!(version.id, "0f3c");
    assert_eq!(version.tag.as_deref(), Some("v7"));
    let noon = Timestamp::from_millis(1_775_044_800_500.0);
    assert_eq!(version.timestamp, noon);
    Ok(())
}

#[worker_sdk::test]
fn bindings(env: Env) {
    let error = env.get::<Version>("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `version_metadata` in the configuration file"
    );
    let error = env.get::<Version>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not the version's metadata; correct the configuration file, or ask for it \
         as what it is"
    );
    assert!(env.get::<Version>("TIMELESS").unwrap_err().is_malformed());
}
