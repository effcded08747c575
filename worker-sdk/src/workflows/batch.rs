//! Several instances at once.

use wasm_bindgen::JsValue;

use super::binding::{Create, Instance, Workflow};
use super::error::TooMany;
use super::sys;
use crate::error::{Error, Result};
use crate::js::{self, Options};

impl<P, R> Workflow<P, R> {
    /// Deletes up to 100 instances with all that is stored of them; those that run are stopped.
    ///
    /// The platform has it since September 2026; older runtimes, local ones included, refuse.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses all of them. What became of each says the result.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::workflows::Workflow) -> worker_sdk::Result<()> {
    /// for error in orders.delete_batch(["order-1", "order-2"]).await?.errors {
    ///     worker_sdk::console_warn!("{} is still there: {}", error.id, error.message);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn delete_batch<I: AsRef<str>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Result<Deleted> {
        let ids = js::list(ids.into_iter().map(|id| js::text(id.as_ref())));
        let promise = sys::delete_instances(self.as_raw(), &ids);
        drop(ids);
        let raw = js::settled(promise, "deleting instances").await?;
        Ok(Deleted::of(&raw))
    }

    /// Starts up to 100 instances of this workflow, each with options of its own. One without an id gets a random one.
    ///
    /// The platform says since September 2026 which of them could not be started. Older runtimes leave out those whose id is
    /// taken without a word, or, local ones before wrangler 4.146, give the instance that has it; and any other failure is one
    /// of the whole call, though some may be started by then.
    ///
    /// # Errors
    ///
    /// As [`create`](Workflow::create).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(orders: worker_sdk::workflows::Workflow<u32>) -> worker_sdk::Result<()> {
    /// let first = orders.create(&1).id("order-1");
    /// let second = orders.create(&2).success_retention(Duration::from_secs(86_400));
    /// for error in orders.create_batch([first, second]).await?.errors {
    ///     worker_sdk::console_warn!("number {} is not started: {}", error.index, error.message);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_batch(
        &self,
        instances: impl IntoIterator<Item = Create<P, R>>,
    ) -> Result<Created<R>> {
        let list = instances.into_iter();
        let list = list.map(|create| Ok(create.into_options()?.into_object()));
        let list = js::list(list.collect::<Result<Vec<_>>>()?);
        self.create_all(Options::new().value("instances", list))
            .await
    }

    /// Starts `count` instances of this workflow with the same options, up to 100. Their ids are random.
    ///
    /// # Errors
    ///
    /// As [`create`](Workflow::create), and when there are more than 100.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(rounds: worker_sdk::workflows::Workflow<u32>) -> worker_sdk::Result<()> {
    /// let started = rounds.create_copies(10, rounds.create(&7)).await?;
    /// worker_sdk::console_log!("{} rounds are started", started.created.len());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_copies(&self, count: u32, instance: Create<P, R>) -> Result<Created<R>> {
        if count > MOST_AT_ONCE {
            return Err(Error::of(TooMany(count)));
        }
        let options = instance.into_options()?;
        self.create_all(options.number("count", f64::from(count)))
            .await
    }

    async fn create_all(&self, options: Options) -> Result<Created<R>> {
        let promise = sys::create_all(self.as_raw(), &options.into_js());
        let raw = js::settled(promise, STARTING).await?;
        Ok(Created::of(&raw))
    }
}

const STARTING: &str = "starting instances";
const MOST_AT_ONCE: u32 = 100;

/// What became of instances that were to be [started](Workflow::create_batch).
#[derive(Debug)]
#[must_use = "some instances may not have been started"]
#[non_exhaustive]
pub struct Created<R> {
    /// Those that are started.
    pub created: Vec<Instance<R>>,
    /// Those that are not.
    pub errors: Vec<NotCreated>,
}

impl<R> Created<R> {
    fn of(raw: &JsValue) -> Self {
        let created = js::property(raw, "created");
        let errors = js::property(raw, "errors");
        Self {
            created: js::items(&created).map(Instance::from_raw).collect(),
            errors: js::items(&errors).map(|it| NotCreated::of(&it)).collect(),
        }
    }
}

/// An instance that could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotCreated {
    /// Its place among those that were to be started, from 0 on.
    pub index: u32,
    /// The id that it was to have.
    pub id: Option<String>,
    /// The platform's number for the reason.
    pub code: i32,
    /// Why.
    pub message: String,
}

impl NotCreated {
    fn of(raw: &JsValue) -> Self {
        Self {
            index: number(raw, "index") as u32,
            id: js::string_property(raw, "id"),
            code: number(raw, "code") as i32,
            message: js::string_property(raw, "message").unwrap_or_default(),
        }
    }
}

fn number(object: &JsValue, name: &'static str) -> f64 {
    js::number(&js::property(object, name)).unwrap_or_default()
}

/// What became of instances that were to be [deleted](Workflow::delete_batch).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "some instances may not have been deleted"]
#[non_exhaustive]
pub struct Deleted {
    /// The ids of those that are gone.
    pub deleted: Vec<String>,
    /// Those that are not.
    pub errors: Vec<NotDeleted>,
}

impl Deleted {
    fn of(raw: &JsValue) -> Self {
        let id = |item: &JsValue| js::string_property(item, "id").unwrap_or_default();
        let error = |item: JsValue| NotDeleted {
            id: id(&item),
            code: number(&item, "code") as i32,
            message: js::string_property(&item, "message").unwrap_or_default(),
        };
        Self {
            deleted: js::items(&js::property(raw, "deleted"))
                .map(|item| id(&item))
                .collect(),
            errors: js::items(&js::property(raw, "errors")).map(error).collect(),
        }
    }
}

/// An instance that could not be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotDeleted {
    /// Its id.
    pub id: String,
    /// The platform's number for the reason.
    pub code: i32,
    /// Why.
    pub message: String,
}
