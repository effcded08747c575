//! Headers, those that Rust holds and those that JavaScript holds.

use worker_sdk::{Headers, Request, Result};

use crate::messages::get;

pub(crate) fn all(incoming: &Request) -> Result<()> {
    changed(Headers::new())?;
    changed(get("http://x/")?.headers())?;

    let mut own = incoming.headers();
    assert!(own.has("HOST") && own.get("host").is_some());
    let before = own.clone();
    own.set("x-a", "1")?;
    own.delete("host")?;
    assert!(own.has("x-a") && !own.has("host"));
    assert!(before.has("host") && !before.has("x-a") && incoming.headers().has("host"));
    let mut copy = own.clone();
    copy.set("x-a", "2")?;
    assert_eq!(own.get("x-a").as_deref(), Some("1"));
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
    assert_eq!(headers.get_set_cookie(), ["a=1", "b=2, c"]);
    headers.delete("X-B")?;
    assert!(headers.has("x-A") && !headers.has("x-b"));
    let expected = [
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2, c"),
        ("x-a", "1, é"),
    ];
    let entries = headers.entries();
    assert_eq!((&headers).into_iter().collect::<Vec<_>>(), entries);
    assert_eq!(headers.clone(), headers);
    assert_ne!(Headers::new(), headers);
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
