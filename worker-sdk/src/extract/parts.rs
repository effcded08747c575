//! A request and what belongs to it.

use std::any::{Any, TypeId};
use std::fmt;
use std::rc::Rc;

use crate::js::Local;
use crate::router::SharedState;
use crate::text::{cut, push};
use crate::{Context, Env, Request};

/// A request on its way to a handler, and what belongs to it.
pub struct Parts {
    /// The request. An extractor that is not the last one leaves its body alone.
    pub request: Request,
    pub(crate) surroundings: Surroundings,
}

/// What belongs to a request and is not part of it.
pub(crate) struct Surroundings {
    pub(crate) env: Env,
    pub(crate) context: Option<Context>,
    pub(crate) params: Params,
    /// The state of what has no state of its own.
    pub(crate) state: Local<SharedState>,
    extensions: Local<Vec<(TypeId, Box<dyn Any>)>>,
}

impl Surroundings {
    pub(crate) fn new(
        env: Env,
        context: Option<Context>,
        params: Params,
        state: SharedState,
    ) -> Self {
        Self {
            env,
            context,
            params,
            state: Local::new(state),
            extensions: Local::new(Vec::new()),
        }
    }

    pub(crate) fn insert<T: 'static>(&mut self, value: T) {
        self.put(TypeId::of::<T>(), Box::new(value));
    }

    #[cfg(feature = "json")]
    pub(crate) fn remove<T: 'static>(&mut self) {
        let id = TypeId::of::<T>();
        self.extensions.get_mut().retain(|(known, _)| *known != id);
    }

    #[inline(never)]
    fn put(&mut self, id: TypeId, value: Box<dyn Any>) {
        let extensions = self.extensions.get_mut();
        extensions.retain(|(known, _)| *known != id);
        extensions.push((id, value));
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        let id = TypeId::of::<T>();
        let (_, value) = self.extensions.iter().find(|(known, _)| *known == id)?;
        value.downcast_ref()
    }
}

impl Parts {
    pub(crate) fn new(request: Request, surroundings: Surroundings) -> Self {
        Self {
            request,
            surroundings,
        }
    }

    /// The environment.
    #[must_use]
    pub fn env(&self) -> &Env {
        &self.surroundings.env
    }

    /// The context of the event; `None` inside of a Durable Object, where there is none.
    #[must_use]
    pub fn context(&self) -> Option<&Context> {
        self.surroundings.context.as_ref()
    }

    /// What a middleware or an earlier extractor has left.
    #[must_use]
    pub fn extension<T: 'static>(&self) -> Option<&T> {
        self.surroundings.get()
    }

    /// Leaves a value for what is asked later, in place of an earlier one of this type.
    pub fn insert<T: 'static>(&mut self, value: T) {
        self.surroundings.insert(value);
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// What the parameters of a route stand for, as it came: percent-encoded.
pub(crate) struct Params {
    pub(crate) route: Local<Option<Rc<RouteInfo>>>,
    /// A line for each value. A path has no line feeds.
    values: String,
}

/// What requests know of their route.
pub(crate) struct RouteInfo {
    /// The path as it was written.
    pub(crate) path: String,
    /// The names of its parameters, in order.
    pub(crate) names: Vec<String>,
}

impl Params {
    pub(crate) fn none() -> Self {
        Self {
            route: Local::new(None),
            values: String::new(),
        }
    }

    pub(crate) fn new(route: &Rc<RouteInfo>, found: &[&str]) -> Self {
        let mut params = Self::none();
        params.route = Local::new(Some(route.clone()));
        for value in found {
            push(value, &mut params.values);
            push("\n", &mut params.values);
        }
        params
    }

    /// Names and values, in the order of the path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.route.as_ref().map_or(&[][..], |route| &route.names);
        let mut rest = self.values.as_str();
        names.iter().map_while(move |name| {
            let (value, behind) = cut(rest, b'\n')?;
            rest = behind;
            Some((name.as_str(), value))
        })
    }
}
