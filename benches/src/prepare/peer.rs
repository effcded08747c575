//! Workers of the `worker` crate.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::scenario::Worker;

pub(crate) fn command(_worker: Worker, _target: &Path) -> Result<Command> {
    bail!("not there yet")
}
