use worker_sdk::durable_objects::{Namespace, State};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Bindings, IntoResponse, Request, Response, Result, durable_object, event};

#[derive(Bindings)]
struct App {
    #[binding("COUNTER")]
    counters: Namespace,
}

/// Each path has a counter of its own, the same for all clients in the world.
#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let counter = app.counters.get_by_name(counter_of(request.path()));
    counter.fetch(request).await
}

fn counter_of(path: &str) -> &str {
    match path.trim_matches('/') {
        "" => "home",
        name => name,
    }
}

struct Counter {
    state: State,
}

#[durable_object]
impl Counter {
    fn new(state: State) -> Self {
        Self { state }
    }

    /// Nothing here waits, so no other call comes between reading and writing.
    fn fetch(&self, request: Request) -> Result<Response> {
        let storage = self.state.storage().kv();
        let count: u32 = storage.get("count")?.unwrap_or_default();
        match *request.method() {
            Method::GET => Ok(Response::text(count.to_string())),
            Method::POST => {
                storage.put("count", &(count + 1))?;
                Ok(Response::text((count + 1).to_string()))
            }
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::counter_of;

    #[test]
    fn slashes_do_not_count() {
        assert_eq!(counter_of("/apples/"), "apples");
        assert_eq!(counter_of("/"), "home");
    }
}
