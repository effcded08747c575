//! Routes as they are asked: a tree of paths, and the handlers of each.

use std::rc::Rc;

use super::builtin;
use super::endpoint::{self, Endpoint};
use super::error::{Mistake, Place};
use super::methods::Methods;
use super::path;
use super::routes::Routes;
use super::tree::Tree;
use crate::extract::{Params, RouteInfo};

pub(super) struct Table {
    tree: Tree,
    rows: Vec<Row>,
    scopes: Vec<(String, Endpoint)>,
    fallback: Endpoint,
}

struct Row {
    place: Place,
    pattern: String,
    info: Rc<RouteInfo>,
    methods: Methods,
}

impl Table {
    pub(super) fn new(routes: &Routes) -> Result<Self, Vec<Mistake>> {
        let not_found = || endpoint::automatic(builtin::NotFound, &routes.steps);
        let scopes = routes.scopes.iter().map(|(prefix, endpoint)| {
            let prefix = path::pattern(prefix).map_or_else(|_| prefix.clone(), |p| p.text);
            (prefix, endpoint.clone())
        });
        let mut mistakes = Vec::new();
        let mut table = Self {
            tree: Tree::default(),
            rows: joined(routes, &mut mistakes),
            scopes: scopes.collect(),
            fallback: routes.fallback.clone().unwrap_or_else(not_found),
        };
        for (index, row) in table.rows.iter().enumerate() {
            if let Err(known) = table.tree.insert(&row.pattern, index) {
                let known = table.rows.get(known);
                mistakes.push(Mistake::Conflict {
                    route: row.place.clone(),
                    known: known.map(|row| row.place.clone()),
                });
            }
        }
        if mistakes.is_empty() {
            Ok(table)
        } else {
            Err(mistakes)
        }
    }

    /// The handler of a request, and what the parameters of its route stand for.
    pub(super) fn find(&self, path: &str, method: &str) -> (Endpoint, Params) {
        let path = path::normal(path);
        let found = self.tree.find(&path);
        let found = found.and_then(|(row, values)| Some((self.rows.get(row)?, values)));
        match found {
            Some((row, values)) => (
                row.methods.endpoint(method),
                Params::new(&row.info, &values),
            ),
            None => (self.fallback_of(&path).clone(), Params::none()),
        }
    }

    /// The longest prefix is the nearest.
    fn fallback_of(&self, path: &str) -> &Endpoint {
        let scopes = self.scopes.iter();
        let below = scopes.filter(|(prefix, _)| path::is_below(path, prefix));
        let nearest = below.max_by_key(|(prefix, _)| prefix.len());
        nearest.map_or(&self.fallback, |(_, endpoint)| endpoint)
    }
}

/// The routes with all methods of a path together.
fn joined(routes: &Routes, mistakes: &mut Vec<Mistake>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for route in &routes.list {
        let place = route.place.clone();
        let pattern = match path::pattern(&place.path) {
            Ok(pattern) => pattern,
            Err(fault) => {
                mistakes.push(Mistake::Path {
                    route: place,
                    fault,
                });
                continue;
            }
        };
        let methods = route.methods.clone();
        let is_same = |row: &&mut Row| row.pattern == pattern.text;
        if let Some(row) = rows.iter_mut().find(is_same) {
            row.methods.merge(methods);
            twice(&mut row.methods, &row.place, &place, mistakes);
            continue;
        }
        let info = RouteInfo {
            path: place.path.clone(),
            names: pattern.names,
        };
        rows.push(Row {
            place,
            pattern: pattern.text,
            info: Rc::new(info),
            methods,
        });
    }
    for row in &mut rows {
        twice(&mut row.methods, &row.place, &row.place, mistakes);
    }
    rows
}

fn twice(methods: &mut Methods, first: &Place, second: &Place, mistakes: &mut Vec<Mistake>) {
    let found = methods.twice.drain(..).map(|method| Mistake::Twice {
        method,
        first: first.clone(),
        second: second.clone(),
    });
    mistakes.extend(found);
}
