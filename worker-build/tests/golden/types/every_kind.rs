// Written by `worker-build types` from `wrangler.json`. Changes will be lost.

/// What `wrangler.json` declares.
#[allow(dead_code, unreachable_pub, reason = "what a worker uses of it is not known here")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {
    /// A variable.
    pub name_0: String,

    /// A secret.
    pub secret: worker_sdk::env::Secret,

    /// A KV namespace.
    pub name_1: worker_sdk::kv::Namespace,

    /// An R2 bucket.
    pub name_2: worker_sdk::r2::Bucket,

    /// A D1 database.
    pub name_3: worker_sdk::d1::Database,

    /// A Durable Object namespace.
    pub object: worker_sdk::durable_objects::Namespace,

    /// A queue.
    pub queue: worker_sdk::queues::Producer,

    /// A service.
    pub name_4: worker_sdk::fetch::Fetcher,

    /// A workflow.
    pub name_6: worker_sdk::workflows::Workflow,

    /// A database behind Hyperdrive.
    pub name_7: worker_sdk::hyperdrive::Hyperdrive,

    /// A Vectorize index.
    pub name_8: worker_sdk::vectorize::Index,

    /// Workers AI.
    pub name_9: worker_sdk::ai::Ai,

    /// An AI Search namespace.
    pub name_10: worker_sdk::ai_search::Namespace,

    /// An AI Search instance.
    pub name_11: worker_sdk::ai_search::Instance,

    /// An agent memory.
    pub name_12: worker_sdk::agent_memory::Namespace,

    /// An Analytics Engine dataset.
    pub name_13: worker_sdk::analytics_engine::Dataset,

    /// Analytics queries.
    pub name_14: worker_sdk::analytics_sql::Analytics,

    /// A browser.
    pub name_15: worker_sdk::browser_rendering::Browser,

    /// Images.
    pub name_16: worker_sdk::images::Images,

    /// Media transformations.
    pub name_17: worker_sdk::media_transformations::Media,

    /// Stream.
    pub name_18: worker_sdk::stream::Stream,

    /// The version's metadata.
    pub name_19: worker_sdk::version_metadata::Version,

    /// An mTLS certificate.
    pub name_20: worker_sdk::fetch::Fetcher,

    /// A dispatch namespace.
    pub name_21: worker_sdk::dispatch_namespaces::Namespace,

    /// A pipeline.
    pub name_22: worker_sdk::pipelines::Pipeline,

    /// A K2 stream.
    pub name_23: worker_sdk::k2::Producer,

    /// A secret of a Secrets Store.
    pub name_24: worker_sdk::secrets_store::Secret,

    /// An artifact namespace.
    pub name_25: worker_sdk::artifacts::Artifacts,

    /// A Flagship app.
    pub name_26: worker_sdk::flagship::Flagship,

    /// A rate limit.
    pub name_27: worker_sdk::rate_limiting::Limiter,

    /// An email sender.
    pub name_28: worker_sdk::email::Sender,

    /// A worker loader.
    pub name_29: worker_sdk::worker_loader::Loader,

    /// A VPC service.
    pub name_30: worker_sdk::fetch::Fetcher,

    /// A VPC network.
    pub name_31: worker_sdk::fetch::Fetcher,

    /// A hello world.
    pub name_32: worker_sdk::hello_world::HelloWorld,

    /// An unsafe binding.
    /// The SDK has no type for it yet.
    pub r#unsafe: worker_sdk::env::Raw,

    /// A log forwarder.
    /// The SDK has no type for it yet.
    pub log: worker_sdk::env::Raw,

    /// A wasm module.
    /// The SDK has no type for it yet.
    pub name_33: worker_sdk::env::Raw,

    /// A text blob.
    /// The SDK has no type for it yet.
    pub name_34: worker_sdk::env::Raw,

    /// A data blob.
    /// The SDK has no type for it yet.
    pub name_35: worker_sdk::env::Raw,

    /// A binding of an unknown kind.
    /// The SDK has no type for it yet.
    pub new: worker_sdk::env::Raw,
}
