//! Cookies.

use std::time::Duration;

use worker_sdk::http::{SameSite, SetCookie};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Request, Response, Result};

pub(crate) fn read(request: &Request) {
    assert_eq!(request.cookie("b").as_deref(), Some("é ;"));
    assert_eq!(request.cookie("nothing"), None);
    assert_eq!(request.cookies().len(), 3);
}

pub(crate) fn written() -> Result<http::Response<Body>> {
    Response::text("ok")
        .with_cookie(
            SetCookie::new("a", "é;")
                .max_age(Duration::from_secs(60))
                .http_only(),
        )?
        .with_cookie(
            SetCookie::new("__Host-b", "2")
                .secure()
                .same_site(SameSite::Strict),
        )?
        .with_cookie(SetCookie::new("c", "3").expires(Timestamp::from_millis(0.0)))?
        .try_into()
}
