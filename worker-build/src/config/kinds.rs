//! The keys of wrangler's configuration that put something on the environment.

use crate::nearest;

/// A key that declares bindings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Where it stands, as `queues.producers`.
    pub(crate) key: &'static str,
    pub(crate) shape: Shape,
    /// What messages call one of them, with its article.
    pub(crate) called: &'static str,
    /// What else an entry must have, with an example.
    pub(crate) needs: &'static [(&'static str, Example)],
    /// The type of the SDK that wraps it, if there is one.
    pub(crate) rust: Option<&'static str>,
    /// Whether named environments have what the top level declares.
    pub(crate) is_inherited: bool,
}

/// A value that stands in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Example {
    Text(&'static str),
    /// An object of numbers.
    Numbers(&'static [(&'static str, u32)]),
}

/// What stands behind a key, and where the name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A list of objects, each named by this field.
    List(&'static str),
    /// One object, named by its `binding`; without it, it declares nothing.
    One,
    /// An object whose keys are the names.
    Values,
    /// A list of names.
    Names,
}

impl Kind {
    /// Whether a field of this section can hold such a binding.
    pub(crate) fn fits(&self, section: &str) -> bool {
        if self.is_unknown() {
            return true;
        }
        let is_service = section == "services" && self.rust == Some(FETCHER);
        section.is_empty() || is_service || is_part(self.key, section) || is_part(section, self.key)
    }

    pub(crate) fn is_unknown(&self) -> bool {
        self.key.is_empty()
    }

    /// The steps to it from the top of an environment.
    pub(crate) fn path(&self) -> impl Iterator<Item = &'static str> {
        self.key.split('.')
    }
}

/// The kind that a field of this section is declared by.
pub(crate) fn of_section(section: &str) -> Option<&'static Kind> {
    let mut kinds = KINDS.iter();
    kinds.find(|kind| is_part(kind.key, section) || is_part(section, kind.key))
}

/// Whether `key` is `outer` or stands in it.
fn is_part(key: &str, outer: &str) -> bool {
    key.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The type of everything that answers requests.
const FETCHER: &str = "worker_sdk::fetch::Fetcher";

const fn kind(key: &'static str, shape: Shape, called: &'static str) -> Kind {
    Kind {
        key,
        shape,
        called,
        needs: &[],
        rust: None,
        is_inherited: false,
    }
}

impl Kind {
    const fn needs(mut self, needs: &'static [(&'static str, Example)]) -> Self {
        self.needs = needs;
        self
    }

    const fn rust(mut self, rust: &'static str) -> Self {
        self.rust = Some(rust);
        self
    }

    const fn inherited(mut self) -> Self {
        self.is_inherited = true;
        self
    }
}

use Example::{Numbers, Text};
use Shape::{List, Names, One, Values};

/// The key of variables, whose types depend on their values.
pub(crate) const VARIABLES: &str = "vars";

/// The section of secrets.
pub(crate) const SECRETS: &str = "secrets";

/// All kinds, in the order in which they are generated.
pub(crate) static KINDS: &[Kind] = &[
    kind(VARIABLES, Values, "a variable"),
    kind("secrets.required", Names, "a secret").rust("worker_sdk::env::Secret"),
    kind("kv_namespaces", List("binding"), "a KV namespace").rust("worker_sdk::kv::Namespace"),
    kind("r2_buckets", List("binding"), "an R2 bucket")
        .needs(&[("bucket_name", Text("my-bucket"))])
        .rust("worker_sdk::r2::Bucket"),
    kind("d1_databases", List("binding"), "a D1 database")
        .needs(&[("database_name", Text("my-database"))])
        .rust("worker_sdk::d1::Database"),
    kind(
        "durable_objects.bindings",
        List("name"),
        "a Durable Object namespace",
    )
    .needs(&[("class_name", Text("MyObject"))])
    .rust("worker_sdk::durable_objects::Namespace"),
    kind("queues.producers", List("binding"), "a queue")
        .needs(&[("queue", Text("my-queue"))])
        .rust("worker_sdk::queues::Producer"),
    kind("services", List("binding"), "a service")
        .needs(&[("service", Text("other-worker"))])
        .rust(FETCHER),
    kind("assets", One, "static assets")
        .rust(FETCHER)
        .inherited(),
    kind("workflows", List("binding"), "a workflow")
        .needs(&[
            ("name", Text("my-workflow")),
            ("class_name", Text("MyWorkflow")),
        ])
        .rust("worker_sdk::workflows::Workflow"),
    kind(
        "hyperdrive",
        List("binding"),
        "a database behind Hyperdrive",
    )
    .needs(&[("id", Text("…"))])
    .rust("worker_sdk::hyperdrive::Hyperdrive"),
    kind("vectorize", List("binding"), "a Vectorize index")
        .needs(&[("index_name", Text("my-index"))])
        .rust("worker_sdk::vectorize::Index"),
    kind("ai", One, "Workers AI").rust("worker_sdk::ai::Ai"),
    kind(
        "ai_search_namespaces",
        List("binding"),
        "an AI Search namespace",
    )
    .needs(&[("namespace", Text("my-namespace"))])
    .rust("worker_sdk::ai_search::Namespace"),
    kind("ai_search", List("binding"), "an AI Search instance")
        .needs(&[("instance_name", Text("my-instance"))])
        .rust("worker_sdk::ai_search::Instance"),
    kind("agent_memory", List("binding"), "an agent memory")
        .needs(&[("namespace", Text("my-namespace"))])
        .rust("worker_sdk::agent_memory::Namespace"),
    kind(
        "analytics_engine_datasets",
        List("binding"),
        "an Analytics Engine dataset",
    )
    .rust("worker_sdk::analytics_engine::Dataset"),
    kind("analytics", One, "analytics queries").rust("worker_sdk::analytics_sql::Analytics"),
    kind("browser", One, "a browser").rust("worker_sdk::browser_rendering::Browser"),
    kind("images", One, "Images").rust("worker_sdk::images::Images"),
    kind("media", One, "media transformations").rust("worker_sdk::media_transformations::Media"),
    kind("stream", One, "Stream").rust("worker_sdk::stream::Stream"),
    kind("version_metadata", One, "the version's metadata")
        .rust("worker_sdk::version_metadata::Version"),
    kind("mtls_certificates", List("binding"), "an mTLS certificate")
        .needs(&[("certificate_id", Text("…"))])
        .rust(FETCHER),
    kind(
        "dispatch_namespaces",
        List("binding"),
        "a dispatch namespace",
    )
    .needs(&[("namespace", Text("my-namespace"))])
    .rust("worker_sdk::dispatch_namespaces::Namespace"),
    kind("pipelines", List("binding"), "a pipeline")
        .needs(&[("pipeline", Text("my-pipeline"))])
        .rust("worker_sdk::pipelines::Pipeline"),
    kind("k2", List("binding"), "a K2 stream")
        .needs(&[("stream", Text("my-stream"))])
        .rust("worker_sdk::k2::Producer"),
    kind(
        "secrets_store_secrets",
        List("binding"),
        "a secret of a Secrets Store",
    )
    .needs(&[("store_id", Text("…")), ("secret_name", Text("my-secret"))])
    .rust("worker_sdk::secrets_store::Secret"),
    kind("artifacts", List("binding"), "an artifact namespace")
        .needs(&[("namespace", Text("my-namespace"))])
        .rust("worker_sdk::artifacts::Artifacts"),
    kind("flagship", List("binding"), "a Flagship app")
        .needs(&[("app_id", Text("…"))])
        .rust("worker_sdk::flagship::Flagship"),
    kind("ratelimits", List("name"), "a rate limit")
        .needs(&[
            ("namespace_id", Text("1001")),
            ("simple", Numbers(&[("limit", 100), ("period", 60)])),
        ])
        .rust("worker_sdk::rate_limiting::Limiter"),
    kind("send_email", List("name"), "an email sender").rust("worker_sdk::email::Sender"),
    kind("worker_loaders", List("binding"), "a worker loader")
        .rust("worker_sdk::worker_loader::Loader"),
    kind("vpc_services", List("binding"), "a VPC service")
        .needs(&[("service_id", Text("…"))])
        .rust(FETCHER),
    kind("vpc_networks", List("binding"), "a VPC network")
        .needs(&[("tunnel_id", Text("…"))])
        .rust(FETCHER),
    kind("unsafe_hello_world", List("binding"), "a hello world")
        .rust("worker_sdk::hello_world::HelloWorld"),
    kind("unsafe.bindings", List("name"), "an unsafe binding").needs(&[("type", Text("…"))]),
    kind("logfwdr.bindings", List("name"), "a log forwarder")
        .needs(&[("destination", Text("…"))])
        .inherited(),
    kind("wasm_modules", Values, "a wasm module").inherited(),
    kind("text_blobs", Values, "a text blob").inherited(),
    kind("data_blobs", Values, "a data blob").inherited(),
];

/// A binding under a key that is in neither list.
pub(crate) static UNKNOWN: Kind = kind("", One, "a binding of an unknown kind");

/// The other keys that wrangler knows; what is neither here nor above is a misspelling, or newer than this command.
const OTHER_KEYS: &[&str] = &[
    "$schema",
    "access",
    "account_id",
    "addresses",
    "alias",
    "base_dir",
    "build",
    "cache",
    "cloudchamber",
    "compatibility_date",
    "compatibility_flags",
    "compliance_region",
    "connect",
    "containers",
    "define",
    "dependencies_instrumentation",
    "dev",
    "env",
    "exports",
    "find_additional_modules",
    "first_party_worker",
    "jsx_factory",
    "jsx_fragment",
    "keep_names",
    "keep_vars",
    "legacy_env",
    "limits",
    "logpush",
    "main",
    "migrations",
    "minify",
    "name",
    "no_bundle",
    "observability",
    "pages_build_output_dir",
    "placement",
    "preserve_file_names",
    "preview_urls",
    "previews",
    "python_modules",
    "route",
    "routes",
    "rules",
    "send_metrics",
    "site",
    "streaming_tail_consumers",
    "tail_consumers",
    "target_environment",
    "triggers",
    "tsconfig",
    "upload_source_maps",
    "userConfigPath",
    "workers_dev",
    "zone_id",
];

/// Whether wrangler 4 has this key at the top of a configuration or an environment.
pub(crate) fn is_known(key: &str) -> bool {
    let mut kinds = KINDS.iter();
    OTHER_KEYS.contains(&key) || kinds.any(|kind| kind.path().next() == Some(key))
}

/// The key that was probably meant by one that wrangler does not know.
pub(crate) fn misspelled_key(key: &str) -> Option<&'static str> {
    let others = || nearest::misspelled(key, OTHER_KEYS.iter().copied());
    match is_known(key) {
        true => None,
        false => misspelled(key).or_else(others),
    }
}

/// The key of bindings that was probably meant.
pub(crate) fn misspelled(key: &str) -> Option<&'static str> {
    let keys = KINDS.iter().filter_map(|kind| kind.path().next());
    match is_known(key) {
        true => None,
        false => nearest::misspelled(key, keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_met_by_its_key_or_by_anything_that_answers_requests() {
        let fits = |key: &str, section: &str| {
            KINDS
                .iter()
                .find(|kind| kind.key == key)
                .unwrap()
                .fits(section)
        };
        assert!(fits("kv_namespaces", "kv_namespaces"));
        assert!(!fits("kv_namespaces", "r2_buckets"));
        assert!(fits("queues.producers", "queues"));
        assert!(fits("queues.producers", "queues.producers"));
        assert!(!fits("ai_search", "ai"));
        assert!(fits("assets", "services") && fits("assets", "assets"));
        assert!(!fits("kv_namespaces", "services"));
        assert!(fits("k2", ""));
    }

    #[test]
    fn no_key_stands_twice() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(
                KINDS
                    .iter()
                    .skip(index + 1)
                    .all(|other| other.key != kind.key)
            );
        }
        assert!(
            ["queues", "main", "access", "exports"]
                .iter()
                .all(|key| is_known(key))
        );
        assert!(!is_known("kv_namespace"));
    }
}
