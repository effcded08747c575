//! What the user wrote: the command line and the environment, unjudged.

use crate::cli::BuildArgs;
use crate::sysroot;
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) args: BuildArgs,
    pub(crate) environment: Environment,
}

/// The only place that reads environment variables which change a build.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    pub(crate) wrangler_command: Option<String>,
    /// The environment of the configuration that wrangler uses unless it is told another.
    pub(crate) wrangler_environment: Option<String>,
    pub(crate) rustflags: Option<String>,
    pub(crate) encoded_rustflags: Option<String>,
    pub(crate) build_rustflags: Option<String>,
    pub(crate) target_rustflags: Option<String>,
    pub(crate) home: Option<PathBuf>,
    pub(crate) cargo_home: Option<PathBuf>,
    pub(crate) std_cache: Option<PathBuf>,
    pub(crate) tool_cache: Option<PathBuf>,
    pub(crate) wasm_bindgen: Option<PathBuf>,
    pub(crate) wasm_opt: Option<PathBuf>,
    pub(crate) path: OsString,
}

impl Environment {
    pub(crate) fn read() -> Self {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| variable(name).and_then(|value| value.into_string().ok());
        let path = |name: &str| variable(name).map(PathBuf::from);
        let home = std::env::home_dir();
        let std_cache = sysroot::std_cache(variable);
        Self {
            wrangler_command: text("WRANGLER_COMMAND"),
            // The empty name is that of the top level.
            wrangler_environment: std::env::var("CLOUDFLARE_ENV").ok(),
            // Cargo asks no file when these are there, be they empty.
            rustflags: std::env::var("RUSTFLAGS").ok(),
            encoded_rustflags: std::env::var("CARGO_ENCODED_RUSTFLAGS").ok(),
            build_rustflags: text("CARGO_BUILD_RUSTFLAGS"),
            target_rustflags: text("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"),
            cargo_home: path("CARGO_HOME").or_else(|| Some(home.as_ref()?.join(".cargo"))),
            tool_cache: path("WORKER_BUILD_TOOL_CACHE")
                .or_else(|| Some(std_cache.as_ref()?.with_file_name("tools"))),
            std_cache,
            home,
            wasm_bindgen: path("WASM_BINDGEN_BIN"),
            wasm_opt: path("WASM_OPT_BIN"),
            path: variable("PATH").unwrap_or_default(),
        }
    }
}
