//! Multipart forms whose fields are read one after the other, as streams: see [`Multipart`].

mod error;
mod field;
mod head;
mod parser;

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use futures_core::Stream;

use crate::error::{Error, Result};
use crate::http::{Body, Request};
use crate::js::Local;
use crate::streams::ByteStream;

pub use field::Field;

use error::{NotMultipart, Passed, TooLong, Wrong};
use parser::{Next, Parser};

const MAX_FIELD_LENGTH: u64 = 2 * 1024 * 1024;

/// A form of type `multipart/form-data` whose fields are read one after the other, as they come.
///
/// Nothing is kept of a field that was read or skipped, so a form may be larger than the 128 MB of the isolate, which
/// [`FormData`](crate::http::FormData) has to fit in. The order is that of the client: in a form of HTML, fields that are
/// needed to deal with a file stand before it. A request may have up to 100 MB, or more by the plan of the zone.
///
/// As a parameter of a router's handler it is the last one; a request with another content type is answered with 415. What
/// is wrong with a form is an error whose [`HttpError`](crate::HttpError) has status 400, or 413 where something is too
/// large, so a handler may pass it on with `?`.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::r2::Bucket;
/// use worker_sdk::{Env, Request, Response, Result, event};
///
/// #[event(fetch)]
/// async fn main(mut request: Request, env: Env) -> Result<Response> {
///     let bucket: Bucket = env.r2("FILES")?;
///     let mut form = request.multipart()?;
///     let mut folder = String::from("inbox");
///     while let Some(field) = form.try_next().await? {
///         match field.file_name() {
///             Some(name) => {
///                 let key = format!("{folder}/{name}");
///                 let kind = field.content_type().unwrap_or("application/octet-stream").to_owned();
///                 bucket.put(key, field).content_type(kind).await?;
///             }
///             None if field.name() == "folder" => folder = field.text().await?,
///             None => {}
///         }
///     }
///     Ok(Response::text("stored"))
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/workers/platform/limits/#request-and-response-limits>.
pub struct Multipart {
    incoming: Local<Rc<RefCell<Incoming>>>,
    max_field_length: u64,
}

/// What is there of the form.
struct Incoming {
    stream: ByteStream,
    parser: Parser,
    /// How many bytes have come.
    length: u64,
    max_length: u64,
    /// Which field is the last one.
    number: u64,
    /// Who reads the content of the last one.
    reader: Option<Waker>,
}

impl Multipart {
    fn new(stream: ByteStream, boundary: &str) -> Self {
        Self {
            incoming: Local::new(Rc::new(RefCell::new(Incoming {
                stream,
                parser: Parser::new(boundary),
                length: 0,
                max_length: u64::MAX,
                number: 0,
                reader: None,
            }))),
            max_field_length: MAX_FIELD_LENGTH,
        }
    }

    /// Sets how many bytes a field may have that is read at once, by [`Field::text`] and [`Field::bytes`]: 2 MiB unless it
    /// is set. Fields that are read as streams have no limit of their own.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let form = request.multipart()?.max_field_length(64 * 1024);
    /// # drop(form);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn max_field_length(mut self, bytes: u64) -> Self {
        self.max_field_length = bytes;
        self
    }

    /// Sets how many bytes the whole form may have, with boundaries and headers: as many as come unless it is set, as a
    /// parameter of a handler what a `middleware::BodyLimit` around the route allows, if there is one.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let form = request.multipart()?.max_length(50 * 1024 * 1024);
    /// # drop(form);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn max_length(self, bytes: u64) -> Self {
        self.incoming.borrow_mut().max_length = bytes;
        self
    }

    /// The next field, `None` at the end. What was not read of the one before is skipped.
    ///
    /// # Errors
    ///
    /// Fails when the form [is malformed](Error::is_malformed) or was cut off, and when the body fails. The error
    /// [is too large](Error::is_too_large) when the form has more bytes than [`max_length`](Self::max_length), or the headers
    /// of a field more than 16 KiB.
    pub async fn try_next(&mut self) -> Result<Option<Field>> {
        poll_fn(|context| self.poll_field(context)).await
    }

    fn poll_field(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Field>>> {
        let mut incoming = self.incoming.borrow_mut();
        incoming.pass();
        let head = match ready!(incoming.poll(context, Parser::next_head))? {
            Some(head) => head,
            None => return Poll::Ready(Ok(None)),
        };
        let number = incoming.number;
        drop(incoming);
        Poll::Ready(Ok(Some(Field::new(
            head,
            Content {
                incoming: Rc::clone(&self.incoming),
                number,
            },
            self.max_field_length,
        ))))
    }
}

impl Incoming {
    /// Reads on until the parser finds something.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        next: fn(&mut Parser) -> Result<Next<T>, Wrong>,
    ) -> Poll<Result<Option<T>>> {
        loop {
            if self.length > self.max_length {
                return Poll::Ready(Err(Error::of(TooLong {
                    field: None,
                    limit: self.max_length,
                })));
            }
            match next(&mut self.parser).map_err(Error::of)? {
                Next::Item(item) => return Poll::Ready(Ok(Some(item))),
                Next::End => return Poll::Ready(Ok(None)),
                Next::Wanting => {}
            }
            match ready!(Pin::new(&mut self.stream).poll_next(context)).transpose()? {
                Some(chunk) => {
                    self.length += chunk.len() as u64;
                    self.parser.push(chunk);
                }
                None => self.parser.finish(),
            }
        }
    }

    /// The field that was the last one is not any more, and who reads it has to know.
    fn pass(&mut self) {
        self.number += 1;
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl Stream for Multipart {
    type Item = Result<Field>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_field(context).map(Result::transpose)
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Multipart { .. }")
    }
}

/// The content of a field, as long as it is the last one.
struct Content {
    incoming: Rc<RefCell<Incoming>>,
    number: u64,
}

impl Stream for Content {
    type Item = Result<Vec<u8>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut incoming = self.incoming.borrow_mut();
        if incoming.number != self.number {
            return Poll::Ready(Some(Err(Error::of(Passed))));
        }
        let polled = incoming.poll(context, Parser::next_chunk);
        incoming.reader = polled.is_pending().then(|| context.waker().clone());
        polled.map(Result::transpose)
    }
}

impl Body {
    /// The body as a form of this content type, whose fields are read one after the other.
    ///
    /// A request knows its content type: see [`Request::multipart`].
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, and when the content type is not `multipart/form-data` with a boundary; then
    /// the error [is malformed](Error::is_malformed).
    pub fn into_multipart(self, content_type: &str) -> Result<Multipart> {
        let boundary = boundary_of(Some(content_type))?;
        Ok(Multipart::new(self.into_stream()?, &boundary))
    }
}

impl Request {
    /// The body as a form whose fields are read one after the other, so that files may be of any size.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, and when the content type is not `multipart/form-data` with a boundary; then
    /// the error [is malformed](Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let mut form = request.multipart()?;
    /// while let Some(field) = form.try_next().await? {
    ///     worker_sdk::console_log!("{}", field.name());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn multipart(&mut self) -> Result<Multipart> {
        let boundary = boundary_of(self.header("content-type").as_deref())?;
        let body = Body::from_raw(self.as_raw().clone());
        Ok(Multipart::new(body.into_stream()?, &boundary))
    }
}

fn boundary_of(content_type: Option<&str>) -> Result<String> {
    content_type.and_then(head::boundary).ok_or_else(|| {
        Error::of(NotMultipart {
            content_type: content_type.map(str::to_owned),
        })
    })
}
