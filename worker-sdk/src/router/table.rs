//! Routes as they are asked: a tree of paths, and the routes of each.

use std::rc::Rc;

use super::builtin;
use super::endpoint::{self, Endpoint};
use super::error::{Mistakes, Place};
use super::methods::Added;
use super::path;
use super::routes::Routes;
use super::tree::Tree;
use crate::extract::{Params, RouteInfo};
use crate::text::owned;

pub(super) struct Table {
    tree: Tree,
    rows: Vec<Row>,
    fallback: Endpoint,
}

/// A path, and the routes that have it.
struct Row {
    pattern: String,
    info: Rc<RouteInfo>,
    routes: Vec<usize>,
}

impl Row {
    fn added<'r>(&'r self, routes: &'r Routes) -> Added<'r> {
        Added {
            routes: &routes.list,
            indices: &self.routes,
        }
    }

    /// Where the path was added first.
    fn place<'r>(&self, routes: &'r Routes) -> Option<Place<'r>> {
        let first = routes.list.get(*self.routes.first()?)?;
        Some(first.place())
    }
}

impl Table {
    #[cold]
    #[inline(never)]
    pub(super) fn new(routes: &Routes) -> Result<Self, String> {
        let not_found = || endpoint::automatic(Rc::new(builtin::NotFound), &routes.steps);
        let mut mistakes = Mistakes::default();
        let mut table = Self {
            tree: Tree::default(),
            rows: rows(routes, &mut mistakes),
            fallback: routes.fallback.clone().unwrap_or_else(not_found),
        };
        for (index, row) in table.rows.iter().enumerate() {
            if let (Err(known), Some(place)) =
                (table.tree.insert(&row.pattern, index), row.place(routes))
            {
                let known = table.rows.get(known).and_then(|row| row.place(routes));
                mistakes.conflict(place, known);
            }
        }
        match mistakes.into_text() {
            None => Ok(table),
            Some(text) => Err(text),
        }
    }

    /// The handler of a request, and what the parameters of its route stand for.
    pub(super) fn find(&self, routes: &Routes, path: &str, method: &str) -> (Endpoint, Params) {
        let path = path::normal(path);
        let found = self.tree.find(&path);
        let found = found.and_then(|(row, values)| Some((self.rows.get(row)?, values)));
        match found {
            Some((row, values)) => (
                row.added(routes).endpoint(method),
                Params::new(&row.info, &values),
            ),
            None => {
                let nearest = routes.scopes.find(&path).unwrap_or(&self.fallback);
                (nearest.clone(), Params::none())
            }
        }
    }
}

/// The routes with those of a path together.
fn rows(routes: &Routes, mistakes: &mut Mistakes) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, route) in routes.list.iter().enumerate() {
        let place = route.place();
        let pattern = match path::pattern(place.path) {
            Ok(pattern) => pattern,
            Err(fault) => {
                mistakes.path(place, &fault.message());
                continue;
            }
        };
        let known = rows.iter().position(|row| row.pattern == pattern.text);
        let at = known.unwrap_or_else(|| {
            let info = RouteInfo {
                path: owned(place.path),
                names: pattern.names,
            };
            rows.push(Row {
                pattern: pattern.text,
                info: Rc::new(info),
                routes: Vec::new(),
            });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            let first = row.place(routes).unwrap_or(place);
            let mut tell = |method: &str| mistakes.twice(method, first, place);
            route.methods.twice(row.added(routes), &mut tell);
            row.routes.push(index);
        }
    }
    rows
}
