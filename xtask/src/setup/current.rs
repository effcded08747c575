//! What a new project gets today: the newest wrangler, with its simulator. They need a newer Node.js than the pinned ones,
//! so that is among their packages.

use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use super::npm;
use crate::environment::Environment;

const FOLDER: &str = "tests/current";
/// What that wrangler needs.
const OLDEST_NODE: (u32, u32) = (22, 12);

/// As `environment`, with that wrangler.
pub(crate) fn current(environment: &Environment) -> Result<Environment> {
    // Two steps may ask at the same time.
    static ONE: Mutex<()> = Mutex::new(());
    let folder = environment.root().join(FOLDER);
    let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    npm::ensure(&folder, "npm packages of today", &["install", "--no-save"])?;
    drop(one);
    let environment = environment
        .with_packages(&folder)?
        .with_variable("TODAYS_WRANGLER", "1");
    // There are no packages of Node.js for all machines.
    npm::check_node(environment.command("node"), OLDEST_NODE)?;
    Ok(environment)
}
