//! Routes as they are asked: a tree of paths, and the handlers of each.

use std::rc::Rc;

use http::Method;

use super::builtin;
use super::endpoint::{Endpoint, Step};
use super::error::{Mistake, Place};
use super::methods::Methods;
use super::path::{self, Pattern};
use super::routes::Routes;
use super::tree::Tree;
use crate::extract::{Params, RouteInfo};

pub(super) struct Table {
    tree: Tree,
    rows: Vec<Row>,
    scopes: Vec<(String, Rc<Endpoint>)>,
    fallback: Rc<Endpoint>,
}

struct Row {
    place: Place,
    info: Rc<RouteInfo>,
    list: Vec<(Method, Rc<Endpoint>)>,
    any: Option<Rc<Endpoint>>,
    options: Rc<Endpoint>,
    not_allowed: Rc<Endpoint>,
}

impl Table {
    pub(super) fn new(routes: &Routes) -> Result<Self, Vec<Mistake>> {
        let not_found = || automatic(Endpoint::of(Rc::new(builtin::NotFound)), &routes.steps);
        let fallback = routes.fallback.clone().map_or_else(not_found, Rc::new);
        let scopes = routes.scopes.iter().map(|(prefix, endpoint)| {
            let prefix = path::pattern(prefix).map_or_else(|_| prefix.clone(), |p| p.text);
            (prefix, Rc::new(endpoint.clone()))
        });
        let mut table = Self {
            tree: Tree::default(),
            rows: Vec::new(),
            scopes: scopes.collect(),
            fallback,
        };
        let mut mistakes = Vec::new();
        for (pattern, place, methods) in joined(routes, &mut mistakes) {
            table.add(pattern, place, methods, &mut mistakes);
        }
        if mistakes.is_empty() {
            Ok(table)
        } else {
            Err(mistakes)
        }
    }

    fn add(
        &mut self,
        pattern: Pattern,
        place: Place,
        methods: Methods,
        mistakes: &mut Vec<Mistake>,
    ) {
        if let Err(known) = self.tree.insert(&pattern.text, self.rows.len()) {
            let known = self.rows.get(known).map(|row| row.place.clone());
            return mistakes.push(Mistake::Conflict {
                route: place,
                known,
            });
        }
        let allowed: Rc<str> = methods.allowed().into();
        let options = builtin::Options(allowed.clone());
        let not_allowed = builtin::NotAllowed(allowed);
        let shared = |(method, endpoint)| (method, Rc::new(endpoint));
        let info = RouteInfo {
            path: place.path.clone(),
            names: pattern.names,
        };
        self.rows.push(Row {
            place,
            info: Rc::new(info),
            list: methods.list.into_iter().map(shared).collect(),
            any: methods.any.map(Rc::new),
            options: automatic(Endpoint::of(Rc::new(options)), &methods.steps),
            not_allowed: automatic(Endpoint::of(Rc::new(not_allowed)), &methods.steps),
        });
    }

    /// The handler of a request, and what the parameters of its route stand for.
    pub(super) fn find(&self, path: &str, method: &Method) -> (&Rc<Endpoint>, Params) {
        let path = path::normal(path);
        let found = self.tree.find(&path);
        let found = found.and_then(|(row, values)| Some((self.rows.get(row)?, values)));
        match found {
            Some((row, values)) => (row.endpoint(method), Params::new(&row.info, &values)),
            None => (self.fallback_of(&path), Params::none()),
        }
    }

    /// The longest prefix is the nearest.
    fn fallback_of(&self, path: &str) -> &Rc<Endpoint> {
        let scopes = self.scopes.iter();
        let below = scopes.filter(|(prefix, _)| path::is_below(path, prefix));
        let nearest = below.max_by_key(|(prefix, _)| prefix.len());
        nearest.map_or(&self.fallback, |(_, endpoint)| endpoint)
    }
}

impl Row {
    fn endpoint(&self, method: &Method) -> &Rc<Endpoint> {
        let of = |wanted: &Method| {
            let found = self.list.iter().find(|(method, _)| method == wanted);
            found.map(|(_, endpoint)| endpoint)
        };
        let known = of(method).or_else(|| match *method {
            Method::HEAD => of(&Method::GET),
            _ => None,
        });
        known.or(self.any.as_ref()).unwrap_or(match *method {
            Method::OPTIONS => &self.options,
            _ => &self.not_allowed,
        })
    }
}

fn automatic(mut endpoint: Endpoint, steps: &[Step]) -> Rc<Endpoint> {
    endpoint.steps = steps.to_vec();
    Rc::new(endpoint)
}

/// The routes with all methods of a path together.
fn joined(routes: &Routes, mistakes: &mut Vec<Mistake>) -> Vec<(Pattern, Place, Methods)> {
    let mut joined: Vec<(Pattern, Place, Methods)> = Vec::new();
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
        let known = joined.iter_mut().find(|(known, ..)| *known == pattern);
        let (first, methods) = match known {
            Some((_, first, known)) => {
                known.merge(methods);
                (first.clone(), known)
            }
            None => {
                joined.push((pattern, place.clone(), methods));
                continue;
            }
        };
        twice(methods, &first, &place, mistakes);
    }
    for (_, place, methods) in &mut joined {
        let place = place.clone();
        twice(methods, &place, &place, mistakes);
    }
    joined
}

fn twice(methods: &mut Methods, first: &Place, second: &Place, mistakes: &mut Vec<Mistake>) {
    let found = methods.twice.drain(..).map(|method| Mistake::Twice {
        method,
        first: first.clone(),
        second: second.clone(),
    });
    mistakes.extend(found);
}
