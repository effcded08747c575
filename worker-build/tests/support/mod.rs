//! Small crates that tests build. A crate is kept when its test fails.

#![allow(dead_code, reason = "each test program uses a part of this module")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A handler for the lines that most tests need.
pub(crate) const HELLO: &str = "use worker_sdk::event;\n\n\
    #[event(fetch)]\nfn main() -> &'static str {\n    \"hello\"\n}\n";

/// A crate in a folder of its own, below the target folder.
///
/// Cargo tells packages in a shared target folder apart by name only, so each has its own name or its own folder.
pub(crate) struct Fixture {
    pub(crate) root: PathBuf,
    target_dir: PathBuf,
}

impl Fixture {
    /// A worker with this `src/lib.rs`. What it says about itself is shown as if it were called `hello`.
    pub(crate) fn worker(test: &str, lib: &str) -> Self {
        Self::empty(test)
            .file("Cargo.toml", &manifest(&format!("hello_of_{test}"), SDK))
            .file("src/lib.rs", lib)
    }

    /// Nothing but the lock file of this workspace, so that nothing is downloaded.
    pub(crate) fn empty(test: &str) -> Self {
        Self::at(Self::place(test))
    }

    /// Where the crate of a test is.
    pub(crate) fn place(test: &str) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(test)
    }

    fn at(root: PathBuf) -> Self {
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        let target_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workers");
        let fixture = Self { root, target_dir };
        fs::copy(repository().join("Cargo.lock"), fixture.path("Cargo.lock")).unwrap();
        fixture
    }

    /// A worker without the library: its wasm-bindgen is an empty crate of another version, and the command
    /// of that version is a script. Nothing has to be compiled but `src/lib.rs`.
    pub(crate) fn bare(test: &str, lib: &str) -> Self {
        Self::bare_at(Self::place(test), lib)
    }

    /// The same in a folder outside of this repository.
    pub(crate) fn bare_outside(test: &str, lib: &str) -> Self {
        Self::bare_at(
            std::env::temp_dir().join(format!("worker-build-{test}")),
            lib,
        )
    }

    fn bare_at(root: PathBuf, lib: &str) -> Self {
        let target_dir = root.join("target");
        let mut fixture = Self::at(root);
        fixture.target_dir = target_dir;
        let fixture = fixture
            .file(
                "Cargo.toml",
                &manifest("bare", "wasm-bindgen = { path = \"bindgen\" }\n"),
            )
            .file("src/lib.rs", lib)
            .file("bindgen/src/lib.rs", "")
            .file(
                "bindgen/Cargo.toml",
                "[package]\nname = \"wasm-bindgen\"\nversion = \"0.2.99\"\n",
            );
        fs::remove_file(fixture.path("Cargo.lock")).unwrap();
        fixture.script("wasm-bindgen", BINDGEN);
        fixture
    }

    /// Writes a file.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a shell script and returns its path.
    pub(crate) fn script(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        self.write(name, &format!("#!/bin/sh\nset -eu\n{text}\n"));
        let path = self.path(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// The command, offline, without an unwinding library, with an optimiser that does nothing.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let optimizer = self.script("wasm-opt", COPY);
        let mut command = Command::new(env!("CARGO_BIN_EXE_worker-build"));
        command
            .args(args)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .env("CARGO_NET_OFFLINE", "true")
            .env("WORKER_BUILD_STD_CACHE", self.path("no-std"))
            .env("WASM_OPT_BIN", optimizer)
            .env("WASM_BINDGEN_BIN", self.path("wasm-bindgen"))
            .env("WORKER_BUILD_TOOL_CACHE", self.path("no-tools"))
            .env_remove("WRANGLER_COMMAND")
            .env_remove("CLOUDFLARE_ENV")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTFLAGS");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.finish(&mut self.command(args))
    }

    pub(crate) fn finish(&self, command: &mut Command) -> Run {
        Run::new(command.output().unwrap(), &self.root)
    }

    /// All published files.
    pub(crate) fn published(&self) -> BTreeSet<String> {
        let mut files = BTreeSet::new();
        list(&self.path("build"), "", &mut files);
        files
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the crate of this test is kept in {}", self.root.display());
        } else {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// What a run of the command said, with what differs from run to run replaced.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn new(output: Output, root: &Path) -> Self {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            let root = root.display().to_string();
            let lines = text
                .lines()
                .map(|line| steady(&line.replace(&root, "<root>")) + "\n");
            lines.collect::<String>()
        };
        Self {
            success: output.status.success(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert!(self.success, "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The command failed with exactly this message.
    #[track_caller]
    pub(crate) fn fails_with(&self, golden: &str) {
        assert!(!self.success, "{}", self.stdout);
        same_as_golden(golden, &self.stderr);
    }
}

/// Compares with a file in `tests/golden`. `TRYBUILD=overwrite`, as in the tests of the macros, writes it anew.
#[track_caller]
pub(crate) fn same_as_golden(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(&file, text).unwrap();
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    assert!(golden == text, "{name} should be\n{golden}\nbut is\n{text}");
}

/// A manifest; `dependencies` are lines of TOML.
pub(crate) fn manifest(name: &str, dependencies: &str) -> String {
    let dependencies = dependencies.replace("<repository>", &repository().display().to_string());
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n\
         [dependencies]\n{dependencies}\n\
         [profile.release]\npanic = \"abort\"\n\n[workspace]\n"
    )
}

pub(crate) const SDK: &str = "worker-sdk = { path = \"<repository>/worker-sdk\" }\n";

/// The handler of a bare worker, with its record.
pub(crate) const BARE: &str = r#"
#[unsafe(export_name = "__worker_sdk::fetch::bare::main")]
pub extern "C" fn main() -> i32 { 0 }
const RECORD: &[u8] = b"{\"v\":1,\"kind\":\"event\",\"event\":\"fetch\",\"export\":\"__worker_sdk::fetch::bare::main\",\"handler\":\"bare::main\",\"file\":\"src/lib.rs\",\"line\":3}\n";
#[allow(dead_code)]
#[unsafe(link_section = "worker_sdk")]
static BYTES: [u8; RECORD.len()] = *RECORD.first_chunk().unwrap();
"#;

/// A wasm-bindgen that changes nothing and brings a runtime module along.
const BINDGEN: &str = r#"
if [ "$1" = --version ]; then echo "wasm-bindgen 0.2.99"; exit; fi
while [ $# -gt 0 ]; do
  case "$1" in --out-dir) out=$2; shift;; --*) ;; *) input=$1;; esac
  shift
done
mkdir -p "$out/snippets/worker-sdk-0123456789abcdef/src/js"
echo "export {};" > "$out/snippets/worker-sdk-0123456789abcdef/src/js/runtime.js"
echo 'import source wasmModule from "./glue_bg.wasm";' > "$out/glue.js"
cp "$input" "$out/glue_bg.wasm"
"#;

/// An optimiser that does nothing: the arguments before `--output` end with the input.
const COPY: &str = "while [ \"$1\" != --output ]; do input=$1; shift; done\ncp \"$input\" \"$2\"";

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn list(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(steady(&name));
        }
    }
}

/// Replaces durations, sizes and the hash of the library.
pub(crate) fn steady(line: &str) -> String {
    let line = &nameless(line);
    let line = match line.split_once("worker-sdk-") {
        Some((before, after)) => {
            let hash = after
                .find(|c: char| !c.is_ascii_hexdigit())
                .unwrap_or(after.len());
            format!("{before}worker-sdk-<hash>{}", &after[hash..])
        }
        None => line.to_owned(),
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [name @ .., time, "s"] if time.parse::<f64>().is_ok() => {
            format!("{} <time>", name.join(" "))
        }
        ["bytes", ..] => "bytes <columns>".to_owned(),
        [name @ ("wasm" | "js" | "total"), ..] => format!("{name} <sizes>"),
        _ => line,
    }
}

/// Turns the name of a test's package into `hello`.
fn nameless(line: &str) -> String {
    let mut parts = line.split("hello_of_");
    let mut nameless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
        nameless.push_str("hello");
        nameless.push_str(&part[end.unwrap_or(part.len())..]);
    }
    nameless
}
