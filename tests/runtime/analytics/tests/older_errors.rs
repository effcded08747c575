//! Errors of remote products without the compatibility flag `enhanced_error_serialization`: they cross with a name and a message
//! alone.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;
use worker_sdk::Result;
use worker_sdk::artifacts::Artifacts;
use worker_sdk::media_transformations::{Media, Mode};

#[wasm_bindgen(inline_js = r#"
import { RpcStub, RpcTarget } from "cloudflare:workers";

const refuse = (name, message, codes) => { throw Object.assign(new Error(message), { name, ...codes }) };

class Product extends RpcTarget {
  get() {
    refuse("ArtifactsError", "not found", { code: "NOT_FOUND", numericCode: 10200 });
  }

  input() {
    refuse("MediaError", "no video", { code: 9412 });
  }
}

export const product = () => new RpcStub(new Product());
"#)]
extern "C" {
    fn product() -> JsValue;
}

#[worker_sdk::test]
async fn codes_are_lost() -> Result<()> {
    let repos = Artifacts::from_raw(product());
    let error = repos.get("nobody").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "opening a repository failed: Error: ArtifactsError: not found (repository `nobody`)"
    );
    assert_eq!(
        (error.artifacts_kind(), error.artifacts_code()),
        (None, None)
    );

    let media = Media::from_raw(product());
    let error = media.input("x").output(Mode::Frame).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "transforming media failed: Error: MediaError: no video"
    );
    assert_eq!(error.media_code(), None);
    Ok(())
}
