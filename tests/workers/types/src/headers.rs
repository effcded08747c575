//! Headers, those that Rust holds and those that JavaScript holds.

use worker_sdk::{Headers, Request, Result};

use crate::messages::get;

pub(crate) fn all(incoming: &Request) -> Result<()> {
    changed(Headers::new())?;
    changed(get("http://x/")?.headers())?;

    let mut fixed = incoming.headers();
    assert!(fixed.has("HOST") && fixed.get("host").is_some());
    assert!(fixed.set("x-a", "1").is_err() && fixed.append("x-a", "1").is_err());
    assert!(fixed.delete("host").is_err() && fixed.has("host"));
    Ok(())
}

fn changed(mut headers: Headers) -> Result<()> {
    assert!(headers.get("x-a").is_none() && !headers.has("x-a"));
    headers.set("X-A", "0")?;
    headers.set("x-a", "1")?;
    headers.append("x-a", "é")?;
    headers.append("set-cookie", "a=1")?;
    headers.append("Set-Cookie", "b=2, c")?;
    headers.set("x-b", "")?;
    assert_eq!(headers.get("X-a").as_deref(), Some("1, é"));
    assert_eq!(headers.get("x-b").as_deref(), Some(""));
    assert_eq!(headers.set_cookies(), ["a=1", "b=2, c"]);
    headers.delete("X-B")?;
    assert!(headers.has("x-A") && !headers.has("x-b"));
    let expected = [
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2, c"),
        ("x-a", "1, é"),
    ];
    let entries = headers.entries();
    let entries = entries
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    assert!(entries.eq(expected), "{headers:?}");
    for (name, value) in [("x a", "1"), ("", "1"), ("x-a", "1\n2")] {
        assert!(headers.set(name.to_owned(), value).is_err(), "`{name}`");
        assert!(headers.append(name.to_owned(), value).is_err(), "`{name}`");
    }
    assert_eq!(headers.get("x-a").as_deref(), Some("1, é"));
    Ok(())
}
