//! `cargo xtask middleware-sizes`: what each middleware adds to a small worker, compressed.
//!
//! A worker is generated and built for each of them, as for a deployment. That takes minutes, so it is run by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cli::take_flag;
use crate::environment::Environment;
use crate::{process, setup};

/// A name in the table, and the layers of the worker. `App` is its state.
const CASES: &[(&str, &str)] = &[
    ("`Cors`", "Cors::origins([\"https://app.test\"])"),
    ("`SecureHeaders`", "SecureHeaders::new()"),
    ("`RequestIds`", "RequestIds::new()"),
    ("`Timeout`", "Timeout::new(SECOND)"),
    ("`BodyLimit`", "BodyLimit::new(1000)"),
    ("`Logger`", "Logger::new()"),
    (
        "`RequireBasic`",
        "RequireBasic::new(\"a\", |_: &_, _: &App| true)",
    ),
    (
        "`RequireBearer`",
        "RequireBearer::new(\"a\", |_: &_, _: &App| true)",
    ),
    (
        "`RequireJwt`, with keys",
        "RequireJwt::with(|app: &App| Ok(app.verifier()))",
    ),
    (
        "`RequireJwt`, with a set at a URL",
        "RequireJwt::with(|app: &App| Ok(app.remote()))",
    ),
    ("`Sessions::kv`", "Sessions::kv(|app: &App| app.pages())"),
    (
        "`Sessions::object`",
        "Sessions::object(|app: &App| app.limits())",
    ),
    (
        "`Sessions::cookie`",
        "Sessions::cookie(|app: &App| app.cookie_keys())",
    ),
    (
        "`VerifyWebhook`, of GitHub",
        "VerifyWebhook::with(|app: &App| webhooks::Verifier::github(app.secret().expose()))",
    ),
    (
        "`VerifyWebhook`, of Standard Webhooks",
        "VerifyWebhook::with(|app: &App| webhooks::Verifier::standard(app.secret().expose()))",
    ),
    ("`ETag`", "ETag::new()"),
    ("`Csrf`", "Csrf::new()"),
    ("`TrailingSlash`", "TrailingSlash::trim()"),
    ("`Cache`", "Cache::new()"),
    ("`Compression`", "Compression::new()"),
    (
        "`RateLimit::binding`",
        "RateLimit::binding(QUOTA, |app: &App| app.limiter())",
    ),
    (
        "`RateLimit::kv`",
        "RateLimit::kv(QUOTA, |app: &App| app.pages())",
    ),
    (
        "`RateLimit::object`",
        "RateLimit::object(QUOTA, |app: &App| app.limits())",
    ),
    ("`UpstreamLimit`", "UpstreamLimit::new(4)"),
    (
        "`on_error`",
        "on_error(|error: Error| HttpError::internal(error))",
    ),
    ("`CatchPanic`", "CatchPanic::new()"),
];

/// As templates have it.
const PROFILE: &str = "[profile.release]\nlto = \"fat\"\ncodegen-units = 1\n";

const GUIDE: &str = "worker-sdk/src/middleware/guide.md";
const MARK: &str = "<!-- sizes -->";

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let mut names = arguments.to_vec();
    let write = take_flag(&mut names, "--write");
    let environment = setup::ensure(root, setup::Options::default())?;
    environment.build_tool()?;
    let base = measure(&environment, "nothing", "")?;
    println!("a router with two routes and an own middleware: {base} bytes");
    let mut table = String::from("| | bytes, compressed |\n|---|--:|\n");
    for (index, (name, layer)) in CASES.iter().enumerate() {
        if !names.is_empty() && !names.iter().any(|asked| name.contains(asked)) {
            continue;
        }
        let layer = format!(".layer({layer})");
        let bytes = measure(&environment, &format!("layer-{index}"), &layer)?;
        let added = bytes as i64 - base as i64;
        println!("{name}: {added}");
        table.push_str(&format!("| {name} | {added} |\n"));
    }
    match write {
        true if names.is_empty() => write_table(&root.join(GUIDE), &table),
        true => bail!("`--write` is for the whole table; leave the names out"),
        false => Ok(()),
    }
}

fn write_table(guide: &Path, table: &str) -> Result<()> {
    let text = fs::read_to_string(guide)?;
    let mut parts = text.split(MARK);
    let (Some(before), Some(_), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
        bail!("`{}` has no two lines `{MARK}`", guide.display());
    };
    fs::write(guide, format!("{before}{MARK}\n{table}{MARK}{after}"))
        .with_context(|| format!("cannot write `{}`", guide.display()))
}

/// Builds a worker with this layer; gives its compressed size.
fn measure(environment: &Environment, name: &str, layer: &str) -> Result<u64> {
    let folder = generate(environment.root(), name, layer)?;
    let tool = || -> Result<Command> {
        let mut tool = environment.command(environment.build_tool_path());
        tool.current_dir(&folder)
            .env("PATH", environment.path_with_tools()?)
            .env("CARGO_TARGET_DIR", folder.with_file_name("target"));
        Ok(tool)
    };
    process::output(tool()?.args(["--release", "--no-panic-unwind"]))?;
    total(&process::output(tool()?.arg("size"))?)
}

/// The last number of the line `total`.
fn total(sizes: &str) -> Result<u64> {
    let line = sizes.lines().find(|line| line.starts_with("total"));
    let number = line.and_then(|line| line.split_whitespace().nth(2));
    let number = number.with_context(|| format!("no total in:\n{sizes}"))?;
    Ok(number.replace(',', "").parse()?)
}

/// Writes the worker, outside of the workspace, with the versions of its lock file.
fn generate(root: &Path, name: &str, layer: &str) -> Result<PathBuf> {
    let folder = root.join("target/middleware-sizes").join(name);
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let sdk = root.join("worker-sdk");
    let sdk = sdk.display();
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\ncrate-type = [\"cdylib\"]\n\n[dependencies]\nworker-sdk = {{ path = {:?} }}\n\n{PROFILE}",
            sdk.to_string()
        ),
    )?;
    fs::write(
        folder.join("wrangler.jsonc"),
        format!(
            "{{ \"name\": \"{name}\", \"main\": \"build/index.js\", \"compatibility_date\": \"2026-04-01\" }}\n"
        ),
    )?;
    fs::write(folder.join("src/lib.rs"), WORKER.replace("LAYER", layer))?;
    Ok(folder)
}

/// The bindings are behind functions, so that a worker has only those that it asks for.
const WORKER: &str = r#"#![allow(unused, reason = "each worker needs some of it")]

use std::time::Duration;

use worker_sdk::http::cookies;
use worker_sdk::jwt::{Keys, Verifier};
use worker_sdk::middleware::*;
use worker_sdk::sessions::Sessions;
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{Router, get};
use worker_sdk::{Env, Error, HttpError, Request, Response, Result, durable_objects, env, event, fetch, kv, webhooks};

const SECOND: Duration = Duration::from_secs(1);
const QUOTA: Quota = Quota::per_minute(100);

struct App(Env);

impl env::Bindings for App {
    fn from_env(env: &Env) -> Result<Self> {
        Ok(Self(env.clone()))
    }
}

impl App {
    fn limiter(&self) -> &Limiter {
        Box::leak(Box::new(self.0.get("LIMITER").unwrap()))
    }

    fn pages(&self) -> &kv::Namespace {
        Box::leak(Box::new(self.0.get("PAGES").unwrap()))
    }

    fn secret(&self) -> env::Secret {
        self.0.get("SECRET").unwrap()
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(self.0.get::<Keys>("KEYS").unwrap())
    }

    fn remote(&self) -> Verifier {
        Verifier::new(Keys::url("https://issuer.test/jwks.json"))
    }

    fn cookie_keys(&self) -> &cookies::Keys {
        Box::leak(Box::new(self.0.get("COOKIE_KEYS").unwrap()))
    }

    fn limits(&self) -> &durable_objects::Namespace {
        Box::leak(Box::new(self.0.get("LIMITS").unwrap()))
    }
}

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/", get(|| "hello"))
        .route("/proxy", get(proxy))
        .layer(own)LAYER
}

/// Promises and failures are in most workers: they are there without a layer too.
async fn proxy(request: Request) -> Result<Response> {
    let answer = fetch(request).await?;
    match answer.is_ok() {
        true => Ok(answer),
        false => Err("it did not answer")?,
    }
}

async fn own(request: Request, next: Next) -> Result<Response> {
    next.run(request).await
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read() {
        let sizes = "bytes            raw        gzip\nwasm          50,000      20,000\ntotal         60,000      25,123\n";
        assert_eq!(total(sizes).unwrap(), 25_123);
        assert!(total("nothing").is_err());
    }
}
