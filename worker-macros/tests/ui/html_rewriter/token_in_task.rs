use worker_sdk::html_rewriter::HtmlRewriter;

fn main() {
    let _ = HtmlRewriter::new().element("p", |element| {
        worker_sdk::spawn(async move { element.remove() });
        Ok(())
    });
}
