// Written by `worker-build types` from `wrangler.json`. Changes will be lost.

/// What `wrangler.json` declares.
#[allow(dead_code, unreachable_pub, reason = "what a worker uses of it is not known here")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {
    /// A variable.
    pub limit: f64,

    /// A secret.
    pub key: worker_sdk::env::Secret,

    /// A variable.
    pub region: Option<String>,

    /// A variable.
    /// Its values have no common type; read it with `Env::json` as a type of your own.
    pub mixed: worker_sdk::env::Raw,

    /// A variable.
    pub same: String,

    /// A KV namespace.
    pub cache: worker_sdk::kv::Namespace,

    /// A KV namespace.
    /// Not in `staging`.
    pub sessions: Option<worker_sdk::kv::Namespace>,

    /// An R2 bucket.
    /// Not in the top level.
    pub files: Option<worker_sdk::r2::Bucket>,

    /// Static assets.
    pub pages: worker_sdk::fetch::Fetcher,
}
