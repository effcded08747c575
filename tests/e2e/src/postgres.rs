//! PostgreSQL servers of a test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::tls::Certificate;
use crate::{Error, Result};

/// The server ends with its standard input, so also when the test process was killed, and takes its folder along.
const RUN: &str =
    r#"folder="$1"; shift; "$@" & cat >/dev/null; kill -QUIT $!; wait $!; rm -rf "$folder""#;
const START: Duration = Duration::from_secs(30);
const PASSWORD: &str = "pass word";

/// A server of its own: a fresh database on a free port of the local host, plain and with TLS. It ends with this value.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Postgres {
    /// Starts a server that shows `certificate`.
    ///
    /// # Errors
    ///
    /// Fails when PostgreSQL is not installed, and when it does not start.
    pub fn start(certificate: &Certificate) -> Result<Postgres> {
        let programs = programs()?;
        let folder = new_folder()?;
        let account = Account::unprivileged()?;
        let data = prepare(&folder, certificate, &account, &programs)?;
        let port = free_port()?;
        let mut command = account.command("sh");
        command.args(["-c", RUN, "sh"]).arg(&folder);
        command.arg(programs.join("postgres")).arg("-D").arg(data);
        command.args(settings(port).iter().flat_map(|setting| ["-c", setting]));
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let log = fs::File::create(folder.join("log"))
            .map_err(|e| Error::because("could not create the log of PostgreSQL", e))?;
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        let mut child = child.map_err(|e| Error::because("could not start PostgreSQL", e))?;
        let stdin = child.stdin.take();
        let server = Postgres { port, child, stdin };
        server.wait(&folder)?;
        Ok(server)
    }

    /// The address, as the platform reads it.
    pub fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// The connection string, with an `sslmode`.
    pub fn url(&self, mode: &str) -> String {
        let password = PASSWORD.replace(' ', "%20");
        format!(
            "postgresql://postgres:{password}@localhost:{}/postgres?sslmode={mode}",
            self.port
        )
    }

    /// Ends the server at once, under whoever is connected.
    pub fn kill(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }

    /// Makes the server and all that serve connections stand still, with the connections open.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill")
            .args(["-s", signal, "--", &group])
            .status();
    }

    fn wait(&self, folder: &Path) -> Result<()> {
        let begin = Instant::now();
        while begin.elapsed() < START {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            if log.contains("ready to accept connections") {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(Error::because("PostgreSQL did not start", log))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.stdin.is_some() {
            self.signal("CONT");
            self.kill();
        }
    }
}

fn settings(port: u16) -> [String; 8] {
    [
        format!("port={port}"),
        "listen_addresses=localhost".to_owned(),
        "unix_socket_directories=".to_owned(),
        "fsync=off".to_owned(),
        "max_connections=120".to_owned(),
        "ssl=on".to_owned(),
        "ssl_cert_file=certificate.pem".to_owned(),
        "ssl_key_file=key.pem".to_owned(),
    ]
}

/// A folder with a database in it.
fn prepare(
    folder: &Path,
    certificate: &Certificate,
    account: &Account,
    programs: &Path,
) -> Result<PathBuf> {
    let data = folder.join("data");
    let password = folder.join("password");
    let write = |path: &Path, text: &[u8]| {
        fs::write(path, text).map_err(|e| Error::because("could not prepare PostgreSQL", e))
    };
    write(&password, PASSWORD.as_bytes())?;
    account.own(folder)?;
    let mut initdb = account.command(programs.join("initdb"));
    initdb.args([
        "--username=postgres",
        "--auth=scram-sha-256",
        "--no-sync",
        "--encoding=UTF8",
    ]);
    initdb
        .arg("--pwfile")
        .arg(&password)
        .arg("--pgdata")
        .arg(&data);
    let output = initdb
        .output()
        .map_err(|e| Error::because("could not start `initdb`", e))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Error::because("`initdb` failed", said));
    }
    write(&data.join("certificate.pem"), certificate.pem().as_bytes())?;
    write(&data.join("key.pem"), certificate.key().as_bytes())?;
    account.own(&data.join("key.pem"))?;
    private(&data.join("key.pem"))?;
    Ok(data)
}

#[cfg(unix)]
fn private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        .map_err(|e| Error::because("could not protect the key of PostgreSQL", e))
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<()> {
    Ok(())
}

fn new_folder() -> Result<PathBuf> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("e2e-postgres-{}-{number}", std::process::id());
    let folder = env::temp_dir().join(name);
    fs::create_dir(&folder)
        .map_err(|e| Error::because("could not create a folder for PostgreSQL", e))?;
    Ok(folder)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = listener.map_err(|e| Error::because("there is no free port", e))?;
    Ok(address.port())
}

/// The folder with `postgres` and `initdb`. Debian has them outside of `PATH`, one folder for each version.
fn programs() -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    let found = folders.into_iter().find(|folder| {
        ["postgres", "initdb"]
            .iter()
            .all(|name| folder.join(name).is_file())
    });
    found.ok_or_else(|| Error::new("PostgreSQL is not installed; run `cargo xtask setup`"))
}

/// Who runs the server, which refuses to be run by root.
#[derive(Debug)]
struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    fn unprivileged() -> Result<Account> {
        if id(&["-u"])? != 0 {
            return Ok(Account { ids: None });
        }
        let of = |name| Ok((id(&["-u", name])?, id(&["-g", name])?));
        let ids = of("postgres").or_else(|_: Error| of("nobody"))?;
        Ok(Account { ids: Some(ids) })
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(env::temp_dir());
        #[cfg(unix)]
        if let Some((user, group)) = self.ids {
            use std::os::unix::process::CommandExt;
            command.uid(user).gid(group);
        }
        command
    }

    fn own(&self, path: &Path) -> Result<()> {
        #[cfg(unix)]
        if let Some((user, group)) = self.ids {
            std::os::unix::fs::chown(path, Some(user), Some(group))
                .map_err(|e| Error::because("could not give the folder to another user", e))?;
        }
        Ok(())
    }
}

fn id(arguments: &[&str]) -> Result<u32> {
    let output = Command::new("id").args(arguments).output();
    let output = output.map_err(|e| Error::because("could not start `id`", e))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text.trim().parse();
    number.map_err(|_| Error::new(format!("`id` knows no `{}`", arguments.join(" "))))
}
