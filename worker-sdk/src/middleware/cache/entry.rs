//! A copy of an answer, and what is known of it.

use http::StatusCode;

use super::conditions::unless_known;
use super::freshness::{Lifetime, age_of};
use crate::error::Result;
use crate::middleware::control::Control;
use crate::{Headers, Response, now};

/// A header of the copy, for what its other headers do not say: six numbers, and the `cache-control` of the answer, which
/// is another one in the cache.
const NOTE: &str = "x-worker-sdk-cache";

/// A copy that was found.
pub(super) struct Entry {
    response: Response,
    note: Note,
    /// How long it has been there, in seconds.
    since: u64,
}

#[derive(Debug, PartialEq)]
struct Note {
    /// In milliseconds.
    stored_at: u64,
    /// What it had in seconds before it came here.
    age: u64,
    lifetime: Lifetime,
    /// Whether it may be given to those who say who they are.
    is_for_others: bool,
    control: String,
}

impl Note {
    fn write(&self) -> String {
        let Lifetime {
            fresh,
            while_revalidate,
            if_error,
        } = self.lifetime;
        let mut text = String::new();
        for number in [
            self.stored_at,
            self.age,
            fresh,
            while_revalidate,
            if_error,
            self.is_for_others.into(),
        ] {
            text.push_str(&number.to_string());
            text.push(' ');
        }
        text.push_str(&self.control);
        text
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(7, ' ');
        let mut number = || parts.next()?.parse().ok();
        Some(Self {
            stored_at: number()?,
            age: number()?,
            lifetime: Lifetime {
                fresh: number()?,
                while_revalidate: number()?,
                if_error: number()?,
            },
            is_for_others: number()? == 1,
            // Spaces at the end of a header are not kept.
            control: parts.next().unwrap_or_default().to_owned(),
        })
    }
}

/// What goes into the cache in the place of `copy`. The cache forgets what is too old for it, so it is told a longer time
/// than the answer is fresh.
pub(super) fn kept(mut copy: Response, lifetime: Lifetime) -> Result<Response> {
    let headers = copy.headers_mut();
    let note = Note {
        stored_at: now().as_millis() as u64,
        age: age_of(headers),
        lifetime,
        is_for_others: Control::of(headers).is_for_others(),
        control: headers.get("cache-control").unwrap_or_default(),
    };
    headers.set(NOTE, note.write())?;
    headers.set("cache-control", format!("max-age={}", lifetime.whole()))?;
    headers.delete("age")?;
    Ok(copy)
}

impl Entry {
    /// What the cache gave; `None` if it is not from here.
    pub(super) fn of(response: Response) -> Option<Self> {
        let note = Note::read(&response.headers().get(NOTE)?)?;
        let since = (now().as_millis() as u64).saturating_sub(note.stored_at) / 1000;
        Some(Self {
            response,
            note,
            since,
        })
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.since < self.note.lifetime.fresh
    }

    /// Whether it is the answer while a new one is made.
    pub(super) fn may_be_stale(&self) -> bool {
        let Lifetime {
            fresh,
            while_revalidate,
            ..
        } = self.note.lifetime;
        self.since < fresh.saturating_add(while_revalidate)
    }

    /// Whether it is the answer if no new one can be made.
    pub(super) fn may_replace_an_error(&self) -> bool {
        let Lifetime {
            fresh, if_error, ..
        } = self.note.lifetime;
        self.since < fresh.saturating_add(if_error)
    }

    pub(super) fn is_for_others(&self) -> bool {
        self.note.is_for_others
    }

    /// The answer, to a client that asked with these headers.
    pub(super) fn answer(self, asked: &Headers, is_head: bool) -> Result<Response> {
        let Self {
            mut response,
            note,
            since,
        } = self;
        let headers = response.headers_mut();
        headers.delete(NOTE)?;
        // The cache's own, which calls a stale copy a hit too.
        headers.delete("cf-cache-status")?;
        match note.control.is_empty() {
            true => headers.delete("cache-control")?,
            false => headers.set("cache-control", note.control)?,
        }
        headers.set("age", (note.age + since).to_string())?;
        let left = note.lifetime.fresh as i64 - since as i64;
        headers.append("cache-status", format!("worker; hit; ttl={left}"))?;
        let response = unless_known(response, asked)?;
        match is_head {
            true => Ok(Response::empty()
                .with_status(response.status())
                .with_headers(response.headers())),
            false => Ok(response),
        }
    }
}

/// Whether an answer tells that no better one could be made.
pub(super) fn is_failure(answer: &Result<Response>) -> bool {
    const FAILURES: [StatusCode; 4] = [
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    match answer {
        Ok(response) => FAILURES.contains(&response.status()),
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(control: &str) -> Note {
        Note {
            stored_at: 1_790_000_000_000,
            age: 7,
            lifetime: Lifetime {
                fresh: 60,
                while_revalidate: 30,
                if_error: 90,
            },
            is_for_others: true,
            control: control.to_owned(),
        }
    }

    #[test]
    fn what_is_noted_is_read() {
        for control in ["max-age=60, public", ""] {
            let note = note(control);
            assert_eq!(Note::read(note.write().trim_end()), Some(note));
        }
        assert_eq!(note("public").write(), "1790000000000 7 60 30 90 1 public");
        for text in ["", "1 2 3", "a b c d e f g"] {
            assert_eq!(Note::read(text), None, "{text}");
        }
    }
}
