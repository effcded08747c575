//! What the steps read: every choice made, every path absolute.

use super::rustflags::Rustflags;
use super::wrangler::Wrangler;
use super::written::{Environment, Written};
use crate::cli::{BuildArgs, PanicArgs};
use crate::diagnostic::Diagnostic;
use crate::lines::Source;
use crate::setup::WITHOUT_UNWINDING;
use crate::sysroot;
use crate::tools::cargo::{self, Package};
use crate::tools::rustc::{self, Rustc, Version};
use crate::tools::wasm_opt::WasmOpt;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) package: Package,
    pub(crate) wrangler: Option<Wrangler>,
    /// The environment of wrangler's configuration that is used, if it is known.
    pub(crate) wrangler_environment: Option<String>,
    /// Whether `wrangler dev` serves the build.
    pub(crate) is_served: bool,
    pub(crate) profile: Profile,
    pub(crate) panic: Panic,
    pub(crate) rustc: Rustc,
    pub(crate) rustflags: Option<Rustflags>,
    /// Features and trailing arguments.
    pub(crate) cargo_args: Vec<String>,
    /// Where cargo builds.
    pub(crate) target_dir: PathBuf,
    /// The command's own folder inside of cargo's.
    pub(crate) own_dir: PathBuf,
    /// Where the command keeps what the next build of this output folder wants to know.
    pub(crate) state_dir: PathBuf,
    pub(crate) out_dir: PathBuf,
    pub(crate) keep_names: bool,
    /// How the compiler names the folder of the sources.
    pub(crate) source: Source,
    pub(crate) optimizer: Optimizer,
    pub(crate) bindgen: Bindgen,
}

/// A cargo profile, and whether it is for trying things out or for publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) optimized: bool,
}

/// What a panic does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Panic {
    /// Ends the instance.
    Abort,
    /// Unwinds; the sysroot holds a standard library that can.
    Unwind { sysroot: PathBuf },
}

#[derive(Debug)]
pub(crate) enum Optimizer {
    /// Not wanted.
    Off,
    /// Wanted, but not installed.
    Missing,
    Found(WasmOpt),
}

/// Where a wasm-bindgen of another version than ours may come from.
#[derive(Debug)]
pub(crate) struct Bindgen {
    pub(crate) given: Option<PathBuf>,
    pub(crate) path: OsString,
    pub(crate) cache: Option<PathBuf>,
    /// Whether it may be installed into the cache.
    pub(crate) may_install: bool,
}

impl Config {
    pub(crate) fn resolve(written: Written) -> Result<Self> {
        let Written {
            mut args,
            environment,
        } = written;
        // Cargo takes it once.
        let offline = "--offline".to_owned();
        if args.offline && !args.cargo.contains(&offline) {
            args.cargo.push(offline);
        }
        let folder = folder(&args.place.path)?;
        let features = feature_args(&args);
        let (package, rustc) = ask(&folder, &features, &args.cargo)?;
        let profile = Profile::choose(&args, environment.wrangler_command.as_deref());
        let panic = Panic::choose(&args.panic, &profile, &environment, &rustc)?;
        let remaps = remaps(&profile, &environment, &rustc);
        let flags = flags(&panic, &remaps);
        let own_dir = package.target_dir.join("worker-build");
        let out_dir = out_dir(&package.folder, &args.place.out_dir)?;
        let cfg = || rustc::cfg(&package.folder);
        let add = || Rustflags::add(&flags, &environment, &package.folder, cfg);
        Ok(Self {
            rustflags: (!flags.is_empty()).then(add).transpose()?,
            target_dir: match panic {
                Panic::Abort => package.target_dir.clone(),
                Panic::Unwind { .. } => own_dir.join("unwind"),
            },
            state_dir: own_dir.join(state_name(&package.name, &out_dir)),
            out_dir,
            own_dir,
            wrangler: Wrangler::load(&package.folder, args.config.as_deref())?,
            is_served: environment.wrangler_command.as_deref() == Some("dev"),
            optimizer: Optimizer::choose(&args, &profile, &environment, &package.folder),
            source: Source::new(&package.workspace, &remaps),
            keep_names: args.keep_names || !profile.optimized,
            bindgen: Bindgen {
                given: environment.wasm_bindgen,
                path: environment.path,
                cache: environment.tool_cache,
                may_install: !args.cargo.iter().any(|arg| is_offline(arg)),
            },
            cargo_args: features.into_iter().chain(args.cargo).collect(),
            wrangler_environment: environment.wrangler_environment,
            package,
            profile,
            panic,
            rustc,
        })
    }
}

impl Profile {
    fn choose(args: &BuildArgs, wrangler_command: Option<&str>) -> Self {
        let named = |name: &str| Self {
            name: name.to_owned(),
            optimized: !matches!(name, "dev" | "test"),
        };
        match &args.profile {
            Some(name) => named(name),
            None if args.release => named("release"),
            None if args.dev || matches!(wrangler_command, Some("dev" | "test" | "types")) => {
                named("dev")
            }
            None => named("release"),
        }
    }
}

impl Panic {
    fn choose(
        args: &PanicArgs,
        profile: &Profile,
        environment: &Environment,
        rustc: &Rustc,
    ) -> Result<Self> {
        let wanted = args.panic_unwind || profile.name == "release";
        if args.no_panic_unwind || !wanted {
            return Ok(Self::Abort);
        }
        let cache = environment.std_cache.as_deref();
        let sysroot = cache
            .map(|cache| sysroot::unwind_sysroot(cache, &rustc.release, &rustc.commit_hash))
            .filter(|sysroot| sysroot::has_std(sysroot));
        match sysroot {
            Some(sysroot) => Ok(Self::Unwind { sysroot }),
            None if args.panic_unwind => Err(no_unwinding_std(rustc).into()),
            None => Ok(Self::Abort),
        }
    }
}

fn no_unwinding_std(rustc: &Rustc) -> Diagnostic {
    Diagnostic::new(format!(
        "no standard library for `panic=unwind` that belongs to rustc {}",
        rustc.release
    ))
    .fix("build it once with `worker-build setup --panic-unwind`")
    .fix(format!(
        "or leave `--panic-unwind` out: {WITHOUT_UNWINDING}"
    ))
}

impl Optimizer {
    fn choose(
        args: &BuildArgs,
        profile: &Profile,
        environment: &Environment,
        folder: &Path,
    ) -> Self {
        if args.no_opt || !profile.optimized {
            return Self::Off;
        }
        match WasmOpt::find(environment.wasm_opt.as_deref(), folder, &environment.path) {
            Some(tool) => Self::Found(tool),
            None => Self::Missing,
        }
    }
}

/// Asks cargo and rustc at the same time, when the toolchain is there.
fn ask(folder: &Path, features: &[String], trailing: &[String]) -> Result<(Package, Rustc)> {
    let version = Version::ask(folder)?;
    let (package, rustc) = std::thread::scope(|scope| {
        let rustc = scope.spawn(|| version.rustc(folder));
        let package = Package::find(folder, features, trailing);
        (package, rustc.join())
    });
    let rustc = rustc.map_err(|_| anyhow::anyhow!("the thread that ran `rustc` ended"))?;
    Ok((package?, rustc?))
}

pub(crate) fn folder(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path)
        .with_context(|| format!("cannot open the folder `{}`", path.display()))
}

/// The folder to publish into; it is replaced as a whole, so it must not be one that holds sources.
fn out_dir(package: &Path, written: &Path) -> Result<PathBuf> {
    let out_dir = std::path::absolute(package.join(written))
        .with_context(|| format!("cannot use `{}` as output folder", written.display()))?;
    let out_dir: PathBuf = cargo::normalize(&out_dir);
    if package.starts_with(&out_dir) {
        let what = format!(
            "the output folder `{}` contains the crate",
            written.display()
        );
        return Err(Diagnostic::new(what)
            .note("a build replaces the whole folder")
            .fix("choose a folder of its own, for example `--out-dir build`")
            .into());
    }
    Ok(out_dir)
}

/// A folder name for what belongs to one output folder.
fn state_name(package: &str, out_dir: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    out_dir.hash(&mut hasher);
    format!("{package}-{:016x}", hasher.finish())
}

/// Whether an argument keeps cargo from the network.
fn is_offline(arg: &str) -> bool {
    matches!(arg, "--offline" | "--frozen")
}

fn feature_args(args: &BuildArgs) -> Vec<String> {
    let features = &args.features;
    let mut written: Vec<String> = features
        .features
        .iter()
        .map(|features| format!("--features={features}"))
        .collect();
    if features.all_features {
        written.push("--all-features".to_owned());
    }
    if features.no_default_features {
        written.push("--no-default-features".to_owned());
    }
    written
}

/// Flags for the compiler: the unwinding library, and other names for folders of this machine.
fn flags(panic: &Panic, remaps: &[(PathBuf, String)]) -> Vec<String> {
    let mut flags = Vec::new();
    if let Panic::Unwind { sysroot } = panic {
        flags.push(format!("--sysroot={}", sysroot.display()));
        flags.push("-Cpanic=unwind".to_owned());
    }
    let remap =
        |(path, name): &(PathBuf, String)| format!("--remap-path-prefix={}={name}", path.display());
    flags.extend(remaps.iter().map(remap));
    flags
}

/// What a published module calls folders of this machine. The last one that matches wins.
fn remaps(profile: &Profile, environment: &Environment, rustc: &Rustc) -> Vec<(PathBuf, String)> {
    if !profile.optimized {
        return Vec::new();
    }
    let sources = rustc.sysroot.join("lib/rustlib/src/rust");
    let remaps = [
        (environment.home.clone(), "/home".to_owned()),
        (environment.cargo_home.clone(), "/cargo".to_owned()),
        (Some(sources), format!("/rustc/{}", rustc.commit_hash)),
    ];
    let remaps = remaps
        .into_iter()
        .filter_map(|(path, name)| Some((path?, name)));
    remaps.filter(|(path, _)| path.parent().is_some()).collect()
}
