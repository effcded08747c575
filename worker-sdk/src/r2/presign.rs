//! Links to objects that work without the worker.

mod canonical;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::error::check_key;
use crate::crypto::{Hash, digest, hex, hmac};
use crate::error::{Detail, Error, Result};
use crate::time::{Timestamp, now};

use canonical::{Request, Scope};

/// The longest time that a link may be good.
const WEEK: u64 = 604_800;
const HOUR: Duration = Duration::from_secs(3_600);

/// Signs links to objects with an access key of R2's S3 interface, so that who has the link can do one thing with one
/// object for some time, straight from and to R2.
///
/// Such links go to R2's own host, not to a domain of yours. Access keys are made in the dashboard, and belong into
/// secrets. A link that the worker itself checks and serves needs none: see [`crypto::hmac`](crate::crypto::hmac).
///
/// The signature is that of AWS, version 4, and is good for other servers that speak S3, too.
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # use worker_sdk::{Env, Result, http::Method, r2::Signer};
/// async fn upload_link(env: &Env) -> Result<String> {
///     let (id, secret) = (env.secret("R2_ACCESS_KEY_ID")?, env.secret("R2_SECRET_ACCESS_KEY")?);
///     let signer = Signer::new(&env.var("ACCOUNT_ID")?, id, secret);
///     signer
///         .presign(Method::PUT, "files", "photo.png")
///         .header("content-type", "image/png")
///         .expires_in(Duration::from_secs(600))
///         .await
/// }
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/s3/presigned-urls/>.
#[derive(Clone)]
pub struct Signer {
    endpoint: String,
    region: String,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

impl Signer {
    /// For the buckets of an account.
    #[must_use]
    pub fn new(
        account_id: &str,
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: format!("https://{account_id}.r2.cloudflarestorage.com"),
            region: "auto".to_owned(),
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
        }
    }

    /// For another endpoint, such as `https://ACCOUNT.eu.r2.cloudflarestorage.com` for buckets that stay in the European
    /// Union. If its host names the bucket already, the links are made for the bucket `""`.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// For another region; R2 calls all of them `auto`.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// With the token that belongs to a temporary access key.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// Makes a link for one method, `GET`, `HEAD`, `PUT` or `DELETE`, and one object: see [`Presign`].
    pub fn presign(
        &self,
        method: Method,
        bucket: impl AsRef<str>,
        key: impl AsRef<str>,
    ) -> Presign<'_> {
        Presign {
            signer: self,
            method,
            bucket: bucket.as_ref().to_owned(),
            key: key.as_ref().to_owned(),
            headers: Vec::new(),
            query: Vec::new(),
            expires_in: HOUR,
            at: None,
        }
    }

    /// The key for one day, region and service.
    async fn signature(&self, scope: &Scope<'_>, text: &str) -> Result<String> {
        let mut key = format!("AWS4{}", self.secret_access_key).into_bytes();
        for part in scope.parts() {
            key = hmac(Hash::Sha256, key, part).await?;
        }
        Ok(hex(&hmac(Hash::Sha256, key, text).await?))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("endpoint", &self.endpoint)
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// A link in the making. Does nothing until it is awaited, and then gives the URL.
///
/// # Errors
///
/// Fails when the key is empty or has more than 1,024 bytes, and when the link would be good for less than a second or
/// more than seven days.
#[derive(Debug)]
#[must_use = "there is no link until this is awaited"]
pub struct Presign<'a> {
    signer: &'a Signer,
    method: Method,
    bucket: String,
    key: String,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    expires_in: Duration,
    at: Option<Timestamp>,
}

impl Presign<'_> {
    /// How long the link is good: one second to seven days, one hour unless told.
    pub fn expires_in(mut self, duration: Duration) -> Self {
        self.expires_in = duration;
        self
    }

    /// A header that has to come with the request, such as `content-type` with an upload.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// A parameter of the request, such as `response-content-disposition`, or `partNumber` and `uploadId`.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// From when on the link is good; from now on unless told.
    pub fn starting_at(mut self, time: Timestamp) -> Self {
        self.at = Some(time);
        self
    }

    /// A path without a key would be that of the bucket, and the link would list it.
    fn path(&self) -> Result<String> {
        check_key(&self.key)?;
        Ok(match self.bucket.as_str() {
            "" => format!("/{}", self.key),
            bucket => format!("/{bucket}/{}", self.key),
        })
    }

    async fn url(self) -> Result<String> {
        let path = self.path()?;
        let seconds = self.expires_in.as_secs();
        if !(1..=WEEK).contains(&seconds) {
            return Err(Error::of(BadExpiry { seconds }));
        }
        let signer = self.signer;
        let time = self.at.unwrap_or_else(now).to_basic_iso();
        let scope = Scope {
            time: &time,
            region: &signer.region,
        };
        let request = Request::new(&signer.endpoint, self.method.as_str(), &path)
            .with_headers(self.headers)
            .with_query(self.query)
            .with_signer(
                &scope,
                seconds,
                &signer.access_key_id,
                signer.session_token.as_deref(),
            );
        let hash = digest(Hash::Sha256, request.canonical()).await?;
        let text = scope.string_to_sign(&hex(&hash));
        let signature = signer.signature(&scope, &text).await?;
        Ok(request.signed_url(&signature))
    }
}

impl<'a> IntoFuture for Presign<'a> {
    type Output = Result<String>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.url())
    }
}

struct BadExpiry {
    seconds: u64,
}

impl Detail for BadExpiry {}

impl fmt::Display for BadExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a link cannot be good for {} seconds; choose 1 to {WEEK}",
            self.seconds
        )
    }
}
