//! Parts of a document, as handlers see them.
//!
//! The platform ends a token with its handler. A handler gets a reference, and there is no way to make another token, so
//! none can be kept.

use std::fmt;

use wasm_bindgen::JsValue;

use super::content::Content;
use super::{handlers, sys};
use crate::error::{Error, Result};
use crate::executor::Id;
use crate::js;

const DOING: &str = "changing a document";

/// A part of a document.
pub(super) trait Token {
    fn of(raw: JsValue, group: Id) -> Self;
}

fn checked(done: i32) -> Result<()> {
    if done == 0 {
        return Err(handlers::failed(DOING));
    }
    Ok(())
}

fn text_of(raw: &JsValue, name: &'static str) -> Option<String> {
    js::string(&sys::get(raw, &js::constant(name)))
}

fn insert(raw: &JsValue, method: &'static str, content: Content) -> Result<()> {
    let value = content.value?;
    let is_html = content.is_html.into();
    checked(sys::insert(raw, &js::constant(method), &value, is_html))
}

fn call(raw: &JsValue, method: &'static str, a: &JsValue, b: &JsValue) -> Result<()> {
    checked(sys::call(raw, &js::constant(method), a, b))
}

fn set_text(raw: &JsValue, name: &'static str, text: &str) -> Result<()> {
    checked(sys::set(raw, &js::constant(name), &js::text(text)))
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident { $($group:ident)? }),* $(,)?) => {
        $(
            $(#[$doc])*
            pub struct $name {
                raw: JsValue,
                $($group: Id,)?
            }

            impl Token for $name {
                fn of(raw: JsValue, _group: Id) -> Self {
                    Self { raw, $($group: _group)? }
                }
            }

            impl $name {
                /// The JavaScript object, which is good until the handler ends.
                #[must_use]
                pub fn as_raw(&self) -> &JsValue {
                    &self.raw
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($name), " { .. }"))
                }
            }
        )*
    };
}

tokens!(
    /// An element, when its start tag was read.
    Element { group },
    /// The end tag of an element.
    EndTag {},
    /// A comment.
    Comment {},
    /// A piece of text. A text comes in several pieces, as it arrives; the last one is often empty.
    Text {},
    /// The document's type, as `<!doctype html>`.
    Doctype {},
    /// The end of the document.
    DocumentEnd {},
);

macro_rules! insertions {
    ($what:literal: $($name:ident, $method:literal, $does:literal);* $(;)?) => {
        $(
            #[doc = concat!($does, " ", $what, ".")]
            ///
            /// # Errors
            ///
            /// Fails when the content is a body or stream that was read already.
            pub fn $name(&mut self, content: impl Into<Content>) -> Result<()> {
                insert(&self.raw, $method, content.into())
            }
        )*
    };
}

macro_rules! removal {
    ($what:literal) => {
        #[doc = concat!("Removes the ", $what, ".")]
        ///
        /// # Errors
        ///
        /// Fails when the document was given up meanwhile.
        pub fn remove(&mut self) -> Result<()> {
            call(
                &self.raw,
                "remove",
                &JsValue::UNDEFINED,
                &JsValue::UNDEFINED,
            )
        }
    };
}

macro_rules! removed {
    ($what:literal) => {
        #[doc = concat!("Whether the ", $what, " was removed or replaced, by an earlier handler or this one.")]
        #[must_use]
        pub fn is_removed(&self) -> bool {
            sys::flag(&self.raw, &js::constant("removed")) == 1
        }
    };
}

impl Element {
    insertions!("the element":
        before, "before", "Inserts content before";
        after, "after", "Inserts content after";
        prepend, "prepend", "Inserts content at the beginning of";
        append, "append", "Inserts content at the end of";
        replace, "replace", "Puts content in the place of";
        set_inner_content, "setInnerContent", "Replaces the content of";
    );
    removal!("element, with all that is in it");
    removed!("element");

    /// Removes the tags of the element, and leaves what is between them.
    ///
    /// # Errors
    ///
    /// Fails when the document was given up meanwhile.
    pub fn remove_and_keep_content(&mut self) -> Result<()> {
        let none = &JsValue::UNDEFINED;
        call(&self.raw, "removeAndKeepContent", none, none)
    }

    /// The name of the tag, in lower case.
    #[must_use]
    pub fn tag_name(&self) -> String {
        text_of(&self.raw, "tagName").unwrap_or_default()
    }

    /// Changes the name of both tags.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be a name.
    pub fn set_tag_name(&mut self, name: &str) -> Result<()> {
        set_text(&self.raw, "tagName", name)
    }

    /// The namespace, such as `http://www.w3.org/1999/xhtml`.
    #[must_use]
    pub fn namespace_uri(&self) -> String {
        text_of(&self.raw, "namespaceURI").unwrap_or_default()
    }

    /// The value of an attribute, as it stands in the document; `None` if there is no such attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        js::string(&sys::attribute(&self.raw, &js::text(name)))
    }

    /// Whether there is such an attribute.
    #[must_use]
    pub fn has_attribute(&self, name: &str) -> bool {
        !sys::attribute(&self.raw, &js::text(name)).is_null()
    }

    /// Names and values of all attributes.
    #[must_use]
    pub fn attributes(&self) -> Vec<(String, String)> {
        let mut all = js::list_to_strings(&sys::attributes(&self.raw)).into_iter();
        std::iter::from_fn(|| Some((all.next()?, all.next()?))).collect()
    }

    /// Sets an attribute. Quotes in the value are escaped.
    ///
    /// # Errors
    ///
    /// Fails when `name` cannot be the name of an attribute.
    pub fn set_attribute(&mut self, name: &str, value: &str) -> Result<()> {
        call(&self.raw, "setAttribute", &js::text(name), &js::text(value))
    }

    /// Removes an attribute, if it is there.
    ///
    /// # Errors
    ///
    /// Fails when `name` cannot be the name of an attribute.
    pub fn remove_attribute(&mut self, name: &str) -> Result<()> {
        let name = js::text(name);
        call(&self.raw, "removeAttribute", &name, &JsValue::UNDEFINED)
    }

    /// Calls `handler` when the end tag of this element was read.
    ///
    /// # Errors
    ///
    /// Fails for elements that have no end tag, such as `img`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::html_rewriter::{Content, HtmlRewriter};
    ///
    /// let rewriter = HtmlRewriter::new().element("main", |element| {
    ///     element.on_end_tag(|tag| tag.before(Content::html("<footer>the end</footer>")))
    /// });
    /// # let _ = rewriter;
    /// ```
    pub fn on_end_tag(
        &mut self,
        handler: impl FnOnce(&mut EndTag) -> Result<()> + 'static,
    ) -> Result<()> {
        let mut handler = Some(handler);
        self.add_end_tag(handlers::Handler::of_sync(move |tag| {
            handler.take().map_or(Ok(()), |handler| handler(tag))
        }))
    }

    /// As [`on_end_tag`](Self::on_end_tag), for a handler that waits for something.
    ///
    /// # Errors
    ///
    /// As [`on_end_tag`](Self::on_end_tag).
    pub fn on_end_tag_async(
        &mut self,
        handler: impl AsyncFnMut(&mut EndTag) -> Result<()> + 'static,
    ) -> Result<()> {
        self.add_end_tag(handlers::Handler::of_async(handler))
    }

    fn add_end_tag(&mut self, handler: handlers::Handler) -> Result<()> {
        let id = handlers::add(self.group, handler, true);
        let number = crate::executor::callback(handlers::run);
        if sys::on_end_tag(&self.raw, number, id.index, id.generation) == 0 {
            let error = Error::last_failure("waiting for an end tag");
            handlers::remove(id);
            return Err(error);
        }
        Ok(())
    }
}

impl EndTag {
    insertions!("the end tag":
        before, "before", "Inserts content before";
        after, "after", "Inserts content after";
    );
    removal!("end tag");

    /// The name of the tag.
    #[must_use]
    pub fn name(&self) -> String {
        text_of(&self.raw, "name").unwrap_or_default()
    }

    /// Changes the name.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be a name.
    pub fn set_name(&mut self, name: &str) -> Result<()> {
        set_text(&self.raw, "name", name)
    }
}

impl Comment {
    insertions!("the comment":
        before, "before", "Inserts content before";
        after, "after", "Inserts content after";
        replace, "replace", "Puts content in the place of";
    );
    removal!("comment");
    removed!("comment");

    /// What stands in the comment.
    #[must_use]
    pub fn text(&self) -> String {
        text_of(&self.raw, "text").unwrap_or_default()
    }

    /// Changes what stands in the comment.
    ///
    /// # Errors
    ///
    /// Fails when the text would end the comment.
    pub fn set_text(&mut self, text: &str) -> Result<()> {
        set_text(&self.raw, "text", text)
    }
}

impl Text {
    insertions!("the piece of text":
        before, "before", "Inserts content before";
        after, "after", "Inserts content after";
        replace, "replace", "Puts content in the place of";
    );
    removal!("piece of text");
    removed!("piece of text");

    /// The piece, as it stands in the document: entities such as `&amp;` are not decoded.
    #[must_use]
    pub fn text(&self) -> String {
        text_of(&self.raw, "text").unwrap_or_default()
    }

    /// Whether it is the last piece of its text.
    #[must_use]
    pub fn is_last_in_text_node(&self) -> bool {
        sys::flag(&self.raw, &js::constant("lastInTextNode")) == 1
    }
}

impl Doctype {
    /// `html` in `<!doctype html>`.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        text_of(&self.raw, "name")
    }

    /// The public identifier.
    #[must_use]
    pub fn public_id(&self) -> Option<String> {
        text_of(&self.raw, "publicId")
    }

    /// The system identifier.
    #[must_use]
    pub fn system_id(&self) -> Option<String> {
        text_of(&self.raw, "systemId")
    }
}

impl DocumentEnd {
    insertions!("the document": append, "append", "Inserts content at the end of");
}
