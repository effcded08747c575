//! Objects as answers to requests. What a file server has to know stands in `tests/e2e`.

use wasm_bindgen::prelude::*;
use worker_sdk::http::RequestBuilder;
use worker_sdk::r2::{Bucket, HttpMetadata};
use worker_sdk::{Env, Request, Response, Result};

/// A bucket that has ten bytes, and nothing of what is asked for.
#[wasm_bindgen(inline_js = r#"
export const finding_nothing = () => {
  const bucket = { is_cancelled: false };
  bucket.get = async (key) => ({
    key,
    size: 10,
    etag: "seven",
    httpEtag: '"seven"',
    uploaded: new Date(0),
    httpMetadata: {},
    body: new ReadableStream({ cancel: () => void (bucket.is_cancelled = true) }),
  });
  return bucket;
};
export const is_cancelled = (bucket) => bucket.is_cancelled;
"#)]
extern "C" {
    fn finding_nothing() -> JsValue;
    fn is_cancelled(bucket: &JsValue) -> bool;
}

/// Stores a page with a script, and this disposition.
async fn page(bucket: &Bucket, key: &str, disposition: Option<&str>) -> Result<()> {
    let mut metadata = HttpMetadata::new().content_type("text/html");
    metadata.content_disposition = disposition.map(ToOwned::to_owned);
    let page = "<script>alert(1)</script>";
    bucket.put(key, page).http_metadata(metadata).await?;
    Ok(())
}

fn get() -> RequestBuilder {
    Request::get("https://a.example")
}

async fn served(bucket: &Bucket, key: &str, request: RequestBuilder) -> Result<Response> {
    bucket.serve(key, &request.build()?).attachment().await
}

fn says(response: &Response) -> [Option<String>; 2] {
    let headers = response.headers();
    ["content-disposition", "x-content-type-options"].map(|name| headers.get(name))
}

#[worker_sdk::test]
async fn attachments_are_named_by_their_keys(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    for (key, disposition) in [
        ("a.html", "attachment; filename=\"a.html\""),
        ("dir/my page.html", "attachment; filename=\"my page.html\""),
        ("ä.html", "attachment; filename*=UTF-8''%C3%A4.html"),
        (
            "a\"; x=\".html",
            "attachment; filename*=UTF-8''a%22%3B%20x%3D%22.html",
        ),
        ("a\".html", "attachment; filename*=UTF-8''a%22.html"),
        ("a\r\nb: c", "attachment; filename*=UTF-8''a%0D%0Ab%3A%20c"),
        ("dir/", "attachment"),
    ] {
        page(&bucket, key, None).await?;
        let answer = served(&bucket, key, get()).await?;
        let expected = [disposition, "nosniff"].map(|text| Some(text.to_owned()));
        assert_eq!((answer.status().as_u16(), says(&answer)), (200, expected));
        assert_eq!(answer.read_text().await?, "<script>alert(1)</script>");
    }
    Ok(())
}

#[worker_sdk::test]
async fn only_a_stored_attachment_keeps_its_disposition(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let named = "attachment; filename=\"a.html\"";
    for (stored, disposition) in [
        ("attachment; filename=b.html", "attachment; filename=b.html"),
        ("Attachment ;filename=b.html", "Attachment ;filename=b.html"),
        ("attachment", "attachment"),
        ("inline; filename=b.html", named),
        ("inline; attachment", named),
        ("attachments", named),
    ] {
        page(&bucket, "a.html", Some(stored)).await?;
        let answer = served(&bucket, "a.html", get()).await?;
        assert_eq!(says(&answer)[0].as_deref(), Some(disposition), "{stored}");
        let shown = bucket.serve("a.html", &get().build()?).await?;
        assert_eq!(says(&shown), [Some(stored.to_owned()), None]);
    }
    Ok(())
}

/// A part, a description and the word that nothing has changed are answers of an attachment, too.
#[worker_sdk::test]
async fn an_attachment_is_one_in_each_answer(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    page(&bucket, "a.html", None).await?;
    let etag = bucket.head("a.html").await?.unwrap().http_etag();
    for (request, status) in [
        (Request::head("https://a.example"), 200),
        (get().header("range", "bytes=0-7"), 206),
        (get().header("if-none-match", &etag), 304),
    ] {
        let answer = served(&bucket, "a.html", request).await?;
        let expected = ["attachment; filename=\"a.html\"", "nosniff"];
        assert_eq!(
            (answer.status().as_u16(), says(&answer)),
            (status, expected.map(|text| Some(text.to_owned())))
        );
    }
    let missing = served(&bucket, "none", get()).await?;
    assert_eq!(
        (missing.status().as_u16(), says(&missing)),
        (404, [None, None])
    );
    Ok(())
}

/// An answer with 206 says which bytes it has, so it has one at least.
#[worker_sdk::test]
async fn a_range_without_a_byte_is_refused(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("empty", "").await?;
    bucket.put("ten", "0123456789").await?;
    for (key, range, status, told, text) in [
        (
            "empty",
            "bytes=0-9",
            416,
            "bytes */0",
            "range not satisfiable",
        ),
        (
            "empty",
            "bytes=0-",
            416,
            "bytes */0",
            "range not satisfiable",
        ),
        (
            "ten",
            "bytes=10-19",
            416,
            "bytes */10",
            "range not satisfiable",
        ),
        (
            "ten",
            "bytes=99-100",
            416,
            "bytes */10",
            "range not satisfiable",
        ),
        (
            "ten",
            "bytes=10-",
            416,
            "bytes */10",
            "range not satisfiable",
        ),
        ("ten", "bytes=9-19", 206, "bytes 9-9/10", "9"),
    ] {
        let request = get().header("range", range).build()?;
        let answer = bucket.serve(key, &request).await?;
        let found = answer.headers().get("content-range");
        assert_eq!(
            (answer.status().as_u16(), found.as_deref()),
            (status, Some(told)),
            "{key}: {range}"
        );
        assert_eq!(answer.read_text().await?, text, "{key}: {range}");
    }
    let whole = get()
        .header("range", "bytes=10-19")
        .header("if-range", "\"other\"");
    let answer = bucket.serve("ten", &whole.build()?).await?;
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(answer.read_text().await?, "0123456789");
    Ok(())
}

#[worker_sdk::test]
async fn what_has_no_byte_of_a_range_is_not_sent() -> Result<()> {
    let bucket = Bucket::from_raw(finding_nothing());
    let request = get().header("range", "bytes=10-19").build()?;
    let answer = bucket.serve("ten", &request).await?;
    let told = answer.headers().get("content-range");
    assert_eq!(
        (answer.status().as_u16(), told.as_deref()),
        (416, Some("bytes */10"))
    );
    assert!(is_cancelled(bucket.as_raw()));
    Ok(())
}
