//! Where a socket leads.

use std::net::SocketAddr;

/// A host and a port: `"db.example.com:5432"`, `("db.example.com", 5432)`, or a `SocketAddr`.
///
/// # Examples
///
/// ```
/// use worker_sdk::sockets::Address;
///
/// assert_eq!(Address::from(("::1", 5432)), Address::from("[::1]:5432"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address(String);

impl Address {
    /// The text that the platform reads.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Address {
    fn from(address: &str) -> Self {
        Self(address.to_owned())
    }
}

impl From<String> for Address {
    fn from(address: String) -> Self {
        Self(address)
    }
}

impl<T: AsRef<str>> From<(T, u16)> for Address {
    fn from((host, port): (T, u16)) -> Self {
        let host = host.as_ref();
        if host.contains(':') && !host.starts_with('[') {
            return Self(format!("[{host}]:{port}"));
        }
        Self(format!("{host}:{port}"))
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self(address.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_the_platform_reads_them() {
        let cases = [
            (("db.example.com", 5432).into(), "db.example.com:5432"),
            (("::1", 1).into(), "[::1]:1"),
            (("[::1]", 1).into(), "[::1]:1"),
            (
                SocketAddr::from(([127, 0, 0, 1], 80)).into(),
                "127.0.0.1:80",
            ),
            (SocketAddr::from(([0; 16], 80)).into(), "[::]:80"),
            (String::from("a:1").into(), "a:1"),
            ("a:1".into(), "a:1"),
        ];
        for (address, expected) in cases {
            let address: Address = address;
            assert_eq!(address.as_str(), expected);
        }
    }
}
