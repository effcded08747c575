//! Rewriting HTML, compared with the same handlers in JavaScript.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::stream;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use worker_sdk::html_rewriter::{Comment, Content, Element, HtmlRewriter, Text, live_handlers};
use worker_sdk::streams::ByteStream;
use worker_sdk::{Body, Error, Response, Result, sleep};

use crate::{js, message};

#[wasm_bindgen(inline_js = r#"
const apply = (token, [name, a, b]) => {
  switch (name) {
    case "setAttribute": return token.setAttribute(a, b);
    case "removeAttribute": return token.removeAttribute(a);
    case "tagName": token.tagName = a; return;
    case "text": token.text = a; return;
    case "upper": if (!token.removed) token.replace(token.text.toUpperCase()); return;
    case "describe": token.before(`${token.tagName} ${[...token.attributes].map(([k, v]) => `${k}=${v}`)} ${token.getAttribute("id")} ${token.hasAttribute("class")}`); return;
    case "endTag": try { token.onEndTag((tag) => { tag.before(a); if (b) tag.name = "end"; }); } catch { token.after("void"); } return;
    case "remove": case "removeAndKeepContent": return token[name]();
    default: return token[name](a, { html: b });
  }
};

// The same rules as Rust has, on a document in the same pieces.
export const twin = async (pieces, rules) => {
  let rewriter = new HTMLRewriter();
  for (const { selector, kind, wait, steps } of JSON.parse(rules)) {
    const handler = wait
      ? async (token) => { await new Promise((resolve) => setTimeout(resolve, 0)); for (const step of steps) apply(token, step); }
      : (token) => { for (const step of steps) apply(token, step); };
    rewriter = selector === null ? rewriter.onDocument({ [kind]: handler }) : rewriter.on(selector, { [kind]: handler });
  }
  const encoder = new TextEncoder();
  const queue = JSON.parse(pieces);
  const body = new ReadableStream({
    pull(controller) {
      if (queue.length === 0) controller.close();
      else controller.enqueue(encoder.encode(queue.shift()));
    },
  });
  return rewriter.transform(new Response(body)).text();
};
export const collect = () => globalThis.gc?.();
"#)]
extern "C" {
    fn twin(pieces: &str, rules: &str) -> JsValue;
}

#[derive(Clone, Serialize)]
struct Rule {
    selector: Option<&'static str>,
    kind: &'static str,
    wait: bool,
    steps: Vec<(&'static str, String, Other)>,
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Other {
    Flag(bool),
    Text(String),
}

impl Other {
    fn flag(&self) -> bool {
        matches!(self, Self::Flag(true))
    }

    fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Flag(_) => "",
        }
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn text(&mut self) -> String {
        let words = [
            "grüße",
            "a < b",
            "&amp;",
            "🦀",
            "\"quoted\"",
            "<b>bold</b>",
            "x",
            "",
        ];
        (0..self.below(4))
            .map(|_| self.of(&words))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A document that is not always well formed, in pieces of any size.
    fn document(&mut self) -> Vec<String> {
        let mut html = String::from(self.of(&["<!doctype html>", "", "<!-- first -->"]));
        for _ in 0..self.below(40) + 5 {
            match self.below(9) {
                0..=3 => {
                    let tag = self.of(&["p", "div", "a", "img", "span", "script", "DIV", "svg"]);
                    let attribute = self.of(&[
                        "",
                        " id=one",
                        " class='a b'",
                        " id=\"two\" hidden",
                        " data-x=\"&quot;\"",
                    ]);
                    html += &format!("<{tag}{attribute}>");
                }
                4 | 5 => html += &format!("</{}>", self.of(&["p", "div", "a", "span", "script"])),
                6 => html += &format!("<!--{}-->", self.of(&["", " note ", "ö"])),
                _ => html += &self.text(),
            }
        }
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for character in html.chars() {
            piece.push(character);
            if self.below(20) == 0 {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces.push(piece);
        pieces
    }

    fn rule(&mut self) -> Rule {
        let kind = self.of(&["element", "element", "element", "comments", "text", "end"]);
        let steps = (0..self.below(3) + 1).map(|_| self.step(kind)).collect();
        let selector = self.of(&[
            "p",
            "div",
            "*",
            "#one",
            "[class]",
            "div > p",
            "a, span",
            "img:not([hidden])",
        ]);
        let of_document = kind == "end" || (kind != "element" && self.below(3) == 0);
        Rule {
            selector: (!of_document).then_some(selector),
            kind,
            wait: self.below(4) == 0,
            steps,
        }
    }

    fn step(&mut self, kind: &str) -> (&'static str, String, Other) {
        let name = match kind {
            "element" => self.of(&[
                "before",
                "after",
                "prepend",
                "append",
                "replace",
                "setInnerContent",
                "remove",
                "removeAndKeepContent",
                "setAttribute",
                "removeAttribute",
                "tagName",
                "describe",
                "endTag",
            ]),
            "comments" => self.of(&["before", "after", "replace", "remove", "text"]),
            "text" => self.of(&["before", "after", "replace", "remove", "upper"]),
            _ => "append",
        };
        let text = self.text();
        let flag = Other::Flag(self.below(2) == 0);
        match name {
            "setAttribute" => (name, self.of(&["id", "title"]).into(), Other::Text(text)),
            "removeAttribute" => (name, self.of(&["id", "class"]).into(), flag),
            "tagName" => (name, self.of(&["section", "b"]).into(), flag),
            _ => (name, text, flag),
        }
    }
}

type Step = (&'static str, String, Other);

fn content(text: &str, html: &Other) -> Content {
    if html.flag() {
        Content::html(text)
    } else {
        text.into()
    }
}

fn on_element(element: &mut Element, (name, a, b): &Step) -> Result<()> {
    match *name {
        "before" => element.before(content(a, b)),
        "after" => element.after(content(a, b)),
        "prepend" => element.prepend(content(a, b)),
        "append" => element.append(content(a, b)),
        "replace" => element.replace(content(a, b)),
        "setInnerContent" => element.set_inner_content(content(a, b)),
        "remove" => element.remove(),
        "removeAndKeepContent" => element.remove_and_keep_content(),
        "setAttribute" => element.set_attribute(a, b.text()),
        "removeAttribute" => element.remove_attribute(a),
        "tagName" => element.set_tag_name(a),
        "describe" => {
            let attributes: Vec<_> = element
                .attributes()
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            let id = element.attribute("id");
            element.before(format!(
                "{} {} {} {}",
                element.tag_name(),
                attributes.join(","),
                id.as_deref().unwrap_or("null"),
                element.has_attribute("class"),
            ))
        }
        "endTag" => {
            let (text, rename) = (a.clone(), b.flag());
            let waiting = element.on_end_tag(move |tag| {
                tag.before(text)?;
                if rename { tag.set_name("end") } else { Ok(()) }
            });
            waiting.or_else(|_| element.after("void"))
        }
        other => panic!("{other}"),
    }
}

fn on_comment(comment: &mut Comment, (name, a, b): &Step) -> Result<()> {
    match *name {
        "before" => comment.before(content(a, b)),
        "after" => comment.after(content(a, b)),
        "replace" => comment.replace(content(a, b)),
        "remove" => comment.remove(),
        "text" => comment.set_text(a),
        other => panic!("{other}"),
    }
}

fn on_text(text: &mut Text, (name, a, b): &Step) -> Result<()> {
    match *name {
        "before" => text.before(content(a, b)),
        "after" => text.after(content(a, b)),
        "replace" => text.replace(content(a, b)),
        "remove" => text.remove(),
        "upper" if text.is_removed() => Ok(()),
        "upper" => text.replace(text.text().to_uppercase()),
        other => panic!("{other}"),
    }
}

async fn pause() {
    sleep(Duration::ZERO).await;
}

macro_rules! add {
    ($rewriter:ident, $rule:ident, $apply:ident, $sync:ident, $async:ident $(, $selector:expr)?) => {{
        let steps = $rule.steps.clone();
        if $rule.wait {
            $rewriter.$async($($selector,)? async move |token| {
                pause().await;
                steps.iter().try_for_each(|step| $apply(token, step))
            })
        } else {
            $rewriter.$sync($($selector,)? move |token| steps.iter().try_for_each(|step| $apply(token, step)))
        }
    }};
}

fn on_end(end: &mut worker_sdk::html_rewriter::DocumentEnd, (_, a, b): &Step) -> Result<()> {
    end.append(content(a, b))
}

fn rewriter(rules: &[Rule]) -> HtmlRewriter {
    rules.iter().fold(HtmlRewriter::new(), |rewriter, rule| {
        match (rule.kind, rule.selector) {
            ("element", Some(selector)) => {
                add!(rewriter, rule, on_element, element, element_async, selector)
            }
            ("comments", Some(selector)) => add!(
                rewriter,
                rule,
                on_comment,
                comments,
                comments_async,
                selector
            ),
            ("text", Some(selector)) => add!(rewriter, rule, on_text, text, text_async, selector),
            ("comments", None) => add!(
                rewriter,
                rule,
                on_comment,
                document_comments,
                document_comments_async
            ),
            ("text", None) => add!(rewriter, rule, on_text, document_text, document_text_async),
            ("end", None) => add!(rewriter, rule, on_end, document_end, document_end_async),
            other => panic!("{other:?}"),
        }
    })
}

/// The pieces reach the rewriter one by one, as those of the twin do: chunks of text end where they end.
fn page(pieces: &[String]) -> Response {
    let chunks: Vec<_> = pieces.iter().cloned().map(Ok).collect();
    let stream = ByteStream::from_stream(stream::iter(chunks));
    Response::new(Body::from_raw(stream.into_raw()))
}

#[worker_sdk::test]
async fn fifty_documents_are_those_of_javascript() -> Result<()> {
    let mut random = Random(2_026);
    let mut changed = 0;
    for number in 0..50 {
        let pieces = random.document();
        let rules: Vec<_> = (0..random.below(5) + 1).map(|_| random.rule()).collect();
        let (pieces_json, rules_json) = (
            serde_json::to_string(&pieces)?,
            serde_json::to_string(&rules)?,
        );
        let expected = js::outcome(twin(&pieces_json, &rules_json)).await;
        let expected = expected
            .strip_prefix("ok ")
            .unwrap_or_else(|| panic!("{expected}"));
        let rewritten = rewriter(&rules).transform(page(&pieces))?;
        assert_eq!(
            rewritten.read_text().await?,
            expected,
            "document {number}: {rules_json}"
        );
        changed += usize::from(expected != pieces.concat());
    }
    assert!(changed > 30, "{changed} documents were changed");
    assert_eq!(live_handlers(), 0);
    Ok(())
}

async fn rewritten(rewriter: HtmlRewriter, html: &'static str) -> Result<String> {
    rewriter.transform(Response::html(html))?.read_text().await
}

#[worker_sdk::test]
async fn the_parts_of_a_document() -> Result<()> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let note = |what: &'static str| {
        let seen = seen.clone();
        move |text: String| seen.borrow_mut().push(format!("{what} {text}"))
    };
    let (doctype, comment, inner, text, end, element, tag) = (
        note("doctype"),
        note("comment"),
        note("inner"),
        note("text"),
        note("end"),
        note("element"),
        note("tag"),
    );
    let rewriter = HtmlRewriter::new()
        .doctype(move |token| {
            doctype(format!(
                "{:?} {:?} {:?}",
                token.name(),
                token.public_id(),
                token.system_id()
            ));
            Ok(())
        })
        .document_comments(move |token| {
            comment(format!("{} {}", token.text(), token.is_removed()));
            token.remove()
        })
        .comments("p", move |token| {
            inner(format!("{} {}", token.text(), token.is_removed()));
            Ok(())
        })
        .text("p", move |token| {
            text(format!(
                "`{}` {}",
                token.text(),
                token.is_last_in_text_node()
            ));
            Ok(())
        })
        .element("p", move |token| {
            element(format!(
                "{} {} {}",
                token.tag_name(),
                token.namespace_uri(),
                token.is_removed()
            ));
            let tag = tag.clone();
            token.on_end_tag(move |token| {
                tag(token.name());
                token.after("!")?;
                token.remove()
            })
        })
        .document_end(move |token| {
            end(String::new());
            token.append(Content::html("<hr>"))
        });
    let html = "<!DOCTYPE html PUBLIC \"a\" \"b\"><!--top--><P>x &amp; y<!--in--></P>";
    let seen_html = rewritten(rewriter, html).await?;
    assert_eq!(
        seen_html,
        "<!DOCTYPE html PUBLIC \"a\" \"b\"><P>x &amp; y!<hr>"
    );
    assert_eq!(
        seen.borrow().as_slice(),
        [
            "doctype Some(\"html\") Some(\"a\") Some(\"b\")",
            "comment top false",
            "element p http://www.w3.org/1999/xhtml false",
            "text `x &amp; y` false",
            "text `` true",
            "inner in false",
            "comment in false",
            "tag p",
            "end ",
        ]
    );
    Ok(())
}

/// Bodies of every kind are content.
#[worker_sdk::test]
async fn content_that_is_a_stream() -> Result<()> {
    let rewriter = HtmlRewriter::new().element("i", |element| {
        element.before(Body::from("<1>"))?;
        element.prepend(Content::html(Body::from("<b>2</b>")))?;
        element.append(Content::html(Response::html("<b>3</b>").into_body()))?;
        let chunks = stream::iter([Ok("<"), Ok("4>")]);
        element.after(Body::from_stream(chunks))
    });
    assert_eq!(
        rewritten(rewriter, "<i></i>").await?,
        "&lt;1&gt;<i><b>2</b><b>3</b></i>&lt;4&gt;"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_a_handler_is_that_of_the_body() -> Result<()> {
    let fails = || HtmlRewriter::new().element("p", |_| Err(Error::new("no paragraphs here")));
    let error = rewritten(fails(), "<p>").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the body failed: Error: no paragraphs here"
    );

    let fails = HtmlRewriter::new().element_async("p", async |_| {
        pause().await;
        Err(Error::new("no paragraphs here"))
    });
    let error = rewritten(fails, "<p>").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the body failed: Error: no paragraphs here"
    );

    let fails = HtmlRewriter::new().element("p", |element| {
        element.on_end_tag(|_| Err(Error::new("no end")))
    });
    assert_eq!(
        message(rewritten(fails, "<p></p>").await),
        "reading the body failed: Error: no end"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses() -> Result<()> {
    let refused = |change: fn(&mut Element) -> Result<()>| async move {
        let rewriter = HtmlRewriter::new().element("img", change);
        message(rewritten(rewriter, "<img>").await)
    };
    for (change, expected) in [
        (
            (|element| element.set_attribute("a b", "")) as fn(&mut Element) -> _,
            "` ` character is forbidden in the attribute name",
        ),
        (
            |element| element.set_tag_name("a b"),
            "` ` character is forbidden in the tag name",
        ),
        (|element| element.on_end_tag(|_| Ok(())), "No end tag."),
    ] {
        let error = refused(change).await;
        assert_eq!(
            error,
            format!("reading the body failed: TypeError: Parser error: {expected}")
        );
    }
    let selected = HtmlRewriter::new().element("p:has(a)", |_| Ok(()));
    let error = selected.transform(Response::html("<p>")).unwrap_err();
    assert!(error.is_malformed(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("the rewriter does not understand the selector `p:has(a)`: TypeError: "),
        "{error}"
    );
    assert_eq!(live_handlers(), 0);
    Ok(())
}

/// What the handlers hold is dropped at the end of the document.
#[worker_sdk::test]
async fn handlers_are_dropped_with_the_document() -> Result<()> {
    let held = Rc::new(());
    let rewriter = || {
        let held = held.clone();
        HtmlRewriter::new().element("p", move |element| {
            let held = held.clone();
            element.on_end_tag(move |_| {
                drop(held);
                Ok(())
            })
        })
    };
    rewritten(rewriter(), "<p></p><p></p><p>").await?;
    assert_eq!(Rc::strong_count(&held), 1);
    drop(rewriter());
    assert_eq!(Rc::strong_count(&held), 1);
    assert_eq!(live_handlers(), 0);
    Ok(())
}
