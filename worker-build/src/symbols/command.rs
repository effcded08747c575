//! `worker-build symbolicate`: reads a log and writes it with the names of functions.

use super::frames::{self, Found};
use super::{FILE, Symbols};
use crate::cli::PlaceArgs;
use crate::config::resolved;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use clap::Args;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `worker-build symbolicate`.
#[derive(Debug, Args)]
pub(crate) struct SymbolicateArgs {
    /// File with the log or the stack; standard input if not given
    log: Option<PathBuf>,
    #[command(flatten)]
    place: PlaceArgs,
    /// Symbols of the build that was deployed, instead of those in the output folder
    #[arg(long, value_name = "FILE", conflicts_with_all = ["path", "out_dir"])]
    symbols: Option<PathBuf>,
}

/// Copies the log to standard output, line by line as it comes. Fails when it has frames and none of them got a name.
pub(crate) fn run(args: &SymbolicateArgs) -> Result<ExitCode> {
    let file = match &args.symbols {
        Some(file) => file.clone(),
        None => resolved::folder(&args.place.path)?
            .join(&args.place.out_dir)
            .join(FILE),
    };
    let symbols = load(&file)?;
    let found = match &args.log {
        Some(log) => {
            let unreadable = || format!("cannot read `{}`", log.display());
            copy(
                BufReader::new(File::open(log).with_context(unreadable)?),
                &symbols,
            )
        }
        None => copy(io::stdin().lock(), &symbols),
    }?;
    if found.foreign > 0 {
        eprintln!("warning: {}", foreign(&file, found));
    }
    Ok(match found {
        Found {
            named: 0,
            foreign: 1..,
        } => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

fn load(file: &Path) -> Result<Symbols> {
    let text = fs::read_to_string(file).map_err(|error| no_symbols(file, &error))?;
    Ok(Symbols::parse(&text).map_err(|error| no_symbols(file, &error))?)
}

fn no_symbols(file: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::new(format!(
        "cannot read the symbols `{}`: {error}",
        file.display()
    ))
    .note(
        "a release build writes them; in a build with `--dev` or `--keep-names`, frames have names",
    )
    .fix("build the commit that was deployed with `worker-build --release`")
    .fix("or name the file that was kept with `--symbols`")
}

fn foreign(file: &Path, found: Found) -> Diagnostic {
    let frames = match found.foreign {
        1 => "1 frame is".to_owned(),
        count => format!("{count} frames are"),
    };
    Diagnostic::new(format!(
        "{frames} not of the build that `{}` belongs to",
        file.display()
    ))
    .note("the same sources, compiler, options and packages make the same build")
    .fix("build the commit that was deployed, or name its symbols with `--symbols`")
}

/// Logs need not be UTF-8.
fn copy(mut log: impl BufRead, symbols: &Symbols) -> Result<Found> {
    let (mut line, mut found) = (Vec::new(), Found::default());
    let mut out = io::stdout().lock();
    while log
        .read_until(b'\n', &mut line)
        .context("cannot read the log")?
        > 0
    {
        let text = match std::str::from_utf8(&line) {
            Ok(text) => frames::named(text, symbols, &mut found).into_bytes(),
            Err(_) => std::mem::take(&mut line),
        };
        let written = out.write_all(&text).and_then(|()| out.flush());
        match written {
            // Whoever read along has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            written => written.context("cannot write the log")?,
        }
        line.clear();
    }
    Ok(found)
}
