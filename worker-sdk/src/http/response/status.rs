//! Statuses that are errors.

use std::fmt;
use std::pin::pin;
use std::task::{Context, Waker};

use http::StatusCode;

use super::Response;
use crate::error::{Detail, Error, Kind, Result};

/// An answer whose status says that the request failed.
struct Refused {
    url: String,
    status: StatusCode,
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => Kind::RateLimited,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.url.as_str() {
            "" => f.write_str("the answer")?,
            url => write!(f, "`{}`", url.escape_debug())?,
        }
        write!(f, " has the status {}", self.status)
    }
}

impl Response {
    /// This response, or an error when its status is 400 or higher: for answers whose body is of no use then.
    ///
    /// The error names the URL without its query, which may hold a secret, and the status. The body is given up, as those
    /// that nobody reads count among the connections that a request may have.
    ///
    /// # Errors
    ///
    /// Fails for statuses of 400 and above. With 429 the error [is rate-limited](Error::is_rate_limited).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// # async fn run() -> Result<String> {
    /// let answer = Request::get("https://api.example/rates").await?.error_for_status()?;
    /// answer.read_text().await
    /// # }
    /// ```
    pub fn error_for_status(self) -> Result<Self> {
        let status = self.status();
        if status.as_u16() < 400 {
            return Ok(self);
        }
        let mut url = self.url();
        url.truncate(url.find(['?', '#']).unwrap_or(url.len()));
        let error = Error::of(Refused { url, status });
        self.give_up(&error);
        Err(error)
    }

    /// Cancels the body, if others make it. Nobody waits for that.
    fn give_up(self, reason: &Error) {
        if self.raw.is_some()
            && let Ok(body) = self.into_body().into_stream()
        {
            let _ = pin!(body.cancel(reason)).poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_answers_have_no_address() {
        let of = |status| Response::empty().with_status(status).error_for_status();
        for status in [200, 304, 399] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(of(status).unwrap().status(), status);
        }
        let error = of(StatusCode::BAD_REQUEST).unwrap_err();
        let said = "the answer has the status 400 Bad Request";
        assert_eq!(error.to_string(), said);
        assert!(!error.is_rate_limited());
        let error = of(StatusCode::TOO_MANY_REQUESTS).unwrap_err();
        assert!(error.is_rate_limited());
    }
}
