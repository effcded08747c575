//! Whose requests are counted together.

use crate::Request;
use crate::crypto::{self, Hash};
use crate::error::Result;

/// Longer keys are replaced by their hash: products have limits, and clients choose their headers.
const LONGEST: usize = 128;

/// The address that the request came from, as the platform has it; of one with 128 bits, the 64 of the network, because
/// clients choose the others.
pub(super) fn address(request: &Request) -> Option<String> {
    let address = request.header("cf-connecting-ip")?;
    Some(network(&address).unwrap_or(address))
}

/// The first four of the eight groups of an IPv6 address.
fn network(address: &str) -> Option<String> {
    let bytes = address.as_bytes();
    if !bytes.contains(&b':') || bytes.contains(&b'.') {
        return None;
    }
    let gap = bytes.windows(2).position(|pair| pair == b"::");
    let (head, tail) = bytes.split_at(gap.unwrap_or(bytes.len()));
    let (head, tail) = (groups(head), groups(tail));
    let zeros = 8_usize.checked_sub(head.clone().count() + tail.clone().count())?;
    let zeros = std::iter::repeat_n(&b"0"[..], zeros);
    let mut network = String::new();
    for group in head.chain(zeros).chain(tail).take(4) {
        network.extend(group.iter().map(|byte| char::from(*byte)));
        network.push(':');
    }
    network.push_str(":/64");
    Some(network)
}

fn groups(part: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    let groups = part.split(|byte| *byte == b':');
    groups.filter(|group| !group.is_empty())
}

/// What the backend gets: the name of the limit and the key, or the hash of a long one.
pub(super) async fn stored(name: &str, key: &str) -> Result<String> {
    let mut stored = String::from(name);
    stored.push(':');
    if key.len() <= LONGEST {
        stored.push_str(key);
    } else {
        let hash = crypto::digest(Hash::Sha256, key.as_bytes()).await?;
        stored.push_str("sha-256:");
        stored.push_str(&crypto::hex(&hash));
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn networks_of_addresses() {
        let cases = [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8::1", "2001:db8:0:0::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
            ("::1", "0:0:0:0::/64"),
            ("::", "0:0:0:0::/64"),
            ("1::3:4:5:6:7:8", "1:0:3:4::/64"),
        ];
        for (address, expected) in cases {
            assert_eq!(network(address).as_deref(), Some(expected), "{address}");
        }
        for address in ["192.0.2.1", "", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8:9"] {
            assert_eq!(network(address), None, "{address}");
        }
    }
}
