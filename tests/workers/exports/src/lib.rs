//! A worker behind Access that exports a workflow without a binding.

use worker_sdk::workflows::{Event, Step};
use worker_sdk::{Context, Error, Request, Response, Result, event, workflow};

struct Order;

#[workflow]
impl Order {
    fn new() -> Self {
        Self
    }

    async fn run(&self, event: Event<String>, step: Step) -> Result<String> {
        let item = event.payload;
        step.run("pack", async move || Ok(format!("{item} in a box")))
            .await
    }
}

#[event(fetch)]
async fn main(request: Request, context: Context) -> Result<Response> {
    let path = request.path().to_owned();
    let text = match path.split('/').nth(1).unwrap_or_default() {
        "caller" => caller(&context).await?,
        "start" => {
            let orders = context.exports().workflow("Order")?;
            let orders = orders.typed::<String, String>();
            orders.create(&"tea".to_owned()).id("first").await?;
            "started".to_owned()
        }
        "status" => {
            let orders = context.exports().workflow("Order")?;
            let orders = orders.typed::<String, String>();
            let status = orders.get("first").await?.status().await?;
            format!("{:?}", status.output)
        }
        "names" => context.exports().names().join(" "),
        kind => missing(kind, &path, &context),
    };
    Ok(Response::text(text))
}

/// What Access tells of whoever calls.
async fn caller(context: &Context) -> Result<String> {
    let Some(access) = context.access() else {
        return Ok("nobody was let in".to_owned());
    };
    let aud = access.aud().unwrap_or_default();
    let identity = access.identity().await?;
    let identity = identity.map(|identity| (identity.email, identity.name, identity.country));
    Ok(format!("{aud} {identity:?}"))
}

/// What is said of an export that is not there.
fn missing(kind: &str, path: &str, context: &Context) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let exports = context.exports();
    let error = match kind {
        "object" => exports.durable_object(name).err(),
        "workflow" => exports.workflow(name).err(),
        _ => exports.service(name).err(),
    };
    error.as_ref().map_or("there".to_owned(), Error::to_string)
}
