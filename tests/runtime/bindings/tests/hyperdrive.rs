//! What Hyperdrive says of a database. The pinned simulator has no address for it, so a stand-in has one, too.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use wasm_bindgen::prelude::*;
use worker_sdk::hyperdrive::Hyperdrive;
use worker_sdk::{Env, Result};

use crate::wrangler::IS_TODAYS;

#[wasm_bindgen(inline_js = r#"
const parts = {
  connectionString: "postgresql://ada:secret@a.hyperdrive.local:5432/shop",
  host: "a.hyperdrive.local",
  port: 5432,
  user: "ada",
  password: "secret",
  database: "shop",
};
export const older = () => parts;
export const newer = () => ({ ...parts, ip: "240.0.0.7" });
"#)]
extern "C" {
    fn older() -> JsValue;
    fn newer() -> JsValue;
}

#[worker_sdk::test]
fn a_database_may_have_an_address() {
    let database = Hyperdrive::from_raw(newer());
    assert_eq!(database.ip().as_deref(), Some("240.0.0.7"));
    let database = Hyperdrive::from_raw(older());
    assert_eq!(database.ip(), None);
    let ends = database.connection_string();
    let (host, port) = (database.host(), database.port());
    assert!(ends.ends_with(&format!("@{host}:{port}/{}", database.database())));
    let (user, password) = (database.user(), database.password());
    assert!(ends.starts_with(&format!("postgresql://{user}:{password}@")));
}

/// The pinned simulator has no address for it.
#[worker_sdk::test]
fn a_bound_database_has_one_in_newer_runtimes(env: Env) -> Result<()> {
    let database: Hyperdrive = env.get("SHOP")?;
    assert_eq!((database.port(), &*database.database()), (5432, "shop"));
    assert!(database.host().ends_with(".hyperdrive.local"));
    let ip = database.ip().map(|ip| ip.parse::<std::net::Ipv4Addr>());
    let first = ip.and_then(|ip| ip.ok().map(|ip| ip.octets()[0]));
    // Of those that no other host has.
    assert_eq!(first, IS_TODAYS.then_some(240));
    Ok(())
}
