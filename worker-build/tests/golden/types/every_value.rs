// Written by `worker-build types` from `wrangler.toml`. Changes will be lost.

/// What `wrangler.toml` declares.
#[allow(dead_code, unreachable_pub, reason = "what a worker uses of it is not known here")]
#[derive(Clone, Debug, worker_sdk::Bindings)]
pub struct Env {
    /// A variable.
    pub text: String,

    /// A variable.
    pub flag: bool,

    /// A variable.
    pub whole: i64,

    /// A variable.
    pub number: f64,

    /// A variable.
    pub huge: f64,

    /// A variable.
    pub list: worker_sdk::Json<Vec<String>>,

    /// A variable.
    pub numbers: worker_sdk::Json<Vec<f64>>,

    /// A variable.
    pub table: worker_sdk::Json<std::collections::BTreeMap<String, i64>>,

    /// A variable.
    pub nested: worker_sdk::Json<std::collections::BTreeMap<String, std::collections::BTreeMap<String, bool>>>,

    /// A variable.
    /// Its values have no common type; read it with `Env::json` as a type of your own.
    pub mixed: worker_sdk::env::Raw,

    /// A variable.
    /// Its values have no common type; read it with `Env::json` as a type of your own.
    pub empty: worker_sdk::env::Raw,

    /// A variable.
    #[binding("type")]
    pub r#type: String,

    /// A variable.
    #[binding("with-dash")]
    pub with_dash: String,

    /// A variable.
    #[binding("camelCase")]
    pub camel_case: String,

    /// A variable.
    #[binding("CAMEL_CASE")]
    pub camel_case_2: String,
}
