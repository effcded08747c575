//! Why the platform refuses calls.

use serde_json::json;
use worker_sdk::http::StatusCode;
use worker_sdk::stream::{ErrorKind, Stream};
use worker_sdk::{Error, Result};

use crate::platform::{Platform, thrown};

async fn refused(error: &serde_json::Value) -> Error {
    let stream: Stream = Platform::refusing(error).stream;
    stream.videos().list().await.unwrap_err()
}

#[worker_sdk::test]
async fn kinds() -> Result<()> {
    let kinds = [
        (ErrorKind::Internal, "InternalError"),
        (ErrorKind::BadRequest, "BadRequestError"),
        (ErrorKind::NotFound, "NotFoundError"),
        (ErrorKind::Forbidden, "ForbiddenError"),
        (ErrorKind::RateLimited, "RateLimitedError"),
        (ErrorKind::QuotaReached, "QuotaReachedError"),
        (ErrorKind::MaxFileSize, "MaxFileSizeError"),
        (ErrorKind::InvalidUrl, "InvalidURLError"),
        (ErrorKind::AlreadyUploaded, "AlreadyUploadedError"),
        (ErrorKind::TooManyWatermarks, "TooManyWatermarksError"),
        (ErrorKind::Stream, "StreamError"),
    ];
    for (kind, name) in kinds {
        assert_eq!(kind.as_str(), name);
        let error =
            refused(&json!({"name": name, "message": "no: why", "code": 10005, "statusCode": 400}))
                .await;
        assert_eq!(error.stream_kind().as_ref(), Some(&kind), "{error}");
        assert_eq!(error.is_rate_limited(), kind == ErrorKind::RateLimited);
        assert_eq!(error.is_too_large(), kind == ErrorKind::MaxFileSize);
    }
    Ok(())
}

#[worker_sdk::test]
async fn codes() -> Result<()> {
    let error =
        refused(&json!({"name": "NewerError", "message": "no", "code": 10011, "statusCode": 403}))
            .await;
    assert_eq!(
        error.stream_kind(),
        Some(ErrorKind::Other("NewerError".to_owned()))
    );
    assert_eq!(error.stream_code(), Some(10011));
    assert_eq!(error.stream_status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(error.to_string(), "listing videos failed: NewerError: no");
    let error = refused(&json!({"name": "NotFoundError", "message": "no"})).await;
    assert_eq!((error.stream_code(), error.stream_status()), (None, None));
    assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound));
    Ok(())
}

#[worker_sdk::test]
async fn names_that_are_in_messages() -> Result<()> {
    for message in [
        "RateLimitedError: later",
        "Error: RateLimitedError: later: no",
        "RateLimitedError",
    ] {
        let error = refused(&json!({ "message": message })).await;
        assert_eq!(
            error.stream_kind(),
            Some(ErrorKind::RateLimited),
            "{message}"
        );
        assert!(error.is_rate_limited());
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_is_none_of_them() -> Result<()> {
    for error in [
        json!({"message": "the file: RateLimitedError: later"}),
        json!({"message": "SomeError: later"}),
        json!({"name": "TypeError", "message": "no", "code": 20}),
        json!({"message": "no", "statusCode": 7}),
        json!({"message": "no", "statusCode": "403", "code": 10011}),
    ] {
        let refused = refused(&error).await;
        let why = (
            refused.stream_kind(),
            refused.stream_code(),
            refused.stream_status(),
        );
        assert_eq!(why, (None, None, None), "{error}");
    }
    let own = Error::new("RateLimitedError: no");
    assert_eq!(
        (own.stream_kind(), own.stream_code(), own.stream_status()),
        (None, None, None)
    );
    Ok(())
}

/// As another runtime may have them.
#[worker_sdk::test]
async fn errors_without_stacks() -> Result<()> {
    for (error, kind) in [
        (
            json!({"name": "NotFoundError", "message": "no"}),
            ErrorKind::NotFound,
        ),
        (
            json!({"name": "Error", "message": "Error: RateLimitedError: later"}),
            ErrorKind::RateLimited,
        ),
    ] {
        let thrown = Error::from_raw(thrown(&error.to_string()));
        assert_eq!(thrown.stream_kind(), Some(kind), "{error}");
    }
    Ok(())
}
