//! `worker-build types`: writes the struct of bindings that the configuration declares.

mod ident;
mod model;
mod render;
mod shape;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::config::resolved::folder;
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::report::Report;

/// Arguments of `worker-build types`.
#[derive(Debug, Args)]
pub(crate) struct TypesArgs {
    /// Folder of the worker's crate
    #[arg(long, value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// File to write, relative to the crate; `-` prints it
    #[arg(long, value_name = "FILE", default_value = "src/bindings.rs")]
    out: PathBuf,
    /// Configuration of wrangler, if it is called with `--config`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Environment of the configuration to write; all of them if not given
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// Name of the struct
    #[arg(long, value_name = "NAME", default_value = "Env")]
    name: String,
    /// Write nothing, and fail when the file is not what would be written
    #[arg(long)]
    check: bool,
}

/// Writes the struct, or checks that it is as it would be written.
pub(crate) fn run(args: &TypesArgs, report: &Report) -> Result<()> {
    if !ident::is_type(&args.name) {
        let what = format!("`{}` cannot be the name of a struct", args.name);
        return Err(Diagnostic::new(what).fix("for example `--name Env`").into());
    }
    let folder = folder(&args.path)?;
    let wrangler = Wrangler::load(&folder, args.config.as_deref())?
        .ok_or_else(|| no_configuration(&args.path))?;
    let fields = model::fields(&wrangler, args.env.as_deref())?;
    let text = render::render(&args.name, &wrangler.name, args.env.as_deref(), &fields);
    if args.out == Path::new("-") {
        report.line(text.trim_end());
        return Ok(());
    }
    for field in &fields {
        if let Some(line) = field.unknown_at {
            report.warning(&unknown(&field.name, &wrangler.name, line));
        }
    }
    let file = folder.join(&args.out);
    let out = args.out.display().to_string();
    let found = fs::read_to_string(&file).ok();
    match found {
        Some(found) if is_same(&found, &text) => {
            report.line(&format!("`{out}` is up to date"));
            Ok(())
        }
        found if args.check => Err(outdated(&out, &wrangler.name, found.as_deref(), &text).into()),
        Some(found) if !render::is_ours(&found) => Err(foreign(&out).into()),
        found => {
            write(&file, &text)?;
            report.line(&format!("wrote `{out}` from `{}`", wrangler.name));
            if found.is_none() {
                report.line(&next(&args.out, &args.name));
            }
            Ok(())
        }
    }
}

/// rustfmt may break lines in another way.
fn is_same(found: &str, written: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<String>().replace(',', "");
    words(found) == words(written)
}

fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    fs::write(file, text).with_context(|| format!("cannot write `{}`", file.display()))
}

fn next(out: &Path, name: &str) -> String {
    let module = out.file_stem().unwrap_or_default().to_string_lossy();
    format!(
        "next: write `mod {module};` into `src/lib.rs`, and let a handler take `{module}::{name}`"
    )
}

fn unknown(name: &str, configuration: &str, line: u32) -> String {
    format!(
        "worker-build {} does not know the kind of `{name}` in {configuration}:{line}; it becomes `env::Raw`",
        env!("CARGO_PKG_VERSION")
    )
}

fn no_configuration(path: &Path) -> Diagnostic {
    let what = format!("no configuration of wrangler for `{}`", path.display());
    Diagnostic::new(what)
        .note("looked for `wrangler.json`, `wrangler.jsonc` and `wrangler.toml` there and in the folders above")
        .fix("create one, or name the folder of the worker with `--path`")
}

fn outdated(out: &str, configuration: &str, found: Option<&str>, written: &str) -> Diagnostic {
    let problem = match found {
        None => Diagnostic::new(format!("`{out}` is not there")),
        Some(found) => {
            let problem =
                Diagnostic::new(format!("`{out}` is not what `{configuration}` declares"));
            let differences = differences(found, written);
            match differences.is_empty() {
                true => problem,
                false => problem.note(format!("the differences are\n\n{differences}")),
            }
        }
    };
    problem.fix("run `worker-build types`, and commit the file")
}

/// The lines that only one of the texts has, without comments.
fn differences(found: &str, written: &str) -> String {
    let only = |mark: char, here: &str, there: &str| -> String {
        let there: Vec<&str> = there.lines().map(str::trim).collect();
        here.lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//") && !there.contains(line))
            .map(|line| format!("{mark} {line}\n"))
            .collect()
    };
    only('-', found, written) + &only('+', written, found)
}

fn foreign(out: &str) -> Diagnostic {
    Diagnostic::new(format!("`{out}` was not written by this command"))
        .note("it would be replaced as a whole")
        .fix("name another file with `--out`, or remove this one")
}
