//! Routes as they are put together.

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::panic::Location;

use super::endpoint::{Endpoint, SharedState, Step};
use super::error::{Place, unusable};
use super::methods::Methods;
use super::path;
use super::scopes::Scopes;
use super::table::Table;
use crate::Env;
use crate::error::Result;
use crate::extract::Params;
use crate::text::owned;

#[derive(Default)]
pub(super) struct Routes {
    pub(super) list: Vec<Route>,
    pub(super) fallback: Option<Endpoint>,
    /// What stands around the answer 404 where there is no fallback.
    pub(super) steps: Vec<Step>,
    /// Fallbacks of nested routers.
    pub(super) scopes: Scopes,
    table: OnceCell<std::result::Result<Table, String>>,
    /// State that was made of an environment, and that environment.
    pub(super) made: RefCell<Option<(Env, SharedState)>>,
}

pub(super) struct Route {
    path: String,
    at: &'static Location<'static>,
    pub(super) methods: Methods,
}

impl Route {
    pub(super) fn place(&self) -> Place<'_> {
        Place {
            path: &self.path,
            at: self.at,
        }
    }
}

impl Routes {
    /// What was made of them by now does not hold any more: [`Router::check`](super::Router::check) makes a table.
    #[inline(never)]
    pub(super) fn open(&mut self) -> &mut Self {
        self.table.take();
        self.made.take();
        self
    }

    #[inline(never)]
    pub(super) fn add(&mut self, path: &str, methods: Methods, at: &'static Location<'static>) {
        self.list.push(Route {
            path: owned(path),
            at,
            methods,
        });
    }

    pub(super) fn nest(&mut self, prefix: &str, inner: Self) {
        for route in inner.list {
            let path = path::join(prefix, &route.path);
            self.add(&path, route.methods, route.at);
        }
        self.scopes.nest(prefix, inner.scopes, inner.fallback);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.list.extend(other.list);
        self.scopes.merge(other.scopes);
        if self.fallback.is_none() {
            self.fallback = other.fallback;
        }
    }

    pub(super) fn layer(&mut self, step: &Step, with_fallback: bool) {
        for route in &mut self.list {
            route.methods.layer(step);
        }
        if with_fallback {
            for endpoint in self.scopes.endpoints().chain(&mut self.fallback) {
                step.wrap(endpoint);
            }
            self.steps.push(step.clone());
        }
    }

    /// The routes as they are asked, made once.
    pub(super) fn table(&self) -> Result<&Table> {
        let table = self.table.get_or_init(|| Table::new(self));
        table.as_ref().map_err(|mistakes| unusable(mistakes))
    }

    /// The handler of a request, and what the parameters of its route stand for.
    #[inline(never)]
    pub(super) fn find(&self, path: &str, method: &str) -> Result<(Endpoint, Params)> {
        Ok(self.table()?.find(self, path, method))
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routes = self.list.iter();
        f.debug_map()
            .entries(routes.map(|route| (&route.path, route.methods.allowed())))
            .finish()
    }
}
