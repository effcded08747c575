//! PostgreSQL, with the client of the crate `tokio-postgres`, over sockets of the platform.
//!
//! Behind the feature `tokio-postgres`. The crate itself is a dependency of yours, without its default features, which
//! want an operating system: `tokio-postgres = { version = "0.7", default-features = false }`.
//!
//! [`connect_hyperdrive`] is for a database behind Hyperdrive, which keeps connections open near the database, so that a
//! worker finds one. [`connect_to`] goes straight to the server, and [`connect`] uses a socket that is open.
//!
//! A connection belongs to the event that opened it: open one in each, and drop the client when it is done. Dropping it
//! ends the connection, also under a query. The task behind it is a task of the event, so a query goes on when it is given
//! to [`Context::wait_until`](crate::Context::wait_until) with its client.
//!
//! Nothing here ends a query that takes too long: put a [`timeout`] around it. The server does not hear of
//! that, and goes on with the query; set its `statement_timeout`.
//!
//! `query` and `execute` prepare a statement first, which is one more round trip. `query_typed` and `execute_typed` do not.
//!
//! # Examples
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::hyperdrive::Hyperdrive;
//! use worker_sdk::integrations::tokio_postgres::connect_hyperdrive;
//! use worker_sdk::{Bindings, Response, Result, event};
//!
//! #[derive(Bindings)]
//! struct App {
//!     database: Hyperdrive,
//! }
//!
//! #[event(fetch)]
//! async fn main(app: App) -> Result<Response> {
//!     let client = connect_hyperdrive(&app.database).await?;
//!     let row = client.query_one("SELECT count(*) FROM users", &[]).await?;
//!     Ok(Response::text(row.get::<_, i64>(0).to_string()))
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! See <https://developers.cloudflare.com/workers/tutorials/postgres/>.

use std::cell::{Cell, RefCell};
use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode, SslNegotiation};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::{Config, Connection};

use crate::error::{Detail, Error, Kind, Result};
use crate::hyperdrive::Hyperdrive;
use crate::js::Local;
use crate::sockets::{self, SecureTransport, Socket};
use crate::{console_warn, spawn, timeout};

const PORT: u16 = 5432;
/// How long a connection may take to say goodbye.
const GOODBYE: Duration = Duration::from_millis(500);

/// A `tokio_postgres::Client`, which this derefs to. Dropping it ends the connection.
pub struct Client {
    inner: tokio_postgres::Client,
    _in_use: InUse,
}

impl Deref for Client {
    type Target = tokio_postgres::Client;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl DerefMut for Client {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client { .. }")
    }
}

/// Connects to the server that `config` names, or to the first that answers when it names several.
///
/// TLS is as its `sslmode` says: not at all with `disable`, if the server has it with `prefer`, which is the default, and
/// always with `require`. The certificate must be one that the platform trusts, whatever the mode. `connect_timeout` is
/// the time for each server.
///
/// # Errors
///
/// Fails when `config` has no host or no user, when no server answers, and when it refuses the user.
///
/// # Examples
///
/// ```no_run
/// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
/// use worker_sdk::integrations::tokio_postgres::connect_to;
///
/// let client = connect_to(&env.secret("DATABASE_URL")?.parse()?).await?;
/// let names = client.query("SELECT name FROM users WHERE age > $1", &[&18]).await?;
/// # drop(names);
/// # Ok(())
/// # }
/// ```
pub async fn connect_to(config: &Config) -> Result<Client> {
    let mut last = Error::of(Incomplete("host"));
    for (number, host) in config.get_hosts().iter().enumerate() {
        let Some(name) = name_of(host) else { continue };
        match connect_at((name, port(config, number)), config).await {
            Ok(client) => return Ok(client),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn connect_at(address: (&str, u16), config: &Config) -> Result<Client> {
    let transport = match (config.get_ssl_mode(), config.get_ssl_negotiation()) {
        (SslMode::Disable, _) => SecureTransport::Off,
        (_, SslNegotiation::Direct) => SecureTransport::On,
        _ => SecureTransport::StartTls,
    };
    let socket = sockets::connect(address).secure_transport(transport);
    let connecting = async { connect(socket.await?, config).await };
    match config.get_connect_timeout() {
        Some(limit) => timeout(*limit, connecting).await?,
        None => connecting.await,
    }
}

fn name_of(host: &Host) -> Option<&str> {
    match host {
        Host::Tcp(name) => Some(name),
        #[cfg(unix)]
        Host::Unix(_) => None,
    }
}

/// One port for all hosts, or one for each.
fn port(config: &Config, number: usize) -> u16 {
    let ports = config.get_ports();
    let port = ports.get(number).or_else(|| ports.first());
    port.copied().unwrap_or(PORT)
}

/// Connects to the database behind Hyperdrive, as its user. The connection to Hyperdrive stays inside of the platform and
/// is not encrypted; that from there to the server is, as the configuration of Hyperdrive says.
///
/// # Errors
///
/// Fails when the database cannot be reached, and when it refuses the user.
///
/// # Examples
///
/// ```no_run
/// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
/// use worker_sdk::integrations::tokio_postgres::connect_hyperdrive;
///
/// let mut client = connect_hyperdrive(&env.get("DATABASE")?).await?;
/// let transaction = client.transaction().await?;
/// transaction.execute("UPDATE accounts SET balance = balance - 1", &[]).await?;
/// transaction.commit().await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/hyperdrive/>.
pub async fn connect_hyperdrive(database: &Hyperdrive) -> Result<Client> {
    let mut config = Config::new();
    config.user(database.user()).password(database.password());
    config.dbname(database.database());
    connect(database.connect().await?, &config).await
}

/// Connects over an open socket.
///
/// The socket says whether the connection is encrypted, for it was opened for that: not at all with
/// [`SecureTransport::Off`], from the first byte with [`SecureTransport::On`], and with [`SecureTransport::StartTls`]
/// as `sslmode` of `config` says.
///
/// # Errors
///
/// Fails when `config` has no user, when it requires TLS and the socket has none, and when the server refuses.
///
/// # Examples
///
/// ```no_run
/// # async fn run(config: tokio_postgres::Config) -> worker_sdk::Result<()> {
/// use worker_sdk::integrations::tokio_postgres::connect;
/// use worker_sdk::sockets;
///
/// let socket = sockets::connect("db.example.com:5432").await?;
/// let client = connect(socket, &config).await?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
pub async fn connect(socket: Socket, config: &Config) -> Result<Client> {
    let config = suited(config, socket.secure_transport())?;
    let (inner, connection) = config.connect_raw(socket, StartTls).await?;
    let (in_use, dropped) = in_use();
    spawn(drive(connection, dropped));
    Ok(Client {
        inner,
        _in_use: in_use,
    })
}

/// Moves bytes for as long as there is a client. The connection itself would wait for an answer that nobody wants.
async fn drive(connection: Connection<Socket, Socket>, dropped: Dropped) {
    let (mut connection, mut dropped) = (pin!(connection), pin!(dropped));
    let ended = poll_fn(|context| match connection.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending => dropped.as_mut().poll(context).map(|()| None),
    });
    match ended.await {
        // Who waits for an answer has the error; nobody else asks for it.
        Some(Err(error)) => console_warn!("{}", Error::from(error)),
        Some(Ok(())) => {}
        None => drop(timeout(GOODBYE, connection).await),
    }
}

#[derive(Default)]
struct Shared {
    dropped: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// Lives in the client.
struct InUse(Arc<Local<Shared>>);

/// Ready when there is no client any more.
struct Dropped(Arc<Local<Shared>>);

fn in_use() -> (InUse, Dropped) {
    let shared = Arc::new(Local::new(Shared::default()));
    (InUse(shared.clone()), Dropped(shared))
}

impl Drop for InUse {
    fn drop(&mut self) {
        self.0.dropped.set(true);
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }
}

impl Future for Dropped {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.dropped.get() {
            return Poll::Ready(());
        }
        self.0.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

/// `config` for a socket of this kind: the client would ask for TLS wherever the configuration lets it.
fn suited(config: &Config, transport: SecureTransport) -> Result<Config> {
    if config.get_user().is_none() {
        return Err(Error::of(Incomplete("user")));
    }
    let mut config = config.clone();
    match transport {
        SecureTransport::On => config
            .ssl_mode(SslMode::Require)
            .ssl_negotiation(SslNegotiation::Direct),
        SecureTransport::StartTls => config.ssl_negotiation(SslNegotiation::Postgres),
        SecureTransport::Off if config.get_ssl_mode() == SslMode::Require => {
            return Err(Error::of(NotSecure));
        }
        SecureTransport::Off => config.ssl_mode(SslMode::Disable),
    };
    Ok(config)
}

/// Lets the platform encrypt the socket.
struct StartTls;

impl TlsConnect<Socket> for StartTls {
    type Stream = Socket;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Socket>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async {
            match socket.secure_transport() {
                SecureTransport::On => Ok(socket),
                _ => socket.start_tls().await,
            }
        })
    }
}

impl TlsStream for Socket {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

/// `?` for what `tokio-postgres` gives; its own message leaves out what the server said.
impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::of(Failed(error))
    }
}

struct Failed(tokio_postgres::Error);

/// The configuration lacks something.
struct Incomplete(&'static str);

/// The configuration wants more than the socket has.
struct NotSecure;

impl Detail for Failed {
    fn kind(&self) -> Kind {
        cause(&self.0).map_or(Kind::Other, Error::kind)
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source().and_then(StdError::source)
    }
}

/// Our own error, from which that of the client comes.
fn cause(error: &tokio_postgres::Error) -> Option<&Error> {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .map(|inner| inner as &(dyn StdError + 'static));
        if let Some(ours) = inner.unwrap_or(error).downcast_ref::<Error>() {
            return Some(ours);
        }
        source = error.source();
    }
    None
}

impl Detail for Incomplete {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for NotSecure {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL: {}", self.0)?;
        match self.0.source() {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "connecting to PostgreSQL failed: the configuration has no {}; name it in the connection string",
            self.0
        )
    }
}

impl fmt::Display for NotSecure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "connecting to PostgreSQL failed: `sslmode` is `require`, and the socket cannot be encrypted; open it with \
             `SecureTransport::StartTls`",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        text.parse().unwrap()
    }

    #[test]
    fn a_socket_decides_about_encryption() {
        use SecureTransport::{Off, On, StartTls};
        let cases = [
            ("sslmode=disable", Off, SslMode::Disable),
            ("sslmode=prefer", Off, SslMode::Disable),
            ("sslmode=prefer", StartTls, SslMode::Prefer),
            ("sslmode=require", StartTls, SslMode::Require),
            ("sslmode=disable", StartTls, SslMode::Disable),
            ("sslmode=disable", On, SslMode::Require),
        ];
        for (text, transport, expected) in cases {
            let suited = suited(&config(&format!("user=ada {text}")), transport).unwrap();
            assert_eq!(suited.get_ssl_mode(), expected, "{text} {transport:?}");
            let direct = suited.get_ssl_negotiation() == SslNegotiation::Direct;
            assert_eq!(direct, transport == On);
        }
    }

    #[test]
    fn what_a_configuration_lacks_is_said() {
        let error = suited(&config("sslmode=disable"), SecureTransport::Off).unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            "connecting to PostgreSQL failed: the configuration has no user; name it in the connection string"
        );
        let error = suited(&config("user=ada sslmode=require"), SecureTransport::Off).unwrap_err();
        assert_eq!(
            error.to_string(),
            "connecting to PostgreSQL failed: `sslmode` is `require`, and the socket cannot be encrypted; open it with \
             `SecureTransport::StartTls`"
        );
    }

    #[test]
    fn hosts_have_one_port_or_one_each() {
        let one = config("host=a,b port=1");
        assert_eq!((port(&one, 0), port(&one, 1)), (1, 1));
        let two = config("host=a,b port=1,2");
        assert_eq!((port(&two, 0), port(&two, 1)), (1, 2));
        assert_eq!(port(&config("host=a"), 0), 5432);
        let names = one.get_hosts().iter().map(name_of);
        assert_eq!(names.collect::<Vec<_>>(), [Some("a"), Some("b")]);
    }

    #[test]
    fn errors_say_what_the_server_said() {
        let error: Error = "port=x".parse::<Config>().unwrap_err().into();
        assert_eq!(
            error.to_string(),
            "PostgreSQL: invalid connection string: invalid value for option `port`"
        );
        assert!(error.source().is_none());
    }
}
