//! Bodies of axum around ours, and ours out of them again.
//!
//! axum's `Body` hides what is in it. One that is ours is known by its table of functions, and gives itself up when it
//! is polled with an open [`HANDOVER`].

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use ::axum::body::{Body as AxumBody, Bytes, HttpBody};
use futures_core::Stream;
use http_body::Frame;

use crate::error::Result;
use crate::http::Body;
use crate::js;

type Polled = Option<std::result::Result<Frame<Bytes>, ::axum::Error>>;

thread_local! {
    /// Whether a body is asked for itself.
    static ASKED: Cell<bool> = const { Cell::new(false) };
    static HANDOVER: RefCell<Option<Body>> = const { RefCell::new(None) };
    /// The table of functions of axum's body around ours.
    static TABLE: Option<usize> = js::table_of(&wrapped(Body::empty()));
}

/// All of ours are wrapped here, so that there is one table.
#[inline(never)]
fn wrapped(body: Body) -> AxumBody {
    AxumBody::new(body)
}

/// Whether `body` was polled to give itself up; then it has.
pub(crate) fn take_over(body: &mut Body) -> bool {
    let asked = ASKED.take();
    if asked {
        HANDOVER.set(Some(std::mem::take(body)));
    }
    asked
}

impl From<Body> for AxumBody {
    fn from(body: Body) -> Self {
        wrapped(body)
    }
}

impl From<AxumBody> for Body {
    /// One that was a [`Body`] comes back as it was, and one that is complete becomes bytes. Others are asked for one
    /// chunk at a time.
    fn from(mut body: AxumBody) -> Self {
        let is_ours = TABLE.with(|table| table.is_some() && *table == js::table_of(&body));
        if !is_ours && body.size_hint().exact().is_none() {
            return Rest::of(None, body);
        }
        ASKED.set(is_ours);
        let polled = Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop()));
        ASKED.set(false);
        match HANDOVER.take() {
            Some(ours) => ours,
            None => begun(body, polled),
        }
    }
}

/// A body that was polled once.
fn begun(body: AxumBody, polled: Poll<Polled>) -> Body {
    match polled {
        Poll::Pending => Rest::of(None, body),
        Poll::Ready(None) => Body::empty(),
        Poll::Ready(Some(Ok(frame))) if body.is_end_stream() => {
            frame.into_data().map_or_else(|_| Body::empty(), Body::from)
        }
        Poll::Ready(first) => Rest::of(first, body),
    }
}

/// The chunks of a body, of which the first may have been read.
struct Rest {
    first: Polled,
    body: AxumBody,
}

impl Rest {
    fn of(first: Polled, body: AxumBody) -> Body {
        Body::from_stream(Self { first, body })
    }
}

impl Stream for Rest {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match self.first.take() {
                Some(first) => Some(first),
                None => ready!(Pin::new(&mut self.body).poll_frame(context)),
            };
            match frame.transpose() {
                Err(error) => return Poll::Ready(Some(Err(error.into_inner().into()))),
                Ok(None) => return Poll::Ready(None),
                Ok(Some(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http_body::SizeHint;

    use super::*;

    fn through(body: AxumBody) -> String {
        format!("{:?}", Body::from(body))
    }

    #[test]
    fn ours_come_back_as_they_were() {
        let chunks = || Rest {
            first: None,
            body: AxumBody::from("text"),
        };
        for (body, expected) in [
            (Body::empty(), "Body::Empty"),
            ("text".into(), "Body::Text(4)"),
            (Body::from_stream(chunks()), "Body::Stream"),
        ] {
            assert_eq!(through(body.into()), expected);
        }
    }

    #[test]
    fn one_that_something_stands_around_is_not_taken_for_ours() {
        let lines = AxumBody::from(Body::from("text"));
        let wrapped = AxumBody::from_stream(lines.into_data_stream());
        assert_eq!(through(wrapped), "Body::Stream");
        assert!(HANDOVER.take().is_none() && !ASKED.get());
    }

    #[test]
    fn complete_bodies_are_bytes() {
        for (body, expected) in [
            (AxumBody::empty(), "Body::Empty"),
            (AxumBody::from("text"), "Body::Bytes(4)"),
            (AxumBody::from(vec![1, 2]), "Body::Bytes(2)"),
        ] {
            assert_eq!(through(body), expected);
        }
    }
    /// As long as it says, in several frames.
    struct Frames(Vec<&'static str>);

    impl HttpBody for Frames {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<std::result::Result<Frame<Bytes>, Infallible>>> {
            let next = self.0.pop();
            Poll::Ready(next.map(|text| Ok(Frame::data(text.into()))))
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.0.iter().map(|text| text.len() as u64).sum())
        }
    }

    #[test]
    fn the_frame_that_was_looked_at_is_the_first() {
        let mut body = Body::from(AxumBody::new(Frames(vec!["c", "b", "a"])));
        let mut context = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut context) {
            all.extend(frame.unwrap().into_data().unwrap());
        }
        assert_eq!(all, b"abc");
    }
}
