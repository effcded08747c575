//! Files that are part of the worker, in the place of text and data modules.
#![cfg(target_family = "wasm")]

use worker_sdk::fetch::Fetcher;
use worker_sdk::{Env, Result};

const TEXT: &str = include_str!("../public/page.txt");
const DATA: &[u8] = include_bytes!("../public/page.txt");

#[worker_sdk::test]
async fn text(env: Env) -> Result<()> {
    let pages: Fetcher = env.get("PAGES")?;
    let served = pages.fetch("http://pages/page.txt").await?;
    assert_eq!(TEXT, served.read_text().await?);
    Ok(())
}

#[worker_sdk::test]
async fn data(env: Env) -> Result<()> {
    let pages: Fetcher = env.get("PAGES")?;
    let served = pages.fetch("http://pages/page.txt").await?;
    assert_eq!(DATA, served.read_bytes().await?);
    Ok(())
}
