//! Middleware that waits for nothing but the answer.

use super::Next;

/// Makes a middleware of what [`Marks`] says of a type.
macro_rules! marking {
    ($(#[$meta:meta])* $type:ty) => {
        $(#[$meta])*
        impl<S> crate::middleware::Middleware<S> for $type {
            async fn handle(
                &self,
                request: crate::Request,
                next: crate::middleware::Next,
                _: &S,
            ) -> crate::error::Result<crate::Response> {
                crate::middleware::marked(self, request, next).await
            }

            fn into_marks(
                self,
            ) -> std::result::Result<std::rc::Rc<dyn crate::middleware::Marks>, Self> {
                Ok(std::rc::Rc::new(self))
            }
        }
    };
}

pub(super) use marking;

use crate::error::Result;
use crate::{Request, Response};

/// A middleware that looks at the request and then at the response, and waits for neither: one type of
/// future is enough for all of them.
pub trait Marks: 'static {
    /// Looks at the request.
    fn before(&self, request: &Request, next: &mut Next) -> Result<Before>;

    /// Changes the response; the text is what [`before`](Self::before) has found out.
    fn after(&self, _: &mut Response, _: Option<String>) -> Result<()> {
        Ok(())
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Before {
    Answered(Response),
    Asked(Option<String>),
}

pub(crate) async fn marked(
    marks: &dyn Marks,
    request: Request,
    mut next: Next,
) -> Result<Response> {
    let noted = match marks.before(&request, &mut next)? {
        Before::Answered(response) => return Ok(response),
        Before::Asked(noted) => noted,
    };
    let mut response = next.run(request).await?;
    marks.after(&mut response, noted)?;
    Ok(response)
}
