// Written by `worker-build types` from the environment `staging` of `wrangler.json`. Changes will be lost.

/// What the environment `staging` of `wrangler.json` declares.
#[allow(dead_code, unreachable_pub, reason = "what a worker uses of it is not known here")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {
    /// A variable.
    pub limit: f64,

    /// A variable.
    pub region: String,

    /// A variable.
    pub mixed: String,

    /// A variable.
    pub same: String,

    /// A secret.
    pub key: worker_sdk::env::Secret,

    /// A KV namespace.
    pub cache: worker_sdk::kv::Namespace,

    /// An R2 bucket.
    pub files: worker_sdk::r2::Bucket,

    /// Static assets.
    pub pages: worker_sdk::fetch::Fetcher,
}
