// Written by `worker-build types` from `wrangler.json`. Changes will be lost.

/// What `wrangler.json` declares.
#[allow(dead_code, reason = "a worker may use a part of it")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {}
