//! Cookies that nobody else can make, or read.

use worker_sdk::extract::{FromRef, PrivateCookies, SignedCookies};
use worker_sdk::http::cookies::Keys;
use worker_sdk::http::{Method, SetCookie};
use worker_sdk::router::{Router, get, post};
use worker_sdk::{IntoResponse, Request, Result, test};

use super::common::request;

fn keys(secret: u8) -> Keys {
    Keys::new([secret; 32]).unwrap()
}

fn cookie(value: &str) -> SetCookie {
    SetCookie::new("__Host-a", value).secure()
}

/// What a client keeps of a cookie: name and value as they are sent.
fn pair(cookie: SetCookie) -> String {
    let header = cookie.to_header().unwrap();
    header.split(';').next().unwrap().to_owned()
}

fn with(cookies: &str) -> Request {
    request(Method::GET, "/")
        .with_header("cookie", cookies)
        .unwrap()
}

const VALUES: [&str; 5] = ["", "ada", "a.b=c; d", "é\u{1F600}\r\n", "%41"];

/// Computed by Node.
#[worker_sdk::test]
async fn cookies_of_another_version_are_read() -> Result<()> {
    const SIGNED: &str = "JhUFW_jEHJPvaZotxRaj1ldx5zQjLdbQ0e-s4Fm8caI.ada";
    const SEALED: &str = "AgICAgICAgICAgICWExafn-iYDvqoiJg00Sp8Tv5ew";
    let signed = keys(1).sign(SetCookie::new("user", "ada")).await?;
    assert_eq!(pair(signed), format!("user={SIGNED}"));
    let read = keys(1).verify("user", SIGNED).await?;
    assert_eq!(read.as_deref(), Some("ada"));
    let opened = keys(1).open("user", SEALED).await?;
    assert_eq!(opened.as_deref(), Some("ada"));
    Ok(())
}

#[worker_sdk::test]
async fn what_is_signed_is_read_and_not_changed() -> Result<()> {
    for value in VALUES {
        let sent = pair(keys(1).sign(cookie(value)).await?);
        let read = keys(1).verify_in(&with(&sent), "__Host-a").await?;
        assert_eq!(read.as_deref(), Some(value), "{sent}");
        let (_, signed) = sent.split_once('=').unwrap();
        let (mac, rest) = signed.split_once('.').unwrap();
        let flipped = if mac.starts_with('A') { "B" } else { "A" };
        let forged = [
            rest.to_owned(),
            format!("{mac}.x{rest}"),
            format!("{mac}{rest}"),
            format!("{flipped}{}.{rest}", &mac[1..]),
            format!("{}.{rest}", &mac[..42]),
            format!(".{rest}"),
            format!("{}.{rest}", "A".repeat(43)),
            format!("{mac}=.{rest}"),
            String::new(),
        ];
        for forged in forged {
            let found = keys(1)
                .verify_in(&with(&format!("__Host-a={forged}")), "__Host-a")
                .await?;
            assert_eq!(found, None, "{forged}");
        }
        assert_eq!(keys(2).verify_in(&with(&sent), "__Host-a").await?, None);
        // Of another name.
        let moved = format!("__Host-b={signed}");
        assert_eq!(keys(1).verify_in(&with(&moved), "__Host-b").await?, None);
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_is_hidden_is_opened_and_nothing_else() -> Result<()> {
    for value in VALUES {
        let sent = pair(keys(1).seal(cookie(value)).await?);
        assert_ne!(
            sent,
            pair(keys(1).seal(cookie(value)).await?),
            "each time another"
        );
        assert!(value.len() < 3 || !sent.contains(value));
        let read = keys(1).open_in(&with(&sent), "__Host-a").await?;
        assert_eq!(read.as_deref(), Some(value), "{sent}");
        let (_, sealed) = sent.split_once('=').unwrap();
        for at in [0, 17, sealed.len() - 2] {
            let mut changed = sealed.as_bytes().to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = format!("__Host-a={}", String::from_utf8(changed).unwrap());
            assert_eq!(
                keys(1).open_in(&with(&changed), "__Host-a").await?,
                None,
                "{changed}"
            );
        }
        for wrong in [
            "",
            "AAAA",
            &sealed[..16],
            &sealed[..sealed.len() - 4],
            &format!("{sealed}AAAA"),
        ] {
            let wrong = format!("__Host-a={wrong}");
            assert_eq!(
                keys(1).open_in(&with(&wrong), "__Host-a").await?,
                None,
                "{wrong}"
            );
        }
        assert_eq!(keys(2).open_in(&with(&sent), "__Host-a").await?, None);
        let moved = format!("__Host-b={sealed}");
        assert_eq!(keys(1).open_in(&with(&moved), "__Host-b").await?, None);
    }
    Ok(())
}

#[worker_sdk::test]
async fn one_kind_is_not_the_other() -> Result<()> {
    let signed = pair(keys(1).sign(cookie("ada")).await?);
    let sealed = pair(keys(1).seal(cookie("ada")).await?);
    assert_eq!(keys(1).open_in(&with(&signed), "__Host-a").await?, None);
    assert_eq!(keys(1).verify_in(&with(&sealed), "__Host-a").await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn older_secrets_read_and_do_not_write() -> Result<()> {
    let both = Keys::of([[2; 32], [1; 32]])?;
    for old in [
        keys(1).sign(cookie("ada")).await?,
        both.sign(cookie("ada")).await?,
    ] {
        let found = both.verify_in(&with(&pair(old)), "__Host-a").await?;
        assert_eq!(found.as_deref(), Some("ada"));
    }
    for old in [
        keys(1).seal(cookie("ada")).await?,
        both.seal(cookie("ada")).await?,
    ] {
        let found = both.open_in(&with(&pair(old)), "__Host-a").await?;
        assert_eq!(found.as_deref(), Some("ada"));
    }
    let new = pair(both.sign(cookie("ada")).await?);
    assert_eq!(keys(1).verify_in(&with(&new), "__Host-a").await?, None);
    assert_eq!(
        keys(2).verify_in(&with(&new), "__Host-a").await?.as_deref(),
        Some("ada")
    );
    Ok(())
}

/// A subdomain can set a cookie for the whole site, which browsers send first.
#[worker_sdk::test]
async fn a_cookie_of_somebody_else_does_not_hide_ours() -> Result<()> {
    let ours = pair(keys(1).sign(cookie("ada")).await?);
    let theirs = format!("__Host-a=theirs; {ours}");
    let found = keys(1).verify_in(&with(&theirs), "__Host-a").await?;
    assert_eq!(found.as_deref(), Some("ada"));
    let many = format!("{}{ours}", "__Host-a=x; ".repeat(4));
    assert_eq!(
        keys(1).verify_in(&with(&many), "__Host-a").await?,
        None,
        "no more than four are looked at"
    );
    Ok(())
}

/// Browsers take off spaces and tabs, so a subdomain may set what only looks like `__Host-a`.
#[worker_sdk::test]
fn a_name_with_other_white_space_is_another_one() {
    for space in ['\u{a0}', '\u{2000}', '\u{3000}'] {
        for theirs in [format!("{space}__Host-a=1"), format!("__Host-a{space}=1")] {
            let request = with(&format!("b=2; {theirs}"));
            assert_eq!(request.cookie("__Host-a"), None, "{theirs:?}");
            assert_eq!(request.cookie("b").as_deref(), Some("2"), "{theirs:?}");
        }
        let kept = with(&format!("b={space}2")).cookie("b");
        assert_eq!(kept, Some(format!("{space}2")));
    }
    let ours = with("b=2;\t __Host-a\t=\t1 ");
    assert_eq!(ours.cookie("__Host-a").as_deref(), Some("1"));
}

#[derive(Clone)]
struct App(Keys);

impl FromRef<App> for Keys {
    fn from_ref(app: &App) -> Self {
        app.0.clone()
    }
}

#[worker_sdk::test]
async fn handlers_take_them() -> Result<()> {
    async fn read(signed: SignedCookies, private: PrivateCookies) -> Result<String> {
        let (signed, private) = (signed.get("s").await?, private.get("p").await?);
        Ok(format!("{signed:?} {private:?}"))
    }
    async fn write(signed: SignedCookies, private: PrivateCookies) -> Result<impl IntoResponse> {
        let signed = signed.set(SetCookie::new("s", "1").http_only()).await?;
        Ok((
            signed,
            private.set(SetCookie::new("p", "2")).await?,
            "written",
        ))
    }
    let router: Router<App> = Router::new().route("/", get(read)).route("/", post(write));
    let app = App(keys(1));
    let written = router
        .handle_with(request(Method::POST, "/"), test::env(), app.clone())
        .await?;
    let cookies = written.headers().get_set_cookie();
    assert!(cookies[0].ends_with("; Path=/; HttpOnly"), "{cookies:?}");
    let sent: Vec<&str> = cookies
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect();
    let answer = router
        .handle_with(with(&sent.join("; ")), test::env(), app.clone())
        .await?;
    assert_eq!(answer.read_text().await?, "Some(\"1\") Some(\"2\")");
    let answer = router
        .handle_with(with("s=1; p=2"), test::env(), app)
        .await?;
    assert_eq!(answer.read_text().await?, "None None");
    Ok(())
}

#[worker_sdk::test]
async fn secrets_of_the_environment() -> Result<()> {
    let both: Keys = test::env().get("COOKIE_KEYS")?;
    let old = Keys::new("old-old-old-old-old-old-old-old-")?;
    let signed = pair(old.sign(cookie("ada")).await?);
    assert_eq!(
        both.verify_in(&with(&signed), "__Host-a").await?.as_deref(),
        Some("ada")
    );
    let error = test::env().get::<Keys>("GREETING").unwrap_err().to_string();
    assert_eq!(
        error,
        "`GREETING` in this environment is text, not secrets of 32 bytes at least, one on each line; correct the \
         configuration file, or ask for it as what it is"
    );
    Ok(())
}
