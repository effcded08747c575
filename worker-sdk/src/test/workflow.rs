//! Workflows without their waiting times.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::time::sleep;
use crate::workflows::{Instance, Status, Workflow, skip_waiting};

const PAUSE: Duration = Duration::from_millis(5);

/// Lets the instance that will be created with this id sleep and retry without waiting.
///
/// # Errors
///
/// Fails where the workflow is not simulated.
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::workflows::Workflow;
/// use worker_sdk::{Bindings, Result, test};
///
/// #[derive(Bindings)]
/// struct App {
///     orders: Workflow<u32, String>,
/// }
///
/// #[worker_sdk::test]
/// async fn an_order_is_shipped(app: App) -> Result<()> {
///     test::skip_time(&app.orders, "order-1").await?;
///     let order = app.orders.create(&1).id("order-1").await?;
///     order.send_event("picked-up", &"the carrier").await?;
///     assert_eq!(test::finished(&order).await?.output.as_deref(), Some("shipped"));
///     Ok(())
/// }
/// # }
/// ```
pub async fn skip_time<P, R>(workflow: &Workflow<P, R>, id: impl AsRef<str>) -> Result<()> {
    skip_waiting(workflow.as_raw(), id.as_ref()).await
}

/// The status of an instance as soon as it is over. The clock must not [stand still](super::freeze) meanwhile.
///
/// # Errors
///
/// As [`Instance::status`].
pub async fn finished<R: DeserializeOwned + 'static>(instance: &Instance<R>) -> Result<Status<R>> {
    loop {
        let status = instance.status().await?;
        if status.state.is_over() {
            return Ok(status);
        }
        sleep(PAUSE).await;
    }
}
