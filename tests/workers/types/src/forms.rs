//! Forms, files and blobs.

use serde::Deserialize;
use worker_sdk::http::{Blob, File, FormData, FormValue};
use worker_sdk::url::SearchParams;
use worker_sdk::{Body, Env, Request, Result};

use crate::echoed;

fn form() -> FormData {
    let mut form = FormData::new();
    form.append("note", "ä & b");
    form.append(
        "file",
        File::new(b"\x00\xFF", "a\u{e9}.bin", "application/x-test"),
    );
    form.append("note", "second".to_owned());
    form
}

/// Through HTTP, so written and parsed by the platform.
pub(crate) async fn sent(env: &Env) -> Result<()> {
    let response = echoed(env, form()).await?;
    let kind = response.headers().get("content-type").unwrap_or_default();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    check(&response.read_form_data().await?).await?;

    let response = echoed(env, form()).await?;
    let kind = response.headers().get("content-type").unwrap_or_default();
    check(&response.into_body().form_data(&kind).await?).await?;
    let error = echoed(env, form())
        .await?
        .into_body()
        .form_data("multipart/form-data")
        .await;
    assert!(
        error.is_err_and(|error| error.is_malformed()),
        "the boundary is missing"
    );

    let params: SearchParams = [("a", "1 2"), ("a", "é")].into_iter().collect();
    let response = echoed(env, params).await?;
    let kind = response.headers().get("content-type").unwrap_or_default();
    assert_eq!(kind, "application/x-www-form-urlencoded;charset=UTF-8");
    let form = response.read_form_data().await?;
    assert_eq!(
        texts(&form),
        [("a", "1 2"), ("a", "é")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    Ok(())
}

async fn check(form: &FormData) -> Result<()> {
    assert_eq!(form.text("note").as_deref(), Some("ä & b"));
    assert!(form.has("file") && !form.has("nothing") && form.get("nothing").is_none());
    assert_eq!(form.get_all("note").len(), 2);
    assert!(form.text("file").is_none() && form.file("note").is_none());
    let names: Vec<_> = form.entries().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["note", "file", "note"]);
    let file = form
        .file("file")
        .ok_or_else(|| worker_sdk::Error::new("no file"))?;
    assert_eq!((file.name().as_str(), file.size()), ("aé.bin", 2));
    assert_eq!(file.content_type(), "application/x-test");
    assert!(file.last_modified().as_millis() > 0.0);
    assert_eq!(file.bytes().await?, b"\x00\xFF");
    assert_eq!(file.text().await?, "\0\u{FFFD}", "a file can be read again");
    assert_eq!(
        file.stream().try_next().await?.as_deref(),
        Some(&b"\x00\xFF"[..])
    );
    assert_eq!(Body::from(file).bytes().await?, b"\x00\xFF");
    Ok(())
}

fn texts(form: &FormData) -> Vec<(String, String)> {
    let entries = form.entries().into_iter();
    entries
        .filter_map(|(name, value)| Some((name, value.into_text()?)))
        .collect()
}

pub(crate) async fn built() -> Result<()> {
    check(&form()).await?;
    let mut form = form();
    form.set("note", "one");
    form.delete("file");
    assert_eq!(texts(&form), [("note".to_owned(), "one".to_owned())]);
    let form: FormData = [
        ("x", FormValue::from("1")),
        ("y", File::new("", "", "").into()),
    ]
    .into_iter()
    .collect();
    assert_eq!(form.into_iter().count(), 2);
    let body = Body::from("a=1")
        .form_data("application/x-www-form-urlencoded")
        .await?;
    assert_eq!(body.text("a").as_deref(), Some("1"));
    Ok(())
}

#[derive(Debug, PartialEq, Deserialize)]
struct Order {
    article: String,
    count: u32,
    gift: Option<bool>,
    #[serde(default)]
    tag: Vec<String>,
}

pub(crate) async fn typed() -> Result<()> {
    let mut form = FormData::new();
    for (name, value) in [
        ("article", "a&b=é"),
        ("count", "3"),
        ("tag", "x"),
        ("tag", "y z"),
    ] {
        form.append(name, value);
    }
    form.append("ignored", File::new("", "f", ""));
    let expected = Order {
        article: "a&b=é".into(),
        count: 3,
        gift: None,
        tag: vec!["x".into(), "y z".into()],
    };
    assert_eq!(form.parse::<Order>()?, expected);
    let mut request = crate::messages::post(form)?;
    assert_eq!(request.form_as::<Order>().await?, expected);
    let request = crate::messages::get("http://x/?article=a%26b%3D%C3%A9&count=3&tag=x&tag=y+z")?;
    assert_eq!(request.query_as::<Order>()?, expected);
    let error = crate::messages::get("http://x/?article=a&count=many")?.query_as::<Order>();
    assert_eq!(
        error.map_err(|error| (error.is_malformed(), error.to_string())),
        Err((
            true,
            "the fields are not the expected ones: count: `many` is not an integer of 32 bits without a sign; compare what \
             was sent with the type that it is read into"
                .into()
        ))
    );
    Ok(())
}

pub(crate) async fn malformed() -> Result<()> {
    for mut request in [
        crate::messages::post("text")?,
        crate::messages::get("http://x/")?,
    ] {
        let error = request.form_data().await.err();
        let error = error.ok_or_else(|| worker_sdk::Error::new("not a form"))?;
        assert!(
            error.is_malformed() && error.is_named("TypeError"),
            "{error}"
        );
    }
    let mut request = crate::messages::post(form())?;
    request.form_data().await?;
    let error = request
        .form_data()
        .await
        .err()
        .map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.starts_with("the body was read already")));
    Ok(())
}

pub(crate) async fn blobs() -> Result<()> {
    let blob = Blob::new("hello", "Text/Plain");
    assert_eq!(
        (blob.size(), blob.content_type().as_str()),
        (5, "text/plain")
    );
    let part = blob.slice(1, u64::MAX);
    assert_eq!(
        (part.text().await?.as_str(), part.content_type().as_str()),
        ("ello", "text/plain")
    );
    assert_eq!(part.bytes().await?, b"ello");
    assert_eq!(
        part.stream().try_next().await?.as_deref(),
        Some(&b"ello"[..])
    );
    let mut request: Request = crate::messages::post(blob)?;
    assert_eq!(
        request.header("content-type").as_deref(),
        Some("text/plain")
    );
    let received = request.blob().await?;
    assert_eq!(
        (received.size(), received.content_type().as_str()),
        (5, "text/plain")
    );
    assert!(request.blob().await.is_err(), "the body was read");
    let answer = worker_sdk::Response::text("hello").read_blob().await?;
    assert_eq!(answer.text().await?, "hello");
    Ok(())
}
