//! What `cargo xtask dev` promises: an edit is served soon, a mistake leaves the last version running,
//! and nothing stays behind.
//!
//! The example is edited in a copy, so that an interrupted run leaves the workspace as it was.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{io, thread};

use anyhow::{Context, Result, bail};

use super::report::{Outcome, quietly};
use crate::dev;
use crate::environment::Environment;

const START: Duration = Duration::from_secs(180);
/// What is promised for an edit.
const EDIT: Duration = Duration::from_secs(5);
/// What the example answers, and so a word in its source.
const WORD: &str = "Hello";

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    quietly(&mut environment.build_command())?;
    let folder = copy(environment.root())?;
    let mut server = Server::start(environment, &folder)?;
    scenario(&mut server, &folder.join("src/lib.rs"))
        .with_context(|| format!("what `wrangler dev` said:\n{}", server.log()))?;
    Ok(Outcome::Passed)
}

fn scenario(server: &mut Server, source: &Path) -> Result<()> {
    let original = fs::read_to_string(source)?;
    server.answers(WORD, START)?;
    if server.log().contains("duplicate-object-key") {
        bail!("wrangler's bundler warns of what the build command wrote");
    }
    fs::write(source, original.replace(WORD, "Edited"))?;
    server.answers("Edited", EDIT)?;
    fs::write(source, format!("{original}\nfn mistake( {{\n"))?;
    server.says("this file contains an unclosed delimiter", EDIT)?;
    server.answers("Edited", EDIT)?;
    fs::write(source, original.replace(WORD, "Mended"))?;
    server.answers("Mended", EDIT)?;
    server.stop()
}

/// The copy's folder of the example.
fn copy(root: &Path) -> Result<PathBuf> {
    let copy = root.join("target/xtask-dev");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let example = copy.join("examples/hello");
    fs::create_dir_all(example.join("src"))?;
    for folder in ["worker-sdk", "worker-macros"] {
        // With their times: cargo takes these for the crates of the workspace, and would compile all that needs them again.
        quietly(
            Command::new("cp")
                .arg("-Rp")
                .arg(root.join(folder))
                .arg(&copy),
        )?;
    }
    symlink(root.join("node_modules"), copy.join("node_modules"))?;
    for file in ["wrangler.jsonc", "src/lib.rs"] {
        fs::copy(root.join("examples/hello").join(file), example.join(file))?;
    }
    // By another name: cargo would take what was edited for the example, and serve it there.
    for file in ["Cargo.lock", "examples/hello/Cargo.toml"] {
        let text = fs::read_to_string(root.join(file))?;
        let renamed = text.replace("name = \"hello\"", "name = \"hello-edited\"");
        fs::write(copy.join(file), renamed)?;
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    fs::write(copy.join("Cargo.toml"), only_hello(&manifest))?;
    Ok(example)
}

fn only_hello(manifest: &str) -> String {
    let line = |line: &str| match line.split_once(" = ") {
        Some(("members", _)) => "members = [\"examples/hello\"]\n".to_owned(),
        _ => format!("{line}\n"),
    };
    manifest.lines().map(line).collect()
}

/// A running `wrangler dev`, ended when dropped.
struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    fn start(environment: &Environment, folder: &Path) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let arguments = ["--ip", "127.0.0.1", "--port", &port.to_string()].map(str::to_owned);
        let log = folder.join("wrangler.log");
        let output = File::create(&log)?;
        let child = dev::wrangler(environment, folder, &arguments)?
            .env("CARGO_TARGET_DIR", environment.root().join("target"))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        Ok(Self { child, port, log })
    }

    /// Waits for an answer that contains `text`.
    fn answers(&mut self, text: &str, limit: Duration) -> Result<()> {
        self.wait(limit, &format!("answered with `{text}`"), |server| {
            server.answers_with(text).unwrap_or(false)
        })
    }

    fn says(&mut self, text: &str, limit: Duration) -> Result<()> {
        self.wait(limit, &format!("said `{text}`"), |server| {
            server.log().contains(text)
        })
    }

    fn wait(&mut self, limit: Duration, what: &str, done: impl Fn(&Self) -> bool) -> Result<()> {
        let end = Instant::now() + limit;
        while !done(self) {
            if let Some(status) = self.child.try_wait()? {
                bail!("`wrangler dev` ended with {status} before it {what}");
            }
            if Instant::now() > end {
                bail!("`wrangler dev` has not {what} within {} s", limit.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Whether an answer contains `text`. The server leaves the connection open after an answer, and
    /// holds requests back while it reloads; in both cases one asks again.
    fn answers_with(&self, text: &str) -> io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_millis(500)))?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        let mut answer = Vec::new();
        let mut part = [0; 4096];
        loop {
            match stream.read(&mut part)? {
                0 => return Ok(false),
                length => answer.extend_from_slice(&part[..length]),
            }
            if String::from_utf8_lossy(&answer).contains(text) {
                return Ok(true);
            }
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends it as Ctrl-C would; its children have to go with it.
    fn stop(&mut self) -> Result<()> {
        self.ask_to_end()?;
        self.child.wait()?;
        let end = Instant::now() + EDIT;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
            if Instant::now() > end {
                bail!(
                    "something still listens on port {} after `wrangler dev` ended",
                    self.port
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn ask_to_end(&self) -> io::Result<()> {
        let mut kill = Command::new("kill");
        kill.arg(self.child.id().to_string()).status().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.ask_to_end();
            let _ = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_one_member() {
        let manifest =
            "[workspace]\nmembers = [\"xtask\", \"examples/*\"]\nexclude = [\"benches\"]\n";
        let expected = "[workspace]\nmembers = [\"examples/hello\"]\nexclude = [\"benches\"]\n";
        assert_eq!(only_hello(manifest), expected);
    }
}
