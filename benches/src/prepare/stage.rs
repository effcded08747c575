//! The folder from which the runtime takes a worker's modules.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::paths;
use crate::workerd::LOOP;

/// Writes what `wrangler deploy` would upload of a built worker (a folder with `index.js`, or that one file), and adds
/// the module with the loop.
pub(crate) fn worker(built: &Path, modules: &Path) -> Result<()> {
    let failed = || format!("could not write `{}`", modules.display());
    if modules.exists() {
        fs::remove_dir_all(modules).with_context(failed)?;
    }
    fs::create_dir_all(modules).with_context(failed)?;
    let entry = match built.is_dir() {
        true => built.join("index.js"),
        false => built.to_owned(),
    };
    bundle(&entry, modules)?;
    fs::rename(bundled(&entry, modules), modules.join("index.js")).with_context(failed)?;
    let entry = paths::benches().join("workers").join(LOOP);
    fs::copy(entry, modules.join(LOOP)).with_context(failed)?;
    Ok(())
}

/// With the settings of our templates for JavaScript, whoever wrote it.
fn bundle(entry: &Path, modules: &Path) -> Result<()> {
    let config = modules.with_extension("json");
    let settings = json!({
        "name": "bench",
        "main": entry,
        "compatibility_date": crate::workerd::COMPATIBILITY_DATE,
        "minify": true,
        "keep_names": false,
    });
    fs::write(&config, settings.to_string())
        .with_context(|| format!("could not write `{}`", config.display()))?;
    let output = Command::new(paths::npm_programs().join("wrangler"))
        .args(["deploy", "--dry-run", "--config"])
        .arg(config)
        .arg("--outdir")
        .arg(modules)
        .env("WRANGLER_SEND_METRICS", "false")
        .current_dir(std::env::temp_dir())
        .output()
        .context("`wrangler` did not start; run `cargo xtask setup`")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("wrangler did not bundle `{}`:\n{said}", entry.display());
    }
    Ok(())
}

/// wrangler calls the bundle as its entry was called.
fn bundled(entry: &Path, modules: &Path) -> PathBuf {
    modules.join(entry.file_name().unwrap_or_default())
}
