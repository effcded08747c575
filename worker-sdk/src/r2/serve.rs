//! Answering HTTP requests with objects.

mod response;
mod verdict;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops;
use std::pin::Pin;

use http::Method;

use super::code::ErrorKind;
use super::condition::Condition;
use super::get::GetOutcome;
use super::metadata::SsecKey;
use super::object::Object;
use super::object_body::ObjectBody;
use super::range::Range;
use super::{Bucket, sys};
use crate::error::{Error, Result};
use crate::http::{Request, Response};

pub(super) use response::part;
use response::{Manner, allowed, failed, missing, not_modified, unsatisfiable, whole};
use verdict::{IfRange, Verdict, verdict};

/// Answers a request with an object. Does nothing until it is awaited, and then gives a [`Response`].
///
/// # Errors
///
/// Fails when the key is empty or has more than 1,024 bytes, and when R2 fails.
#[must_use = "nothing is read until this is awaited"]
pub struct Serve {
    bucket: Bucket,
    key: String,
    method: Method,
    condition: Condition,
    range: Option<Range>,
    if_range: Option<IfRange>,
    manner: Manner,
    ssec_key: Option<SsecKey>,
}

impl Serve {
    pub(super) fn new(bucket: Bucket, key: String, request: &Request) -> Self {
        let headers = request.headers();
        let range = Range::from_headers(&headers);
        let if_range = range.and_then(|_| headers.get("if-range"));
        Self {
            bucket,
            key,
            method: request.method().clone(),
            condition: Condition::from_headers(&headers),
            range,
            if_range: if_range.as_deref().map(IfRange::parse),
            manner: Manner::default(),
            ssec_key: None,
        }
    }

    /// The `cache-control` header of objects that have none of their own.
    pub fn cache_control(mut self, cache_control: impl Into<String>) -> Self {
        self.manner.cache_control = Some(cache_control.into());
        self
    }

    /// Has browsers save the object as a file instead of showing it, whatever its stored headers say.
    ///
    /// For what others have uploaded: an HTML page or an SVG image can have scripts, and shown they run as those of this
    /// worker's own pages do. The answer has `x-content-type-options: nosniff` and `content-disposition: attachment`, with
    /// the last part of the key as the name of the file. A stored disposition that is `attachment` already stays.
    pub fn attachment(mut self) -> Self {
        self.manner.is_attachment = true;
        self
    }

    /// The key that the object was encrypted with.
    pub fn ssec_key(mut self, key: SsecKey) -> Self {
        self.ssec_key = Some(key);
        self
    }

    async fn answer(self) -> Result<Response> {
        match self.method {
            Method::GET => self.get().await,
            Method::HEAD => self.head().await,
            _ => allowed(),
        }
    }

    async fn head(&self) -> Result<Response> {
        match self.bucket.head(&self.key).await? {
            None => Ok(missing()),
            Some(object) => match self.refused(&object)? {
                Some(response) => Ok(response),
                None => self.describe(&object),
            },
        }
    }

    fn describe(&self, object: &Object) -> Result<Response> {
        whole(object, &self.manner)?.with_header("content-length", object.size().to_string())
    }

    async fn get(&self) -> Result<Response> {
        match self.read(self.range).await {
            Err(error) => self.failed(error).await,
            Ok(GetOutcome::Missing) => Ok(missing()),
            Ok(GetOutcome::PreconditionFailed(object)) => self.not_modified(&object),
            Ok(GetOutcome::Found(object)) => self.found(object).await,
        }
    }

    /// R2 itself does not send what the client has. The rarer conditions are HTTP's own, which differ in details.
    async fn read(&self, range: Option<Range>) -> Result<GetOutcome> {
        let condition = self.condition.for_reading();
        let mut get = self.bucket.get(self.key.as_str());
        if let Some(range) = range {
            get = get.range(range);
        }
        if let Some(key) = &self.ssec_key {
            get = get.ssec_key(key.clone());
        }
        if condition.is_empty() {
            return Ok(match get.await? {
                Some(object) => GetOutcome::Found(object),
                None => GetOutcome::Missing,
            });
        }
        get.only_if(condition).await
    }

    async fn found(&self, object: ObjectBody) -> Result<Response> {
        if let Some(response) = self.refused(&object)? {
            sys::discard(object.as_raw());
            return Ok(response);
        }
        if self.range.is_some() && !self.wants_range_of(&object) {
            sys::discard(object.as_raw());
            return self.get_whole().await;
        }
        self.send(object, self.range)
    }

    fn send(&self, object: ObjectBody, range: Option<Range>) -> Result<Response> {
        let size = object.size();
        let range = range.map(|range| range.of(size));
        if range.as_ref().is_some_and(ops::Range::is_empty) {
            // R2 finds nothing wrong with a slice behind the end.
            sys::discard(object.as_raw());
            return unsatisfiable(size);
        }
        let response = whole(&object, &self.manner)?;
        let response = match range {
            Some(range) => part(response, range, size)?,
            None => response,
        };
        Ok(response.with_body(object.into_body()))
    }

    /// The range is that of another version.
    async fn get_whole(&self) -> Result<Response> {
        match self.read(None).await? {
            GetOutcome::Missing => Ok(missing()),
            GetOutcome::PreconditionFailed(object) => self.not_modified(&object),
            GetOutcome::Found(object) => self.send(object, None),
        }
    }

    /// The simulator has no code for a slice that begins where the object ends.
    async fn failed(&self, error: Error) -> Result<Response> {
        let is_told = match (error.r2_kind(), self.range) {
            (Some(ErrorKind::InvalidRange), _) => true,
            (None, Some(Range::Slice { .. })) => false,
            _ => return Err(error),
        };
        let is_behind = |object: &Object| {
            let range = self.range.map(|range| range.of(object.size()));
            range.is_some_and(|range| range.is_empty())
        };
        match self.bucket.head(&self.key).await? {
            None => Ok(missing()),
            Some(object) if is_told || is_behind(&object) => self.out_of_range(&object).await,
            Some(_) => Err(error),
        }
    }

    async fn out_of_range(&self, object: &Object) -> Result<Response> {
        match self.refused(object)? {
            Some(response) => Ok(response),
            None if self.wants_range_of(object) => unsatisfiable(object.size()),
            None => self.get_whole().await,
        }
    }

    fn wants_range_of(&self, object: &Object) -> bool {
        self.if_range
            .as_ref()
            .is_none_or(|version| version.is(&object.etag(), object.uploaded()))
    }

    /// The answer if the conditions of the request do not hold.
    fn refused(&self, object: &Object) -> Result<Option<Response>> {
        match verdict(&self.condition.given, &object.etag(), object.uploaded()) {
            Verdict::Serve => Ok(None),
            Verdict::NotModified => self.not_modified(object).map(Some),
            Verdict::Failed => Ok(Some(failed())),
        }
    }

    fn not_modified(&self, object: &Object) -> Result<Response> {
        not_modified(object, &self.manner)
    }
}

impl IntoFuture for Serve {
    type Output = Result<Response>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.answer())
    }
}

impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
