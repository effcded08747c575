//! URLs and their parameters.

use worker_sdk::url::{SearchParams, Url};
use worker_sdk::{Body, Request, Result};

pub(crate) fn urls() -> Result<()> {
    let mut url = Url::parse("HTTPS://u:p@Example.com:8443/a/../b c?q=1#f")?;
    assert_eq!(url.href(), "https://u:p@example.com:8443/b%20c?q=1#f");
    let parts = [
        (url.origin(), "https://example.com:8443"),
        (url.protocol(), "https:"),
        (url.username(), "u"),
        (url.password(), "p"),
        (url.host(), "example.com:8443"),
        (url.hostname(), "example.com"),
        (url.pathname(), "/b%20c"),
        (url.search(), "?q=1"),
        (url.hash(), "#f"),
    ];
    for (actual, expected) in parts {
        assert_eq!(actual, expected);
    }
    assert_eq!(url.port(), Some(8443));
    let before = url.clone();
    change(&mut url);
    assert_eq!(url.to_string(), "http://v:q@example.org/x%20y?z=%C3%A9#g");
    assert_eq!(before.hostname(), "example.com", "a clone is independent");
    assert_ne!(url, before);
    assert_eq!(url.join("../k?l")?.href(), "http://v:q@example.org/k?l");
    url.set_href("http://a/")?;
    assert!(
        url.set_href("nonsense")
            .is_err_and(|error| error.is_malformed())
    );
    assert_eq!(url, "http://a".parse()?);
    parsing()
}

fn change(url: &mut Url) {
    url.set_protocol("http");
    url.set_username("v");
    url.set_password("q");
    url.set_host("example.org:99");
    url.set_hostname("bad host");
    url.set_port(None);
    url.set_pathname("/x y");
    url.set_search("z=é");
    url.set_hash("g");
}

fn parsing() -> Result<()> {
    assert!(Url::can_parse("a:b") && !Url::can_parse("/b"));
    assert!(Url::can_parse_with_base("/b", "http://a/c") && !Url::can_parse_with_base("/b", "c"));
    assert_eq!(
        Url::parse_with_base("b", "http://a/c/d")?.href(),
        "http://a/c/b"
    );
    let error = Url::parse("/only/a/path")
        .err()
        .map(|error| error.to_string());
    assert_eq!(
        error.as_deref(),
        Some(
            "`/only/a/path` is not an absolute URL; begin it with a scheme and a host, as in `https://example.com`"
        )
    );
    Ok(())
}

pub(crate) async fn parameters() -> Result<()> {
    let mut params = SearchParams::parse("?b=1&a=2&b=%C3%A9+x&c");
    assert_eq!(params.get("b").as_deref(), Some("1"));
    assert_eq!(params.get("d"), None);
    assert_eq!(params.get_all("b"), ["1", "é x"]);
    assert!(params.has("c") && !params.has("d"));
    assert!(params.has_value("b", "é x") && !params.has_value("b", "2"));
    params.append("d", "&=");
    params.delete_value("b", "1");
    params.set("a", "3");
    params.delete("c");
    params.sort();
    assert_eq!(params.to_string(), "a=3&b=%C3%A9+x&d=%26%3D");
    let pairs = [("a", "3"), ("b", "é x"), ("d", "&=")];
    let expected = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(params.entries(), expected);
    assert_eq!(params.clone().into_iter().collect::<SearchParams>(), params);
    assert_ne!(SearchParams::parse("a=1"), params);
    assert_eq!(
        pairs.into_iter().collect::<SearchParams>().to_string(),
        params.to_string()
    );

    let url = Url::parse("http://a/?x=1")?;
    url.search_params().append("y", "2");
    assert_eq!(url.search(), "?x=1&y=2", "parameters stay connected");
    let mut copy = url.search_params().clone();
    copy.delete("x");
    assert_eq!(url.search(), "?x=1&y=2", "a clone is not connected");
    assert_eq!(Body::from(copy).text().await?, "y=2");
    Ok(())
}

pub(crate) fn request_url(request: &Request) -> Result<()> {
    let url = request.parsed_url()?;
    assert_eq!(
        (url.pathname().as_str(), url.search().as_str()),
        ("/request-url", "?a=b%20c")
    );
    assert_eq!(url.search_params().get("a").as_deref(), Some("b c"));
    Ok(())
}
