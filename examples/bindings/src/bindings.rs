// Written by `worker-build types` from `wrangler.jsonc`. Changes will be lost.

/// What `wrangler.jsonc` declares.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "what a worker uses of it is not known here"
)]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {
    /// A variable.
    pub max_items: i64,

    /// A variable.
    pub regions: worker_sdk::Json<Vec<String>>,

    /// A variable.
    pub banner: Option<String>,

    /// Static assets.
    pub pages: worker_sdk::fetch::Fetcher,

    /// A secret.
    pub api_key: worker_sdk::env::Secret,
}
