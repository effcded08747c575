//! The examples do what their first lines say, with their own configuration.

use std::sync::LazyLock;

use e2e::{Config, Server, Worker, build_project};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let hello = build_project("examples/hello").unwrap();
    let config = Config::new()
        .worker(Worker::wrangler("hello", &hello, None))
        .worker(Worker::wrangler("hello-staging", &hello, Some("staging")))
        .worker(Worker::wrangler(
            "hello-production",
            &hello,
            Some("production"),
        ));
    Server::start(&config).unwrap()
});

#[test]
fn hello() {
    let get = |worker| SERVER.client(worker).get("/").text();
    assert_eq!(get("hello"), "Hello from development!");
    assert_eq!(get("hello-staging"), "Hello from staging!");
    assert_eq!(get("hello-production"), "Hello from production!");
}
