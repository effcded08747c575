use worker_sdk::extract::{FromRequestParts, Parts};
use worker_sdk::{HttpError, debug_handler};

struct User;

impl<S> FromRequestParts<S> for User {
    type Rejection = HttpError;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, HttpError> {
        Ok(User)
    }
}

#[debug_handler]
async fn last(_user: Option<User>) -> &'static str {
    "hello"
}

#[debug_handler]
async fn not_last(_user: Option<User>, _body: String) -> &'static str {
    "hello"
}

fn main() {}
