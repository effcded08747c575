//! Forms whose fields are read one after the other.

use worker_sdk::extract::BodyLimit;
use worker_sdk::http::multipart::Field;
use worker_sdk::http::{File, FormData, Method, Multipart, StatusCode};
use worker_sdk::router::{Router, post};
use worker_sdk::streams::channel;
use worker_sdk::{Body, Error, Headers, HttpError, Request, Result, spawn, test};

use crate::{turn, waits};

const TYPE: &str = "multipart/form-data; boundary=x";

fn form(text: &str) -> Body {
    text.replace('\n', "\r\n").into()
}

fn multipart(text: &str) -> Result<Multipart> {
    form(text).into_multipart(TYPE)
}

/// A field with its content.
fn part(head: &str, content: &str) -> String {
    format!("--x\ncontent-disposition: form-data; {head}\n\n{content}\n")
}

/// All that there is to know of a form.
async fn described(mut form: Multipart) -> Result<Vec<(String, Option<String>, String, Vec<u8>)>> {
    let mut fields = Vec::new();
    while let Some(field) = form.try_next().await? {
        let name = field.name().to_owned();
        let file = field.file_name().map(ToOwned::to_owned);
        let kind = field.content_type().unwrap_or_default().to_owned();
        fields.push((name, file, kind, field.bytes().await?));
    }
    Ok(fields)
}

#[worker_sdk::test]
async fn what_the_platform_writes_is_read() -> Result<()> {
    let bytes: Vec<u8> = (0..100_000).map(|at| (at % 251) as u8).collect();
    let mut sent = FormData::new();
    sent.append("note", "ä & b\r\n--");
    sent.append("a \"name\"", "");
    sent.append(
        "file",
        File::new(&bytes[..], "a\u{e9} \"b\".bin", "application/x-test"),
    );
    sent.append("note", "again");
    sent.append("empty", File::new("", "", "text/plain"));
    let url = "http://worker.test";
    let mut request = Request::from_parts(Method::POST, url, Headers::new(), sent)?;
    let read = described(request.multipart()?).await?;
    let text = |name: &str, text: &str| {
        (
            name.to_owned(),
            None,
            String::new(),
            text.as_bytes().to_vec(),
        )
    };
    let file = |name: &str, file: &str, kind: &str, bytes: Vec<u8>| {
        (
            name.to_owned(),
            Some(file.to_owned()),
            kind.to_owned(),
            bytes,
        )
    };
    let expected = [
        text("note", "ä & b\r\n--"),
        text("a \"name\"", ""),
        file("file", "a\u{e9} \"b\".bin", "application/x-test", bytes),
        text("note", "again"),
        (
            "empty".to_owned(),
            None,
            "text/plain".to_owned(),
            Vec::new(),
        ),
    ];
    assert_eq!(read, expected);
    Ok(())
}

/// As browsers, curl and others write them.
#[worker_sdk::test]
async fn names_are_those_that_the_platform_reads() -> Result<()> {
    let heads = [
        "name=\"a b\"",
        "name=\"a\\\"b\"",
        "name=\"é\"",
        "name=\"a;b\"; filename=\"c=d.txt\"",
        "name=\"none chosen\"; filename=\"\"",
    ];
    let text: String = heads.iter().map(|head| part(head, "1")).collect();
    let text = text + "--x--\n";
    let ours = described(multipart(&text)?).await?;
    let theirs = form(&text).form_data(TYPE).await?.entries();
    let names: Vec<_> = theirs.iter().map(|(name, _)| name.as_str()).collect();
    let our_names: Vec<_> = ours.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(our_names, names);
    let files = theirs.into_iter().map(|(_, value)| value.into_file());
    let files: Vec<_> = files.map(|file| file.map(|file| file.name())).collect();
    let our_files: Vec<_> = ours.into_iter().map(|(_, file, ..)| file).collect();
    assert_eq!(our_files, files);
    Ok(())
}

#[worker_sdk::test]
async fn a_field_comes_before_the_form_is_there() -> Result<()> {
    let (mut sender, stream) = channel();
    let mut form = Body::from(stream).into_multipart(TYPE)?;
    let begin = part("name=a", "one").replace('\n', "\r\n");
    let (begin, rest) = begin.split_at(begin.len() - 3);
    sender.send(begin).await?;
    let mut field = form.try_next().await?.ok_or_else(nothing)?;
    assert_eq!(field.name(), "a");
    assert_eq!(field.try_next().await?.as_deref(), Some(&b"on"[..]));
    assert!(waits(field.try_next()).await);
    sender.send(rest).await?;
    assert_eq!(field.try_next().await?.as_deref(), Some(&b"e"[..]));
    assert!(waits(field.try_next()).await, "that may be a boundary");
    sender.send("--x--").await?;
    assert_eq!(field.try_next().await?, None);
    assert!(form.try_next().await?.is_none(), "the stream has not ended");
    Ok(())
}

fn nothing() -> Error {
    Error::new("there is no field")
}

#[worker_sdk::test]
async fn fields_are_skipped_and_passed() -> Result<()> {
    let text = part("name=a", "1") + &part("name=b", "2") + &part("name=c", "3") + "--x--";
    let mut form = multipart(&text)?;
    let first = form.try_next().await?.ok_or_else(nothing)?;
    let second = form.try_next().await?.ok_or_else(nothing)?;
    assert_eq!(second.name(), "b");
    let error = first.text().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the form has gone on to another field; read a field before you ask for the next one"
    );
    assert_eq!(second.text().await?, "2");
    let last = form.try_next().await?.ok_or_else(nothing)?;
    drop(form);
    assert_eq!(
        Body::from(last).text().await?,
        "3",
        "the form is not needed"
    );
    Ok(())
}

#[worker_sdk::test]
async fn who_waits_for_a_field_is_told_that_it_was_passed() -> Result<()> {
    let (mut sender, stream) = channel();
    let mut form = Body::from(stream).into_multipart(TYPE)?;
    sender
        .send(part("name=a", "1").replace('\n', "\r\n"))
        .await?;
    let field = form.try_next().await?.ok_or_else(nothing)?;
    let reading = spawn(field.text());
    turn().await;
    assert!(waits(form.try_next()).await, "that may be a boundary");
    let error = reading.await?.unwrap_err();
    assert!(error.to_string().starts_with("the form has gone on"));
    sender.send("--x--").await?;
    assert!(form.try_next().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn what_is_read_at_once_has_a_limit() -> Result<()> {
    let text = part("name=a", "12345") + "--x--";
    for (limit, is_read) in [(5, true), (4, false)] {
        let mut form = multipart(&text)?.max_field_length(limit);
        let field = form.try_next().await?.ok_or_else(nothing)?;
        let error = match field.text().await {
            Ok(text) => {
                assert!(is_read && text == "12345");
                continue;
            }
            Err(error) => error,
        };
        assert!(!is_read && error.is_too_large());
        assert_eq!(
            error.to_string(),
            "the field `a` is larger than 4 bytes; allow more with `max_field_length`, or read it as a stream"
        );
        assert!(form.try_next().await?.is_none(), "the form goes on");
    }
    let large = part("name=a", &"x".repeat(2 * 1024 * 1024 + 1)) + "--x--";
    let mut form = multipart(&large)?;
    let field = form.try_next().await?.ok_or_else(nothing)?;
    assert!(field.bytes().await.is_err_and(|error| error.is_too_large()));
    let mut form = multipart(&large)?;
    let field = form.try_next().await?.ok_or_else(nothing)?;
    let whole = Body::from(field).bytes().await?;
    assert_eq!(whole.len(), 2 * 1024 * 1024 + 1, "a stream has no limit");
    Ok(())
}

#[worker_sdk::test]
async fn the_whole_has_a_limit() -> Result<()> {
    let text = part("name=a", "1") + &part("name=b; filename=b", &"x".repeat(100)) + "--x--";
    let length = text.replace('\n', "\r\n").len() as u64;
    assert_eq!(
        described(multipart(&text)?.max_length(length)).await?.len(),
        2
    );
    let (mut sender, stream) = channel();
    let mut form = Body::from(stream)
        .into_multipart(TYPE)?
        .max_length(length - 1);
    let text = text.replace('\n', "\r\n");
    let (first, second) = text.split_at(text.len() - 10);
    sender.send(first).await?;
    form.try_next().await?.ok_or_else(nothing)?;
    let mut file = form.try_next().await?.ok_or_else(nothing)?;
    assert!(file.try_next().await?.is_some());
    sender.send(second).await?;
    let error = file.try_next().await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        format!(
            "the form is larger than {} bytes; allow more with `max_length`",
            length - 1
        )
    );
    assert!(form.try_next().await.is_err(), "it stays so");
    Ok(())
}

async fn failure(text: &str) -> (Error, u16) {
    let read = async { described(multipart(text)?).await };
    let status = HttpError::from(read.await.unwrap_err()).status();
    let read = async { described(multipart(text)?).await };
    (read.await.unwrap_err(), status.as_u16())
}

#[worker_sdk::test]
async fn malformed_forms_say_what_is_wrong() {
    let cases = [
        (
            "--y--",
            "the form does not have the boundary that its content type names; send the content type that belongs to it",
        ),
        (
            "--x\ncontent-disposition: form-data; name=a\n\n1",
            "the form ends before its last boundary; send all of it, up to the boundary with two hyphens behind",
        ),
        (
            "--xy\n\n--x--",
            "the form has text behind a boundary; choose a boundary that is in no field",
        ),
        (
            "--x\nno colon\n\n1\n--x--",
            "a header of a field has no colon; write `name: value`",
        ),
        (
            "--x\ncontent-type: text/plain\n\n1\n--x--",
            "a field has no name; give it a header `content-disposition: form-data; name=\"…\"`",
        ),
    ];
    for (text, said) in cases {
        let (error, status) = failure(text).await;
        assert_eq!((error.to_string().as_str(), status), (said, 400));
        assert!(error.is_malformed());
    }
    let long = part(&format!("name={}", "x".repeat(16 * 1024)), "1") + "--x--";
    let (error, status) = failure(&long).await;
    assert!(error.is_too_large());
    assert_eq!(
        (error.to_string().as_str(), status),
        (
            "the headers of a field are longer than 16384 bytes; send shorter names",
            413
        )
    );
}

#[worker_sdk::test]
async fn a_form_stays_malformed() -> Result<()> {
    let mut form = multipart(&part("name=a", "1"))?;
    let field = form.try_next().await?.ok_or_else(nothing)?;
    assert!(field.text().await.is_err_and(|error| error.is_malformed()));
    for _ in 0..2 {
        assert!(
            form.try_next()
                .await
                .is_err_and(|error| error.is_malformed())
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_body_that_fails() -> Result<()> {
    let (mut sender, stream) = channel();
    sender
        .send(part("name=a", "1").replace('\n', "\r\n"))
        .await?;
    sender.fail(Error::new("the client went away"));
    let mut form = Body::from(stream).into_multipart(TYPE)?;
    let field = form.try_next().await?.ok_or_else(nothing)?;
    let error = field.text().await.unwrap_err();
    assert_eq!(error.to_string(), "the client went away");
    assert!(form.try_next().await.is_err(), "it is not taken for whole");
    Ok(())
}

#[worker_sdk::test]
async fn bodies_of_another_type() -> Result<()> {
    let error = form("").into_multipart("text/plain").unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "the content type of the body is `text/plain`; send `multipart/form-data` with its `boundary`"
    );
    let url = "http://worker.test";
    let mut request = Request::from_parts(Method::POST, url, Headers::new(), vec![1])?;
    let error = request.multipart().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body has no content type; send `multipart/form-data` with its `boundary`"
    );
    let mut request = Request::from_parts(Method::POST, url, Headers::new(), FormData::new())?;
    assert!(request.multipart()?.try_next().await?.is_none());
    assert!(request.is_body_used());
    let error = request.multipart().unwrap_err();
    assert!(error.to_string().starts_with("the body was read already"));
    Ok(())
}

async fn sizes(mut form: Multipart) -> Result<String, HttpError> {
    let mut sizes = String::new();
    while let Some(field) = form.try_next().await? {
        sizes += &format!("{} ", size(field).await?);
    }
    Ok(sizes)
}

async fn size(mut field: Field) -> Result<usize> {
    if field.file_name().is_none() {
        return Ok(field.bytes().await?.len());
    }
    let mut size = 0;
    while let Some(chunk) = field.try_next().await? {
        size += chunk.len();
    }
    Ok(size)
}

#[worker_sdk::test]
async fn as_a_parameter_of_a_handler() -> Result<()> {
    let limited = post(sizes).layer(BodyLimit::new(200));
    let router: Router = Router::new()
        .route("/", post(sizes))
        .route("/limited", limited);
    let file = |length| part("name=f; filename=f", &"x".repeat(length));
    let field = |length| part("name=a", &"x".repeat(length)) + "--x--";
    let large = 2 * 1024 * 1024 + 1;
    let cases = [
        ("/", file(large) + &field(5), 200, "2097153 5 "),
        (
            "/",
            field(large),
            413,
            "\"the field `a` is larger than 2097152 bytes\"",
        ),
        ("/limited", field(100), 200, "100 "),
        (
            "/limited",
            file(200) + &field(1),
            413,
            "\"the form is larger than 200 bytes\"",
        ),
        ("/", file(1), 400, "the form ends before its last boundary"),
    ];
    for (path, text, status, said) in cases {
        let request = Request::post(format!("http://worker.test{path}"))
            .header("content-type", TYPE)
            .body(form(&text));
        let (answered, text) = answer(&router, request.build()?).await?;
        assert_eq!(answered.as_u16(), status, "{text}");
        assert!(text.contains(said), "{text}");
    }
    let request = Request::post("http://worker.test/").body("text").build()?;
    let (status, text) = answer(&router, request).await?;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(text.contains("send `multipart/form-data`"), "{text}");
    Ok(())
}

async fn answer(router: &Router, request: Request) -> Result<(StatusCode, String)> {
    let response = router.handle_with(request, test::env(), ()).await?;
    Ok((response.status(), response.read_text().await?))
}
