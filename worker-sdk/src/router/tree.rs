//! Paths of routes as a tree of segments.

use super::path::{parameter_of, split, value};
use crate::text::owned;

/// A segment of a path, and what may follow it.
#[derive(Default)]
pub(super) struct Tree {
    /// In the order of the alphabet.
    written: Vec<(String, Tree)>,
    /// What is tried first is first.
    parameters: Vec<Parameter>,
    /// The route that ends here with `{*name}`.
    rest: Option<usize>,
    /// The route that ends here.
    route: Option<usize>,
}

/// A segment with a parameter: `img-{id}.png`.
struct Parameter {
    before: String,
    behind: String,
    name: String,
    /// The first route that has it.
    route: usize,
    further: Tree,
}

impl Parameter {
    /// What it stands for in `text`.
    fn value<'p>(&self, text: &'p str) -> Option<&'p str> {
        value(text, &self.before, &self.behind)
    }

    /// Longer suffixes are tried first, then longer prefixes.
    fn length(&self) -> (usize, usize) {
        (self.behind.len(), self.before.len())
    }
}

impl Tree {
    /// Adds the pattern of a route.
    ///
    /// # Errors
    ///
    /// Fails with a route that has paths in common and cannot be told apart.
    pub(super) fn insert(&mut self, pattern: &str, route: usize) -> Result<(), usize> {
        let mut node = self;
        let mut rest = pattern.get(1..);
        while let Some(path) = rest {
            let (segment, further) = split(path);
            rest = further;
            let Some((before, name, behind)) = parameter_of(segment) else {
                node = node.written(segment);
                continue;
            };
            if name.starts_with('*') {
                return node.insert_rest(route);
            }
            node = node.parameter(before, behind, name, route)?;
        }
        match node.route.replace(route) {
            Some(known) => Err(known),
            None => Ok(()),
        }
    }

    #[allow(clippy::indexing_slicing, reason = "it was found or inserted there")]
    fn written(&mut self, text: &str) -> &mut Self {
        let at = self.position(text).unwrap_or_else(|at| {
            self.written.insert(at, (owned(text), Self::default()));
            at
        });
        &mut self.written[at].1
    }

    fn position(&self, text: &str) -> Result<usize, usize> {
        self.written
            .binary_search_by(|(written, _)| written.as_str().cmp(text))
    }

    #[allow(clippy::indexing_slicing, reason = "it was found or inserted there")]
    fn parameter(
        &mut self,
        before: &str,
        behind: &str,
        name: &str,
        route: usize,
    ) -> Result<&mut Self, usize> {
        let length = (behind.len(), before.len());
        if let (Some(rest), (0, 0)) = (self.rest, length) {
            return Err(rest);
        }
        let same = |known: &Parameter| known.before == before && known.behind == behind;
        let known = self.parameters.iter().position(same);
        let at = known.unwrap_or_else(|| {
            let is_shorter = |known: &Parameter| known.length() < length;
            let at = self.parameters.iter().position(is_shorter);
            let at = at.unwrap_or(self.parameters.len());
            let added = Parameter {
                before: owned(before),
                behind: owned(behind),
                name: owned(name),
                route,
                further: Self::default(),
            };
            self.parameters.insert(at, added);
            at
        });
        let parameter = &mut self.parameters[at];
        match parameter.name == name {
            true => Ok(&mut parameter.further),
            false => Err(parameter.route),
        }
    }

    fn insert_rest(&mut self, route: usize) -> Result<(), usize> {
        let any = self.parameters.last();
        let any = any.filter(|any| any.length() == (0, 0));
        match any.map(|any| any.route).or(self.rest) {
            Some(known) => Err(known),
            None => {
                self.rest = Some(route);
                Ok(())
            }
        }
    }

    /// The route of a path, and what its parameters stand for.
    pub(super) fn find<'p>(&self, path: &'p str) -> Option<(usize, Vec<&'p str>)> {
        let mut values = Vec::new();
        let route = self.walk(path.strip_prefix('/'), &mut values)?;
        Some((route, values))
    }

    /// Each node is looked at once at most, however often one way is given up for another.
    fn walk<'p>(&self, path: Option<&'p str>, values: &mut Vec<&'p str>) -> Option<usize> {
        let Some(path) = path else {
            return self.route;
        };
        let (text, further) = split(path);
        if let Ok(at) = self.position(text)
            && let Some((_, written)) = self.written.get(at)
            && let Some(route) = written.walk(further, values)
        {
            return Some(route);
        }
        for parameter in &self.parameters {
            let Some(value) = parameter.value(text) else {
                continue;
            };
            values.push(value);
            if let Some(route) = parameter.further.walk(further, values) {
                return Some(route);
            }
            values.pop();
        }
        let rest = self.rest.filter(|_| !path.is_empty())?;
        values.push(path);
        Some(rest)
    }
}
