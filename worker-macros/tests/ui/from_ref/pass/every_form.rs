#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
//! Every form of a state.

extern crate worker_sdk as sdk;

use sdk::extract::{FromRef, State};
use sdk::router::{Router, get};

#[derive(Clone, FromRef)]
#[from_ref(crate = sdk)]
struct App {
    title: String,
    #[from_ref(skip)]
    footer: String,
    size: Option<u32>,
}

#[derive(Clone, Copy, FromRef)]
struct Pair(u8, u16);

async fn title(State(title): State<String>, State(app): State<App>) -> String {
    title + &app.footer
}

fn check<S, T: FromRef<S>>() {}

fn main() {
    let _: Router<App> = Router::new().route("/", get(title));
    check::<App, Option<u32>>();
    check::<Pair, u8>();
    check::<Pair, u16>();
}
