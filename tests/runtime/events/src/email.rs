//! Mail whose subject says what is to be done.

use serde_json::json;
use worker_sdk::email::{Attachment, Incoming, Mail, RawMail};
use worker_sdk::{Env, Result, event};

use crate::faults::{FAULTS, fault};

#[event(email)]
async fn receive(message: Incoming, env: Env) -> Result<()> {
    let subject = message.subject().unwrap_or_default();
    match subject.as_str() {
        "forward" => {
            message.forward("inbox@example.com").await?;
            let tagged = message.forward("archive@example.com");
            let sent = tagged.header("X-Kept", "yes").await?;
            keep(&env, json!({"forwarded": sent.message_id.is_some()})).await
        }
        "reply" | "Grüße 🦀" => {
            let bill = Attachment::new("bill.txt", "text/plain", "450");
            let mail = Mail::new(("Der Töpfer", message.to()), format!("Re: {subject}"))
                .text("grüße")
                .attach(bill);
            message.reply(mail).await.map(drop)
        }
        "reply-by-hand" => {
            let mail = Mail::new(message.to(), "Re: mail").text("Ada wrote this");
            let mail = mail
                .header("auto-submitted", "no")
                .header("in-reply-to", "<own@example.org>")
                .header("REFERENCES", "<older@example.org>");
            message.reply(mail).await.map(drop)
        }
        "reply-to" | "reply-to-both" | "reply-to-other" | "reply-cc" | "reply-bcc" => {
            let mail = Mail::new(message.to(), "Re: mail").text("hello");
            let mail = match subject.as_str() {
                "reply-to" => mail.to(("Ada", message.from().to_uppercase())),
                "reply-to-both" => mail.to(message.from()).to("bob@example.org"),
                "reply-to-other" => mail.to("bob@example.org"),
                "reply-cc" => mail.to(message.from()).cc("bob@example.org"),
                _ => mail.bcc("bob@example.org"),
            };
            message.reply(mail).await.map(drop)
        }
        "reply-raw-to-other" => {
            let mail = RawMail::new(message.to(), "bob@example.org", "Subject: x\r\n\r\nhello");
            message.reply(mail).await.map(drop)
        }
        "reply-raw" => {
            let raw = format!(
                "From: {}\r\nMessage-ID: <r@example.com>\r\n\r\nhello",
                message.to()
            );
            message
                .reply(RawMail::new(message.to(), message.from(), raw))
                .await
                .map(drop)
        }
        "reject" => message.set_reject("not today").await,
        how if FAULTS.contains(&how) => fault(how).await,
        _ => {
            let raw = message.raw().text().await?;
            let again = message.raw().text().await.is_err();
            let seen = json!({
                "subject": subject, "from": message.from(), "to": message.to(), "size": message.raw_size(), "length": raw.len(),
                "forwardable": message.can_be_forwarded(), "last": raw.lines().last(), "once": again, "answerable": message.can_be_answered(),
            });
            keep(&env, seen).await
        }
    }
}

async fn keep(env: &Env, seen: serde_json::Value) -> Result<()> {
    env.kv("SEEN")?.put_json("email/1", &seen).await
}
