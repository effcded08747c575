use worker_sdk::html_rewriter::{Element, HtmlRewriter};

fn main() {
    let mut kept: Option<&mut Element> = None;
    let _ = HtmlRewriter::new().element("p", move |element| {
        kept = Some(element);
        Ok(())
    });
}
