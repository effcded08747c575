//! Routes as they are put together.

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::panic::Location;

use super::endpoint::{Endpoint, SharedState, Step};
use super::error::{Mistake, Mistakes, Place};
use super::methods::Methods;
use super::path;
use super::table::Table;
use crate::Env;
use crate::error::{Error, Result};

#[derive(Default)]
pub(super) struct Routes {
    pub(super) list: Vec<Route>,
    pub(super) fallback: Option<Endpoint>,
    /// What stands around the answer 404 where there is no fallback.
    pub(super) steps: Vec<Step>,
    /// Fallbacks of nested routers, behind their prefixes.
    pub(super) scopes: Vec<(String, Endpoint)>,
    table: OnceCell<std::result::Result<Table, Vec<Mistake>>>,
    /// State that was made of an environment, and that environment.
    pub(super) made: RefCell<Option<(Env, SharedState)>>,
}

pub(super) struct Route {
    pub(super) place: Place,
    pub(super) methods: Methods,
}

impl Routes {
    /// What was made of them by now does not hold any more: [`Router::check`](super::Router::check) makes a table.
    #[inline(never)]
    pub(super) fn open(&mut self) -> &mut Self {
        self.table.take();
        self.made.take();
        self
    }

    pub(super) fn add(&mut self, path: &str, methods: Methods, at: &'static Location<'static>) {
        let place = Place {
            path: path.to_owned(),
            at,
        };
        self.list.push(Route { place, methods });
    }

    pub(super) fn nest(&mut self, prefix: &str, inner: Self) {
        for route in inner.list {
            let path = path::join(prefix, &route.place.path);
            self.add(&path, route.methods, route.place.at);
        }
        for (scope, endpoint) in inner.scopes {
            self.scopes.push((path::join(prefix, &scope), endpoint));
        }
        if let Some(fallback) = inner.fallback {
            self.scopes.push((prefix.to_owned(), fallback));
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.list.extend(other.list);
        self.scopes.extend(other.scopes);
        if self.fallback.is_none() {
            self.fallback = other.fallback;
        }
    }

    pub(super) fn layer(&mut self, step: &Step, with_fallback: bool) {
        for route in &mut self.list {
            route.methods.layer(step);
        }
        if with_fallback {
            let scopes = self.scopes.iter_mut().map(|(_, endpoint)| endpoint);
            for endpoint in scopes.chain(&mut self.fallback) {
                step.wrap(endpoint);
            }
            self.steps.push(step.clone());
        }
    }

    /// The routes as they are asked, made once.
    pub(super) fn table(&self) -> Result<&Table> {
        let table = self.table.get_or_init(|| Table::new(self));
        table
            .as_ref()
            .map_err(|mistakes| Error::of(Mistakes(mistakes.clone())))
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routes = self.list.iter();
        f.debug_map()
            .entries(routes.map(|route| (&route.place.path, route.methods.allowed())))
            .finish()
    }
}
