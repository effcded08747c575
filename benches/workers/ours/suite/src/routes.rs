use std::sync::LazyLock;

use worker_sdk::Router;
use worker_sdk::extract::Path;
use worker_sdk::router::get;

const NAMES: [&str; 10] = [
    "users", "teams", "orders", "items", "invoices", "products", "carts", "reviews", "shops",
    "coupons",
];

/// Fifty routes: five for each name.
pub static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    NAMES.into_iter().fold(Router::new(), |router, name| {
        router
            .route(
                &format!("/api/{name}"),
                get(move || format!("all {name}")).post(move || format!("new {name}")),
            )
            .route(&format!("/api/{name}/{{id}}"), get(one).delete(remove))
            .route(&format!("/api/{name}/{{id}}/notes/{{note}}"), get(note))
    })
});

fn one(Path(id): Path<String>) -> String {
    format!("number {id}")
}

fn remove(Path(id): Path<String>) -> String {
    format!("no {id}")
}

fn note(Path((id, note)): Path<(String, String)>) -> String {
    format!("note {note} of {id}")
}
