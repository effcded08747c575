//! Fallbacks of nested routers.

use super::endpoint::Endpoint;
use super::path::{self, parameter_of, split, value};

/// Fallbacks, behind the prefixes of their routers.
#[derive(Default)]
pub(super) struct Scopes {
    list: Vec<(String, Endpoint)>,
    /// Called by its address, it is no part of workers without nested routers.
    nearest: Option<Nearest>,
}

type Nearest = for<'s> fn(&'s [(String, Endpoint)], &str) -> Option<&'s Endpoint>;

impl Scopes {
    /// Adds those of a nested router, and its own fallback.
    pub(super) fn nest(&mut self, prefix: &str, inner: Self, fallback: Option<Endpoint>) {
        for (scope, endpoint) in inner.list {
            self.add(path::join(prefix, &scope), endpoint);
        }
        if let Some(fallback) = fallback {
            self.add(prefix.to_owned(), fallback);
        }
    }

    fn add(&mut self, prefix: String, endpoint: Endpoint) {
        let prefix = path::pattern(&prefix).map_or(prefix, |pattern| pattern.text);
        self.list.push((prefix, endpoint));
        self.nearest = Some(nearest);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.list.extend(other.list);
        self.nearest = self.nearest.or(other.nearest);
    }

    pub(super) fn endpoints(&mut self) -> impl Iterator<Item = &mut Endpoint> {
        self.list.iter_mut().map(|(_, endpoint)| endpoint)
    }

    /// The fallback of the nearest prefix that `path` is below.
    pub(super) fn find(&self, path: &str) -> Option<&Endpoint> {
        self.nearest?(&self.list, path)
    }
}

/// The nearest prefix has the most segments, and among those the ones that are tried first of routes.
fn nearest<'s>(scopes: &'s [(String, Endpoint)], path: &str) -> Option<&'s Endpoint> {
    let near = |(prefix, endpoint): &'s (String, Endpoint)| {
        let near = nearness(path, prefix)?;
        Some((near.len(), near, endpoint))
    };
    let all = scopes.iter().filter_map(near);
    let nearest = all.max_by(|(length, near, _), (other_length, other, _)| {
        (length, near).cmp(&(other_length, other))
    });
    nearest.map(|(_, _, endpoint)| endpoint)
}

/// How near `prefix` is to `path`, which is it or below it: how much each segment of the prefix has written out, first
/// behind its parameter and then before it.
fn nearness(path: &str, prefix: &str) -> Option<Vec<(usize, usize)>> {
    let mut path = Some(path);
    let mut wanted = Some(prefix.strip_suffix('/').unwrap_or(prefix));
    let mut written = Vec::new();
    while let Some(prefix) = wanted {
        let ((segment, further), (known, next)) = (split(path?), split(prefix));
        written.push(match parameter_of(known) {
            Some((before, _, behind)) => {
                value(segment, before, behind)?;
                (behind.len(), before.len())
            }
            None if segment == known => (usize::MAX, 0),
            None => return None,
        });
        (path, wanted) = (further, next);
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_a_prefix() {
        let is_below = |path, prefix| nearness(path, prefix).is_some();
        for path in ["/api", "/api/", "/api/a/b"] {
            assert!(is_below(path, "/api"), "{path}");
        }
        assert!(!is_below("/apis", "/api"));
        assert!(!is_below("/", "/api"));
        assert!(is_below("/users/7/x", "/users/{id}"));
        assert!(!is_below("/users//x", "/users/{id}"));
        assert!(is_below("/anything", "/"));
        assert!(is_below("/v2/x", "/v{n}"));
        for path in ["/v", "/w2", "/x/v2"] {
            assert!(!is_below(path, "/v{n}"), "{path}");
        }
    }
}
