//! Mail for the crate's own worker, and mail that is sent.

use runtime_events::seen;
use serde_json::json;
use wasm_bindgen::prelude::*;
use worker_sdk::email::{Attachment, Incoming, Mail, RawMail, Sender};
use worker_sdk::test::{self, Handled};
use worker_sdk::{Bindings, Env, Error, Result};

const FROM: &str = "ada@example.org";
const TO: &str = "shop@example.com";

async fn handled(subject: &str) -> Result<Handled> {
    let mail = Mail::new(FROM, subject).to(TO).text("hello");
    test::email(mail).await
}

#[worker_sdk::test]
async fn what_a_mail_is_known_by(env: Env) -> Result<()> {
    let raw = "Subject: some\r\n thing\r\n\r\nlast line";
    assert!(test::email((FROM, TO, raw)).deliver().await?.is_ok());
    let expected = json!({
        "subject": "some thing", "from": FROM, "to": TO, "size": raw.len(), "length": raw.len(), "forwardable": true,
        "last": "last line", "once": true, "answerable": false,
    });
    assert_eq!(seen(&env, "email").await?, [expected]);
    Ok(())
}

#[worker_sdk::test]
async fn forwarded_with_headers(env: Env) -> Result<()> {
    let handled = handled("forward").await?;
    assert!(handled.is_ok(), "{handled:?}");
    let forwards: Vec<_> = handled
        .forwards()
        .iter()
        .map(|mail| (mail.to.as_str(), mail.headers.clone()))
        .collect();
    let header = ("x-kept".to_owned(), "yes".to_owned());
    assert_eq!(
        forwards,
        [
            ("inbox@example.com", vec![]),
            ("archive@example.com", vec![header])
        ]
    );
    assert_eq!(seen(&env, "email").await?, [json!({"forwarded": true})]);
    assert_eq!((handled.rejected(), handled.replies().len()), (None, 0));
    Ok(())
}

#[worker_sdk::test]
async fn answered() -> Result<()> {
    let raw =
        "Subject: reply\r\nMessage-ID: <1@example.org>\r\nReferences: <0@example.org>\r\n\r\nhello";
    let handled = test::email((FROM, TO, raw)).deliver().await?;
    assert!(handled.is_ok(), "{handled:?}");
    let [reply] = handled.replies() else {
        panic!("{handled:?}");
    };
    assert_eq!((reply.from.as_str(), reply.to.as_str()), (TO, FROM));
    for part in [
        "From: =?UTF-8?B?RGVyIFTDtnBmZXI=?= <shop@example.com>\r\nTo: ada@example.org\r\n",
        "In-Reply-To: <1@example.org>\r\n",
        "References: <0@example.org> <1@example.org>\r\n",
        "Z3LDvMOfZQ==\r\n",
        "filename=\"bill.txt\"",
    ] {
        assert!(reply.raw.contains(part), "{part}\n\n{}", reply.raw);
    }
    Ok(())
}

/// Two workers that answer each other would not come to an end.
#[worker_sdk::test]
async fn an_answer_is_not_answered(env: Env) -> Result<()> {
    let raw = "Subject: reply\r\nMessage-ID: <1@example.org>\r\n\r\nhello";
    let handled = test::email((FROM, TO, raw)).deliver().await?;
    let reply = handled.replies()[0].raw.as_str();
    assert!(
        reply.contains("Auto-Submitted: auto-replied\r\n"),
        "{reply}"
    );
    let by_person = "Subject: other\r\nMessage-ID: <1@example.org>\r\n\r\nhello";
    for (raw, is_answered) in [(reply, false), (by_person, true)] {
        test::email((FROM, TO, raw)).deliver().await?;
        let seen = seen(&env, "email").await?;
        assert_eq!(seen.last().unwrap()["answerable"], is_answered, "{raw}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_an_answer_says_of_itself_stays() -> Result<()> {
    let raw = "Subject: reply-by-hand\r\nMessage-ID: <1@example.org>\r\n\r\nhello";
    let handled = test::email((FROM, TO, raw)).deliver().await?;
    let reply = handled.replies()[0].raw.as_str();
    for own in [
        "auto-submitted: no\r\n",
        "in-reply-to: <own@example.org>\r\n",
        "REFERENCES: <older@example.org>\r\n",
    ] {
        assert!(reply.contains(own), "{own}: {reply}");
    }
    for other in ["Auto-Submitted", "In-Reply-To", "References"] {
        assert!(!reply.contains(other), "{other}: {reply}");
    }
    Ok(())
}

async fn answered_as(subject: &str) -> Result<Handled> {
    let raw = format!("Subject: {subject}\r\nMessage-ID: <1@example.org>\r\n\r\nhello");
    test::email((FROM, TO, raw)).deliver().await
}

#[worker_sdk::test]
async fn the_sender_may_be_named_in_an_answer() -> Result<()> {
    let handled = answered_as("reply-to").await?;
    let [reply] = handled.replies() else {
        panic!("{handled:?}");
    };
    let to = "To: \"Ada\" <ADA@EXAMPLE.ORG>\r\n";
    assert!(reply.raw.contains(to), "{}", reply.raw);
    assert_eq!(reply.to, FROM);
    Ok(())
}

/// The platform would send it to the sender alone, and say that all is well.
#[worker_sdk::test]
async fn an_answer_to_others_is_refused() -> Result<()> {
    for subject in [
        "reply-to-both",
        "reply-to-other",
        "reply-cc",
        "reply-bcc",
        "reply-raw-to-other",
    ] {
        let handled = answered_as(subject).await?;
        assert!(handled.replies().is_empty(), "{subject}");
        let error = handled.error().unwrap().to_string();
        let says = "to the sender of the received mail alone, `ada@example.org`, so it would not reach `bob@example.org`";
        assert!(error.contains(says), "{subject}: {error}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn answered_with_raw_mail() -> Result<()> {
    let handled = handled("reply-raw").await?;
    assert_eq!(
        handled.replies()[0].raw,
        "From: shop@example.com\r\nMessage-ID: <r@example.com>\r\n\r\nhello"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_answer_to_nothing() -> Result<()> {
    let raw = "Subject: reply\r\n\r\nhello";
    let handled = test::email((FROM, TO, raw)).deliver().await?;
    let error = handled.error().unwrap().to_string();
    assert!(error.contains("no `Message-ID`"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn an_answer_to_a_machine() -> Result<()> {
    for subject in ["reply", "reply-raw"] {
        let raw = format!(
            "Subject: {subject}\r\nMessage-ID: <1@b>\r\nAuto-Submitted: auto-replied\r\n\r\nhello"
        );
        let handled = test::email((FROM, TO, raw)).deliver().await?;
        let error = handled.error().unwrap().to_string();
        assert!(error.contains("its header `auto-submitted`"), "{error}");
        assert!(handled.replies().is_empty());
    }
    Ok(())
}

#[worker_sdk::test]
async fn the_subject_of_the_answer_is_that_of_the_mail() -> Result<()> {
    let handled = handled("Grüße 🦀").await?;
    let [reply] = handled.replies() else {
        panic!("{handled:?}");
    };
    // base64 of `Re: Grüße 🦀`.
    let subject = "\r\nSubject: =?UTF-8?B?UmU6IEdyw7zDn2Ug8J+mgA==?=\r\n";
    assert!(reply.raw.contains(subject), "{}", reply.raw);
    Ok(())
}

#[wasm_bindgen(
    inline_js = "export const mail_about = (subject) => ({ headers: new Headers({ subject }) });"
)]
extern "C" {
    fn mail_about(subject: &str) -> JsValue;
}

#[worker_sdk::test]
fn subjects_are_decoded() {
    for (sent, read) in [
        ("plain = text?", "plain = text?"),
        ("Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?= to all", "Re: Grüße to all"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?ISO-8859-1?Q?a?= b", "a b"),
        ("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"),
        ("=?ISO-8859-1?Q?a_b?=", "a b"),
        ("=?ISO-8859-1?Q?=E4?=  =?ISO-8859-2?Q?_=E8?=", "ä č"),
        ("=?UTF-8?B?8J8=?= =?UTF-8?B?poA=?=", "🦀"),
        ("=?UTF-8*de?Q?=C3=A4?=", "ä"),
        ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?x-unknown?Q?a?= =?UTF-8?Q?b?=", "=?x-unknown?Q?a?= b"),
        ("=?UTF-8?B?!?= x", "=?UTF-8?B?!?= x"),
        ("=?UTF-8?Q??=", ""),
    ] {
        let mail = Incoming::from_raw(mail_about(sent));
        assert_eq!(mail.subject().as_deref(), Some(read), "{sent}");
    }
}

#[worker_sdk::test]
async fn rejected() -> Result<()> {
    let handled = handled("reject").await?;
    assert_eq!(
        (handled.is_ok(), handled.rejected().as_deref()),
        (true, Some("not today"))
    );
    Ok(())
}

#[worker_sdk::test]
async fn handlers_that_fail() -> Result<()> {
    for (subject, message) in [
        ("err", "out of paper"),
        ("panic", "fell over"),
        ("panic-late", "fell over late"),
        ("throw", "thrown by JavaScript"),
    ] {
        let handled = handled(subject).await?;
        assert_eq!(handled.outcome(), "exception", "{subject}");
        let error = handled.error().unwrap().to_string();
        assert!(error.contains(message), "{subject}: {error}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_mail_is_sent(env: Env) -> Result<()> {
    let mail = Mail::new(("The shop", TO), "hello 🦀")
        .to(FROM)
        .to(("Bob", "bob@example.org"))
        .cc("cc@example.org")
        .bcc("bcc@example.org")
        .reply_to("desk@example.com")
        .header("X-Order", "42")
        .text("t")
        .html("<b>h</b>")
        .attach(Attachment::new("a.txt", "text/plain", "x"))
        .attach(Attachment::inline("i", "i.png", "image/png", [1, 2]));
    let sent = env.email("MAIL")?.send(mail).await?;
    assert!(sent.message_id.unwrap().ends_with("@example.com>"));
    Ok(())
}

#[worker_sdk::test]
async fn raw_mail_is_sent(env: Env) -> Result<()> {
    let sender = env.email("MAIL")?;
    let mime = Mail::new(TO, "grüße")
        .to(FROM)
        .text("t")
        .html("h")
        .to_mime()?;
    for raw in [
        RawMail::new(TO, FROM, mime.clone()),
        RawMail::new(TO, FROM, mime.clone().into_bytes()),
    ] {
        assert!(sender.send(raw).await?.message_id.is_some());
    }
    let error = sender
        .send(RawMail::new(TO, FROM, "Subject: x\r\n\r\ny"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("message-id"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn mail_that_is_refused(env: Env) -> Result<()> {
    let sender = env.email("MAIL")?;
    let error = sender
        .send(Mail::new("other@example.com", "s").to(FROM).text("t"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("not allowed"), "{error}");
    let error = sender.send(Mail::new(TO, "s").text("t")).await.unwrap_err();
    assert!(
        error.to_string().starts_with("a mail has no recipient"),
        "{error}"
    );
    Ok(())
}

#[wasm_bindgen(inline_js = "export const sender = (code) => ({
  send(mail) {
    if (code) throw Object.assign(new Error('refused'), { code });
    return Promise.resolve({ messageId: JSON.stringify(mail) });
  },
});")]
extern "C" {
    fn sender(code: &JsValue) -> JsValue;
}

#[worker_sdk::test]
async fn codes_of_errors() {
    let refused = |code: &str| {
        let sender = Sender::from_raw(sender(&JsValue::from_str(code)));
        async move { sender.send(Mail::new(TO, "s").to(FROM)).await.unwrap_err() }
    };
    let code = |error: &Error| error.email_code().unwrap_or_default();
    let error = refused("E_RECIPIENT_SUPPRESSED").await;
    assert_eq!(
        (code(&error).as_str(), error.is_rate_limited()),
        ("E_RECIPIENT_SUPPRESSED", false)
    );
    assert!(refused("E_RATE_LIMIT_EXCEEDED").await.is_rate_limited());
    assert!(refused("E_CONTENT_TOO_LARGE").await.is_too_large());
    assert_eq!(code(&refused("ENOENT").await), "");
}

#[worker_sdk::test]
async fn the_platform_gets_what_it_documents() -> Result<()> {
    let mail = Mail::new(("Shop", TO), "s")
        .to(FROM)
        .to(("Bob", "b@example.org"))
        .cc("c@example.org")
        .header("X-A", "b")
        .text("t")
        .attach(Attachment::inline("i", "i.png", "image/png", [7]));
    let sent = Sender::from_raw(sender(&JsValue::UNDEFINED))
        .send(mail)
        .await?;
    let got: serde_json::Value = serde_json::from_str(&sent.message_id.unwrap())?;
    let expected = json!({
        "from": {"name": "Shop", "email": TO}, "subject": "s",
        "to": [FROM, {"name": "Bob", "email": "b@example.org"}], "cc": "c@example.org",
        "headers": {"X-A": "b"}, "text": "t",
        "attachments": [{
            "disposition": "inline", "contentId": "i", "filename": "i.png", "type": "image/png", "content": {"0": 7},
        }],
    });
    assert_eq!(got, expected);
    Ok(())
}

#[derive(Bindings)]
struct App {
    mail: Sender,
    missing: Option<Sender>,
}

#[worker_sdk::test]
async fn a_sender_is_a_binding(app: App, env: Env) -> Result<()> {
    let mail = || Mail::new(TO, "s").to(FROM).text("t");
    Sender::from_raw(app.mail.clone().into_raw())
        .send(mail())
        .await?;
    assert!(app.missing.is_none() && app.mail.as_raw().is_object());
    assert_eq!(
        env.email("NONE").unwrap_err().to_string(),
        "no binding named `NONE` in this environment; add it to `send_email` in the configuration file"
    );
    assert!(env.email("TEXT").unwrap_err().is_malformed());
    assert!(Incoming::from_raw(JsValue::UNDEFINED).from().is_empty());
    Ok(())
}
