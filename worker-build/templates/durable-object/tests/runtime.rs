//! In the real runtime, with objects of its own for each test: `cargo test --target wasm32-unknown-unknown`.

use worker_sdk::{Request, Result, test};

#[worker_sdk::test]
async fn a_counter_counts() -> Result<()> {
    for expected in ["1", "2", "3"] {
        let response = test::fetch(Request::post("/apples")).await?;
        assert_eq!(response.read_text().await?, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn each_path_has_its_own() -> Result<()> {
    test::fetch(Request::post("/apples")).await?;
    assert_eq!(test::fetch("/pears").await?.read_text().await?, "0");
    Ok(())
}
