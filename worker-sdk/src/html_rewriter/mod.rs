#![doc = include_str!("guide.md")]

mod content;
mod handlers;
mod sys;
mod token;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::executor;
use crate::http::Response;
use crate::js::{self, Local};

pub use content::Content;
use handlers::{Handler, Kind};
pub use token::{Comment, Doctype, DocumentEnd, Element, EndTag, Text};

/// Changes HTML while it passes. Handlers are added, then a response is [transformed](HtmlRewriter::transform).
///
/// A handler may be called many times, and never while another one of the same document runs. Its error ends the
/// response's body with that error. Methods that end in `_async` take closures that wait for something; the document
/// waits meanwhile.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::html_rewriter::HtmlRewriter;
/// use worker_sdk::{Request, Response, Result, fetch};
///
/// async fn proxy(request: Request) -> Result<Response> {
///     HtmlRewriter::new()
///         .element("a[href]", |link| link.set_attribute("rel", "noopener"))
///         .comments("*", |comment| comment.remove())
///         .transform(fetch(request).await?)
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/>.
#[must_use = "a rewriter does nothing until it transforms a response"]
pub struct HtmlRewriter {
    rules: Local<Vec<Rule>>,
}

struct Rule {
    /// `None` stands for the document.
    selector: Option<String>,
    kind: Kind,
    handler: Handler,
}

macro_rules! selected {
    ($($name:ident, $name_async:ident, $kind:ident, $token:ty, $what:literal);* $(;)?) => {
        $(
            #[doc = concat!("Calls `handler` for ", $what, " that the CSS selector matches.")]
            pub fn $name(
                self,
                selector: impl Into<String>,
                handler: impl FnMut(&mut $token) -> Result<()> + 'static,
            ) -> Self {
                self.rule(Some(selector.into()), Kind::$kind, Handler::of_sync(handler))
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), for a handler that waits for something.")]
            pub fn $name_async(
                self,
                selector: impl Into<String>,
                handler: impl AsyncFnMut(&mut $token) -> Result<()> + 'static,
            ) -> Self {
                self.rule(Some(selector.into()), Kind::$kind, Handler::of_async(handler))
            }
        )*
    };
}

macro_rules! of_document {
    ($($name:ident, $name_async:ident, $kind:ident, $token:ty, $what:literal);* $(;)?) => {
        $(
            #[doc = concat!("Calls `handler` for ", $what, ".")]
            pub fn $name(self, handler: impl FnMut(&mut $token) -> Result<()> + 'static) -> Self {
                self.rule(None, Kind::$kind, Handler::of_sync(handler))
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), for a handler that waits for something.")]
            pub fn $name_async(
                self,
                handler: impl AsyncFnMut(&mut $token) -> Result<()> + 'static,
            ) -> Self {
                self.rule(None, Kind::$kind, Handler::of_async(handler))
            }
        )*
    };
}

impl HtmlRewriter {
    /// A rewriter that changes nothing yet.
    pub fn new() -> Self {
        Self {
            rules: Local::new(Vec::new()),
        }
    }

    selected!(
        element, element_async, Element, Element, "each element";
        comments, comments_async, Comments, Comment, "each comment inside of an element";
        text, text_async, Text, Text, "each piece of text inside of an element";
    );

    of_document!(
        doctype, doctype_async, Doctype, Doctype, "the document's type";
        document_comments, document_comments_async, Comments, Comment, "each comment of the document";
        document_text, document_text_async, Text, Text, "each piece of text of the document";
        document_end, document_end_async, End, DocumentEnd, "the end of the document";
    );

    fn rule(mut self, selector: Option<String>, kind: Kind, handler: Handler) -> Self {
        self.rules.get_mut().push(Rule {
            selector,
            kind,
            handler,
        });
        self
    }

    /// The response with its body changed. Nothing is parsed before the body is read, and then as it is read.
    ///
    /// The handlers are dropped at the end of the document, or when nobody reads it any more.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not understand a selector (it has no `:has`, `:is`, `+` and `~`), or the body was
    /// read already.
    pub fn transform(mut self, response: Response) -> Result<Response> {
        let response = response.into_raw()?;
        let rewriter = sys::new_rewriter();
        let group = handlers::new_group();
        for rule in std::mem::take(self.rules.get_mut()) {
            let selector = match &rule.selector {
                Some(selector) => js::text(selector),
                None => JsValue::UNDEFINED,
            };
            let id = handlers::add(group, rule.handler, false);
            let run = executor::callback(handlers::run);
            let kind = rule.kind as i32;
            if sys::on(&rewriter, &selector, kind, run, id.index, id.generation) == 0 {
                let thrown = js::take_failure();
                handlers::drop_group(group);
                return Err(Error::of(BadSelector {
                    selector: rule.selector.unwrap_or_default(),
                    thrown,
                }));
            }
        }
        // Nobody else registers them, so they are neighbours.
        let done = executor::callback(handlers::done);
        executor::callback(handlers::leave);
        let request = executor::current_source();
        let (index, generation) = (group.index, group.generation);
        let raw = sys::transform(&rewriter, &response, done, index, generation, &request);
        if raw.is_undefined() {
            return Err(Error::last_failure("rewriting HTML"));
        }
        Ok(Response::from_raw(raw))
    }
}

/// Number of handlers that this instance holds, of all documents on their way. Meant for tests and diagnostics.
#[must_use]
pub fn live_handlers() -> usize {
    handlers::live()
}

impl Default for HtmlRewriter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HtmlRewriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HtmlRewriter { .. }")
    }
}

struct BadSelector {
    selector: String,
    thrown: JsValue,
}

impl crate::error::Detail for BadSelector {
    fn kind(&self) -> crate::error::Kind {
        crate::error::Kind::Malformed
    }

    fn thrown(&self) -> Option<&JsValue> {
        Some(&self.thrown)
    }
}

impl fmt::Display for BadSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the rewriter does not understand the selector `{}`: {}",
            self.selector,
            js::described(&self.thrown)
        )
    }
}
