//! Bodies for crates that speak `http_body`.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::error::{Error, Result};
use crate::http::Body;

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        #[allow(unused_mut, reason = "axum takes bodies out")] mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        #[cfg(feature = "axum")]
        if super::axum::take_over(&mut self) {
            return Poll::Ready(None);
        }
        let item = ready!(self.get_mut().poll_chunk(context));
        Poll::Ready(item.map(|item| item.map(|chunk| Frame::data(chunk.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.known_length() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match self.known_length() {
            Some(length) => SizeHint::with_exact(length),
            None => SizeHint::default(),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Vec::from(bytes).into()
    }
}

impl Body {
    /// Any body of another crate. One that is a `Body` comes back as it was; of others the trailers are left out, as
    /// the platform has none.
    ///
    /// # Examples
    ///
    /// ```
    /// # fn run<B>(foreign: B) -> worker_sdk::Body
    /// # where B: http_body::Body<Data = bytes::Bytes, Error = std::io::Error> + 'static {
    /// worker_sdk::Body::from_http_body(foreign)
    /// # }
    /// ```
    #[must_use]
    pub fn from_http_body<B>(body: B) -> Self
    where
        B: HttpBody + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut body = Some(body);
        if let Some(same) = (&mut body as &mut dyn Any).downcast_mut::<Option<Body>>() {
            return same.take().unwrap_or_default();
        }
        match body {
            Some(body) => Self::from_stream(Frames(Box::pin(body))),
            None => Self::empty(),
        }
    }
}

/// The chunks of a foreign body.
struct Frames<B>(Pin<Box<B>>);

impl<B> Stream for Frames<B>
where
    B: HttpBody,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match ready!(self.0.as_mut().poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(Error::from(error.into())))),
                Some(Ok(frame)) => frame,
            };
            if let Ok(mut data) = frame.into_data() {
                let mut chunk = vec![0; data.remaining()];
                data.copy_to_slice(&mut chunk);
                return Poll::Ready(Some(Ok(chunk)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn frames(mut body: Body) -> Vec<Vec<u8>> {
        let mut context = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut context) {
            all.push(frame.unwrap().into_data().unwrap().to_vec());
        }
        assert!(body.is_end_stream());
        all
    }

    #[test]
    fn bodies_are_polled_to_their_end() {
        let cases = [
            (Body::empty(), ""),
            ("text".into(), "text"),
            (vec![1, 2].into(), "\u{1}\u{2}"),
            (Bytes::from_static(b"bytes").into(), "bytes"),
        ];
        for (body, expected) in cases {
            assert_eq!(body.size_hint().exact(), Some(expected.len() as u64));
            let chunks = frames(body);
            assert_eq!(chunks.len(), usize::from(!expected.is_empty()));
            assert_eq!(chunks.concat(), expected.as_bytes());
        }
    }

    #[test]
    fn a_body_comes_back_as_it_was() {
        let body = Body::from_http_body(Body::from("text"));
        assert_eq!(body.size_hint().exact(), Some(4));
        let boxed: Pin<Box<dyn HttpBody<Data = Bytes, Error = Error>>> =
            Box::pin(Body::from("text"));
        let foreign = Body::from_http_body(boxed);
        assert_eq!(foreign.size_hint().exact(), None);
        assert_eq!(frames(foreign), [b"text"]);
    }
}
