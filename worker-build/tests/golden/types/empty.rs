// Written by `worker-build types` from `wrangler.json`. Changes will be lost.

/// What `wrangler.json` declares.
#[allow(dead_code, unreachable_pub, reason = "what a worker uses of it is not known here")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {}
