//! A help desk: mail from blocked domains is rejected, all other mail goes to the team, and its sender gets an answer.
//! `POST /welcome` sends a mail with an attachment, for those who know a token: anybody else could mail everybody through it.
//!
//! Run it with `echo WELCOME_TOKEN=secret > examples/email/.dev.vars` and `cargo xtask dev email`, then
//! `curl 'http://localhost:8787/cdn-cgi/handler/email?from=ada@example.org&to=desk@example.com' -H 'content-type: text/plain'
//! --data-binary $'From: ada@example.org\r\nTo: desk@example.com\r\nMessage-ID: <1@example.org>\r\nSubject: help\r\n\r\nhello'`,
//! with `local` instead of `handler` in newer wranglers;
//! or `curl -d '{"name": "Ada", "email": "ada@example.org"}' -H 'authorization: Bearer secret' http://localhost:8787/welcome`.

use serde::Deserialize;
use worker_sdk::email::{Attachment, Incoming, Mail, Sender};
use worker_sdk::env::Secret;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, console_warn, event};

#[derive(Bindings)]
struct App {
    mail: Sender,
    desk: String,
    team: String,
    blocked: Json<Vec<String>>,
    welcome_token: Secret,
}

#[derive(Deserialize)]
struct Customer {
    name: String,
    email: String,
}

#[event(email)]
async fn receive(message: Incoming, app: App) -> Result<()> {
    let from = message.from();
    let domain = from.rsplit('@').next().unwrap_or_default();
    if app
        .blocked
        .0
        .iter()
        .any(|blocked| blocked.eq_ignore_ascii_case(domain))
    {
        return message
            .set_reject("this desk takes no mail from there")
            .await;
    }
    let team = message.forward(&app.team).header("X-Desk", message.to());
    team.await?;
    let subject = message.subject().unwrap_or_default();
    let answer = Mail::new(("Help desk", app.desk), format!("Re: {subject}"))
        .text("Thank you. Somebody will look at it today.");
    // Some mail must not be answered, as that of other machines; the team has it all the same.
    if let Err(error) = message.reply(answer).await {
        console_warn!("no answer to {from}: {error}");
    }
    Ok(())
}

#[event(fetch)]
async fn main(mut request: Request, app: App) -> Result<Response> {
    if (request.method(), request.path()) != (&Method::POST, "/welcome") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let given = request.header("authorization").unwrap_or_default();
    let token = given.strip_prefix("Bearer ");
    if !token.is_some_and(|token| app.welcome_token.matches(token)) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let customer: Customer = request.json().await?;
    let card = format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Help desk\r\nEMAIL:{}\r\nEND:VCARD\r\n",
        app.desk
    );
    let mail = Mail::new(
        ("Help desk", app.desk),
        format!("Welcome, {}", customer.name),
    )
    .to((customer.name, customer.email))
    .text("We are glad that you are here. Our address is attached.")
    .html("<p>We are glad that you are here. Our address is attached.</p>")
    .attach(Attachment::new("desk.vcf", "text/vcard", card));
    let sent = app.mail.send(mail).await?;
    Ok(Response::text(sent.message_id.unwrap_or_default()))
}
