//! How large the worker is, compressed and not, and what changed.

use super::shim::Site;
use crate::cli::SizeArgs;
use crate::config::Config;
use crate::config::resolved;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes of a worker.
///
/// JavaScript is compressed as one text, as it is after bundling, but with its names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sizes {
    wasm: Size,
    js: Size,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Size {
    raw: u64,
    gzip: u64,
}

impl Sizes {
    pub(crate) fn of(site: &Site) -> Result<Self> {
        let (mut wasm, mut js) = (Vec::new(), Vec::new());
        for (name, content) in &site.files {
            match name.rsplit_once('.') {
                Some((_, "wasm")) => wasm.push(content.as_slice()),
                Some((_, "js")) => js.push(content.as_slice()),
                // Declarations, and beside a bundle of wrangler its source map.
                _ => {}
            }
        }
        Ok(Self {
            wasm: Size::of(&wasm)?,
            js: Size::of(&js)?,
        })
    }

    fn total(&self) -> Size {
        Size {
            raw: self.wasm.raw + self.js.raw,
            gzip: self.wasm.gzip + self.js.gzip,
        }
    }

    /// The table that a build prints.
    pub(crate) fn table(&self, last: Option<&Self>) -> String {
        let rows = [
            ("wasm", self.wasm, last.map(|last| last.wasm)),
            ("js", self.js, last.map(|last| last.js)),
            ("total", self.total(), last.map(Self::total)),
        ];
        let mut table = format!("{:<8}{:>12}{:>12}", "bytes", "raw", "gzip");
        if last.is_some() {
            table.push_str(&format!("{:>22}", "since the last build"));
        }
        for (name, size, last) in rows {
            let (raw, gzip) = (grouped(size.raw), grouped(size.gzip));
            table.push_str(&format!("\n{name:<8}{raw:>12}{gzip:>12}"));
            if let Some(last) = last {
                table.push_str(&format!("{:>22}", change(last.gzip, size.gzip)));
            }
        }
        table
    }
}

impl Size {
    fn of(files: &[&[u8]]) -> Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        for file in files {
            encoder.write_all(file)?;
        }
        Ok(Self {
            raw: files.iter().map(|file| file.len() as u64).sum(),
            gzip: encoder.finish()?.len() as u64,
        })
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn change(last: u64, now: u64) -> String {
    match now.cmp(&last) {
        std::cmp::Ordering::Less => format!("-{}", grouped(last - now)),
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", grouped(now - last)),
    }
}

/// The sizes of the last build with this profile, if there was one.
pub(crate) fn last(config: &Config) -> Option<Sizes> {
    let text = fs::read(record(config)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Remembers the sizes for the next build.
pub(crate) fn remember(config: &Config, sizes: &Sizes) -> Result<()> {
    let file = record(config);
    fs::write(&file, serde_json::to_vec(sizes)?)
        .with_context(|| format!("cannot write `{}`", file.display()))
}

fn record(config: &Config) -> PathBuf {
    config
        .state_dir
        .join(format!("sizes-{}.json", config.profile.name))
}

/// The `size` subcommand: measures what was published.
pub(crate) fn print(args: &SizeArgs, report: &Report) -> Result<()> {
    let folder = resolved::folder(&args.place.path)?.join(&args.place.out_dir);
    if !folder.join("index.js").is_file() {
        return Err(
            Diagnostic::new(format!("`{}` holds no worker", folder.display()))
                .fix("build it with `worker-build`")
                .into(),
        );
    }
    let mut site = Site::default();
    load(&folder, "", &mut site)?;
    let sizes = Sizes::of(&site)?;
    report.line(&sizes.table(None));
    match args.max_gzip {
        Some(max) if sizes.total().gzip > max => Err(too_large(sizes.total().gzip, max).into()),
        _ => Ok(()),
    }
}

fn too_large(size: u64, max: u64) -> Diagnostic {
    Diagnostic::new(format!(
        "the worker has {} bytes compressed, {} more than allowed",
        grouped(size),
        grouped(size - max)
    ))
    .fix("see which functions are large with `twiggy top` on a build with `--keep-names`")
}

fn load(folder: &Path, prefix: &str, site: &mut Site) -> Result<()> {
    let unreadable = || format!("cannot read `{}`", folder.display());
    for entry in folder.read_dir().with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            load(&path, &format!("{name}/"), site)?;
        } else {
            site.files
                .insert(name, fs::read(&path).with_context(unreadable)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Sizes = Sizes {
        wasm: Size {
            raw: 1_234_567,
            gzip: 1_000,
        },
        js: Size {
            raw: 999,
            gzip: 100,
        },
    };

    #[test]
    fn the_table_shows_what_changed() {
        let last = Sizes {
            wasm: Size {
                raw: 0,
                gzip: 2_500,
            },
            js: Size { raw: 0, gzip: 99 },
        };
        let expected = include_str!("../../tests/golden/sizes.txt");
        let both = format!("{}\n\n{}\n", NOW.table(None), NOW.table(Some(&last)));
        assert_eq!(both, expected);
    }

    #[test]
    fn a_limit_that_is_passed_is_an_error() {
        assert_eq!(
            too_large(14_001, 14_000).to_string(),
            "the worker has 14,001 bytes compressed, 1 more than allowed\n  \
             help: see which functions are large with `twiggy top` on a build with `--keep-names`"
        );
    }

    #[test]
    fn files_count_by_kind() {
        let content = vec![b'a'; 1000];
        let names = [
            "index.js",
            "a.wasm",
            "snippets/b.js",
            "index.js.map",
            "index.d.ts",
        ];
        let site = Site {
            files: names.map(|name| (name.to_owned(), content.clone())).into(),
        };
        let sizes = Sizes::of(&site).unwrap();
        assert_eq!((sizes.js.raw, sizes.wasm.raw), (2000, 1000));
        assert!(sizes.wasm.gzip < 100);
    }
}
