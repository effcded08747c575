//! The rules of matching, as simply as they can be written down.

use std::cmp::Reverse;

/// A part of a route's path between slashes.
enum Segment<'a> {
    Written(&'a str),
    /// A parameter, and what is written before and behind it.
    Parameter(&'a str, &'a str),
    Rest,
}

impl<'a> Segment<'a> {
    fn of(text: &'a str) -> Self {
        match text.split_once('{') {
            None => Self::Written(text),
            Some((_, name)) if name.starts_with('*') => Self::Rest,
            Some((before, rest)) => Self::Parameter(
                before,
                rest.split_once('}').map_or("", |(_, behind)| behind),
            ),
        }
    }

    /// What is tried first is smallest: written out, the longest suffix, the longest prefix, any segment, all segments.
    fn rank(&self) -> (u8, Reverse<(usize, usize)>) {
        let (kind, length) = match self {
            Self::Written(_) => (0, (0, 0)),
            Self::Parameter(before, behind) => (1, (behind.len(), before.len())),
            Self::Rest => (2, (0, 0)),
        };
        (kind, Reverse(length))
    }

    /// What the segment stands for, if it stands for `text`.
    fn value<'t>(&self, text: &'t str) -> Option<Option<&'t str>> {
        match self {
            Self::Written(written) => (*written == text).then_some(None),
            Self::Parameter(before, behind) => {
                let value = text.strip_prefix(before)?.strip_suffix(behind)?;
                (!value.is_empty()).then_some(Some(value))
            }
            Self::Rest => None,
        }
    }
}

/// The route of a path, and what its parameters stand for.
pub(super) fn find<'a, 't>(routes: &[&'a str], path: &'t str) -> Option<(&'a str, Vec<&'t str>)> {
    let candidates = routes
        .iter()
        .map(|route| (*route, route.get(1..).unwrap_or_default()));
    walk(&candidates.collect::<Vec<_>>(), path.get(1..)?, Vec::new())
}

/// `routes` are those that are possible so far, with what is left of them.
fn walk<'a, 't>(
    routes: &[(&'a str, &'a str)],
    path: &'t str,
    values: Vec<&'t str>,
) -> Option<(&'a str, Vec<&'t str>)> {
    let (text, rest) = split(path);
    let mut heads: Vec<&str> = routes.iter().map(|(_, left)| split(left).0).collect();
    heads.sort_by_key(|head| Segment::of(head).rank());
    heads.dedup();
    for head in heads {
        let here = routes.iter().filter(|(_, left)| split(left).0 == head);
        let segment = Segment::of(head);
        if matches!(segment, Segment::Rest) {
            let mut values = values.clone();
            values.push(path);
            let found = here.map(|(route, _)| (*route, values.clone())).next();
            return found.filter(|_| !path.is_empty());
        }
        let Some(value) = segment.value(text) else {
            continue;
        };
        let mut values = values.clone();
        values.extend(value);
        let further = here.map(|(route, left)| (*route, split(left).1));
        match rest {
            None => {
                let end = further
                    .filter(|(_, left)| left.is_none())
                    .map(|(route, _)| route)
                    .next();
                if let Some(route) = end {
                    return Some((route, values));
                }
            }
            Some(rest) => {
                let further: Vec<_> = further
                    .filter_map(|(route, left)| Some((route, left?)))
                    .collect();
                if let Some(found) = walk(&further, rest, values) {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// The first segment, and what is behind its slash.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    }
}
