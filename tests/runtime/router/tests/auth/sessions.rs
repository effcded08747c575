//! Sessions, wherever they are kept.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::http::cookies::Keys;
use worker_sdk::http::{Method, SameSite};
use worker_sdk::middleware::{Next, on_error};
use worker_sdk::router::{Router, get};
use worker_sdk::sessions::{Session, Sessions, Store};
use worker_sdk::{Error, Headers, HttpError, Request, Response, Result, durable_objects, kv, test};

use super::common::request;

#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Visitor {
    user: Option<String>,
    visits: u32,
}

#[derive(Clone)]
struct App {
    kv: kv::Namespace,
    objects: durable_objects::Namespace,
    keys: Keys,
    memory: Memory,
}

fn state() -> App {
    App {
        kv: test::env().kv("PAGES").unwrap(),
        objects: test::env().durable_object("SESSIONS").unwrap(),
        keys: Keys::new([1; 32]).unwrap(),
        memory: Memory::default(),
    }
}

/// A store that counts.
#[derive(Clone, Default)]
struct Memory {
    records: Rc<RefCell<BTreeMap<String, String>>>,
    loads: Rc<Cell<u32>>,
    saves: Rc<Cell<u32>>,
}

impl Store for Memory {
    async fn load(&self, key: &str) -> Result<Option<String>> {
        self.loads.set(self.loads.get() + 1);
        Ok(self.records.borrow().get(key).cloned())
    }

    async fn save(&self, key: &str, record: &str, _: Duration, is_new: bool) -> Result<bool> {
        self.saves.set(self.saves.get() + 1);
        let is_there = is_new || self.records.borrow().contains_key(key);
        if is_there {
            self.records
                .borrow_mut()
                .insert(key.to_owned(), record.to_owned());
        }
        Ok(is_there)
    }

    async fn remove(&self, key: &str) -> Result<()> {
        self.records.borrow_mut().remove(key);
        Ok(())
    }
}

fn app(sessions: Sessions<App>) -> Router<App> {
    Router::new()
        .route(
            "/",
            get(|session: Session<Visitor>| format!("{:?}", session.get().user)),
        )
        .route("/plain", get(|| "plain"))
        .route("/visit", get(visit))
        .route("/sign-in/{name}", get(sign_in))
        .route(
            "/sign-out",
            get(|session: Session<Visitor>| session.destroy()),
        )
        .route(
            "/same",
            get(|session: Session<Visitor>| session.update(|_| ())),
        )
        .route("/switch", get(switch))
        .route(
            "/leave",
            get(|session: Session<Visitor>| session.flash("info", "saved\r\n<b>")),
        )
        .route(
            "/leave-many",
            get(|session: Session<Visitor>| {
                (0..100).for_each(|number| session.flash("info", number.to_string()));
            }),
        )
        .route(
            "/flashes",
            get(|session: Session<Visitor>| format!("{:?}", session.take_flashes())),
        )
        .route("/fails", get(fails))
        .route(
            "/other",
            get(|session: Session<Vec<u32>>| format!("{:?} {}", session.get(), session.is_known())),
        )
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(sessions)
}

async fn visit(session: Session<Visitor>) -> Result<String> {
    let visits = session.update(|visitor| {
        visitor.visits += 1;
        visitor.visits
    })?;
    Ok(visits.to_string())
}

async fn sign_in(
    worker_sdk::extract::Path(name): worker_sdk::extract::Path<String>,
    session: Session<Visitor>,
) -> Result<String> {
    session.renew();
    session.update(|visitor| visitor.user = Some(name))?;
    Ok(session.is_known().to_string())
}

/// Somebody signs out, and somebody else in, in one request.
async fn switch(session: Session<Visitor>) -> Result<()> {
    session.destroy();
    session.update(|visitor| visitor.user = Some("eve".to_owned()))
}

async fn fails(session: Session<Visitor>) -> Result<String> {
    session.update(|visitor| visitor.visits = 1_000)?;
    Err("failed")?
}

/// A browser that keeps cookies.
struct Browser<'a> {
    router: &'a Router<App>,
    state: App,
    cookie: Option<String>,
    /// Of the last answer.
    headers: Headers,
}

impl<'a> Browser<'a> {
    fn new(router: &'a Router<App>, state: &App) -> Self {
        Self {
            router,
            state: state.clone(),
            cookie: None,
            headers: Headers::new(),
        }
    }

    fn with(router: &'a Router<App>, state: &App, cookie: Option<&str>) -> Self {
        Self {
            cookie: cookie.map(ToOwned::to_owned),
            ..Self::new(router, state)
        }
    }

    fn request(&self, path: &str) -> Request {
        let request = request(Method::GET, path);
        match &self.cookie {
            Some(cookie) => request
                .with_header("cookie", format!("x=y; {cookie}"))
                .unwrap(),
            None => request,
        }
    }

    async fn get(&mut self, path: &str) -> String {
        let response: Response = self
            .router
            .handle_with(self.request(path), test::env(), self.state.clone())
            .await
            .unwrap();
        self.headers = response.headers();
        if let Some(set) = self.set_cookie() {
            let pair = set.split(';').next().unwrap();
            let is_over = set.contains("; Max-Age=0;");
            self.cookie = (!is_over).then(|| pair.to_owned());
        }
        response.read_text().await.unwrap()
    }

    fn set_cookie(&self) -> Option<String> {
        self.headers.get_set_cookie().pop()
    }
}

fn everywhere() -> Vec<(&'static str, Router<App>)> {
    vec![
        ("kv", app(Sessions::kv(|app: &App| &app.kv))),
        ("object", app(Sessions::object(|app: &App| &app.objects))),
        ("cookie", app(Sessions::cookie(|app: &App| &app.keys))),
        (
            "store",
            app(Sessions::store(|app: &App| app.memory.clone())),
        ),
    ]
}

#[worker_sdk::test]
async fn a_session_from_beginning_to_end() {
    for (kept, router) in everywhere() {
        let state = state();
        let mut browser = Browser::new(&router, &state);
        assert_eq!(browser.get("/").await, "None", "{kept}");
        assert_eq!(browser.set_cookie(), None, "nothing has changed: {kept}");
        assert_eq!(browser.get("/visit").await, "1", "{kept}");
        let set = browser.set_cookie().unwrap();
        assert!(set.starts_with("__Host-session="), "{set}");
        assert!(
            set.ends_with("; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax"),
            "{set}"
        );
        assert_eq!(
            browser.headers.get("cache-control").as_deref(),
            Some("private")
        );
        assert_eq!(browser.get("/visit").await, "2", "{kept}");
        assert_eq!(browser.set_cookie().is_some(), kept == "cookie", "{kept}");
        assert_eq!(browser.get("/sign-in/ada").await, "false", "{kept}");
        assert!(browser.set_cookie().is_some(), "{kept}");
        assert_eq!(browser.get("/").await, "Some(\"ada\")", "{kept}");
        assert_eq!(browser.get("/visit").await, "3", "the data stays: {kept}");
        browser.get("/sign-out").await;
        assert_eq!(
            browser.set_cookie().unwrap(),
            "__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax"
        );
        assert_eq!(browser.get("/").await, "None", "{kept}");
        assert_eq!(browser.get("/visit").await, "1", "{kept}");
    }
}

#[worker_sdk::test]
async fn the_name_of_before_is_good_no_more() {
    for (kept, router) in everywhere()
        .into_iter()
        .filter(|(kept, _)| *kept != "cookie")
    {
        let state = state();
        let mut browser = Browser::new(&router, &state);
        browser.get("/visit").await;
        let before = browser.cookie.clone();
        browser.get("/sign-in/ada").await;
        let after = browser.cookie.clone();
        assert_ne!(before, after, "{kept}");
        let mut thief = Browser::with(&router, &state, before.as_deref());
        assert_eq!(thief.get("/").await, "None", "fixation: {kept}");
        browser.get("/sign-out").await;
        let mut thief = Browser::with(&router, &state, after.as_deref());
        assert_eq!(thief.get("/").await, "None", "{kept}");
        let mut browser = Browser::new(&router, &state);
        browser.get("/sign-in/ada").await;
        assert_eq!(browser.get("/visit").await, "1");
        let ada = browser.cookie.clone();
        browser.get("/switch").await;
        assert_eq!(browser.get("/").await, "Some(\"eve\")", "{kept}");
        assert_eq!(
            browser.get("/visit").await,
            "1",
            "nothing of the other stays: {kept}"
        );
        assert_eq!(
            Browser::with(&router, &state, ada.as_deref())
                .get("/")
                .await,
            "None",
            "{kept}"
        );
    }
}

#[worker_sdk::test]
async fn names_that_the_worker_has_not_made_are_not_taken() {
    for (kept, router) in everywhere() {
        let state = state();
        let random = "A".repeat(43);
        let wrong = [
            "__Host-session=",
            "__Host-session=x",
            "__Host-session=../../x",
            "__Host-session=%00%0d%0a",
            "session=x",
            &format!("__Host-session={random}"),
            &format!("__Host-session={}", "A".repeat(3_000)),
        ];
        for cookie in wrong {
            let mut browser = Browser::with(&router, &state, Some(cookie));
            assert_eq!(browser.get("/").await, "None", "{kept}: {cookie}");
            assert_eq!(browser.set_cookie(), None, "{kept}: {cookie}");
            browser.get("/sign-in/ada").await;
            let ours = browser.cookie.clone().unwrap();
            assert!(!ours.contains(&random), "{kept}: {cookie}");
            let mut planted = Browser::with(&router, &state, Some(cookie));
            assert_eq!(planted.get("/").await, "None", "{kept}: {cookie}");
            // Planted before ours, for the whole site.
            let both = format!("{cookie}; {ours}");
            let mut browser = Browser::with(&router, &state, Some(&both));
            assert_eq!(browser.get("/").await, "Some(\"ada\")", "{kept}: {both}");
        }
    }
}

#[worker_sdk::test]
async fn flashes_are_seen_once() {
    for (kept, router) in everywhere() {
        let state = state();
        let mut browser = Browser::new(&router, &state);
        browser.get("/leave").await;
        let flash = "[Flash { kind: \"info\", text: \"saved\\r\\n<b>\" }]";
        assert_eq!(browser.get("/flashes").await, flash, "{kept}");
        assert_eq!(browser.get("/flashes").await, "[]", "{kept}");
    }
}

#[worker_sdk::test]
async fn flashes_that_nobody_reads_do_not_pile_up() {
    let state = state();
    for (kept, router) in everywhere() {
        let mut browser = Browser::new(&router, &state);
        browser.get("/leave-many").await;
        let flashes = browser.get("/flashes").await;
        assert_eq!(flashes.matches("Flash").count(), 16, "{kept}: {flashes}");
        for (number, is_there) in [("\"83\"", false), ("\"84\"", true), ("\"99\"", true)] {
            assert_eq!(flashes.contains(number), is_there, "{kept}: {flashes}");
        }
    }
}

#[worker_sdk::test]
async fn a_store_is_asked_only_when_that_is_needed() {
    let router = app(Sessions::store(|app: &App| app.memory.clone()));
    let state = state();
    let memory = state.memory.clone();
    let asked = || (memory.loads.get(), memory.saves.get());
    let mut browser = Browser::new(&router, &state);
    browser.get("/plain").await;
    browser.get("/").await;
    assert_eq!(asked(), (0, 0), "there is no cookie");
    browser.get("/visit").await;
    assert_eq!(asked(), (0, 1));
    browser.get("/plain").await;
    assert_eq!(asked(), (0, 1), "nobody takes the session");
    browser.get("/").await;
    browser.get("/same").await;
    assert_eq!(asked(), (2, 1), "nothing has changed");
    browser.get("/visit").await;
    assert_eq!(asked(), (3, 2));
    browser.get("/fails").await;
    assert_eq!(asked().1, 3, "what fails further in has become an answer");
    let key = memory.records.borrow().keys().next().unwrap().clone();
    assert!(key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(
        !browser.cookie.unwrap().contains(&key),
        "the store knows no names"
    );
}

#[worker_sdk::test]
async fn an_error_writes_nothing() {
    let router: Router<App> = Router::new()
        .route("/fails", get(fails))
        .layer(Sessions::store(|app: &App| app.memory.clone()));
    let state = state();
    let failed = router
        .handle_with(request(Method::GET, "/fails"), test::env(), state.clone())
        .await;
    assert_eq!(failed.map(drop).unwrap_err().to_string(), "failed");
    assert_eq!(state.memory.saves.get(), 0);
}

#[worker_sdk::test]
async fn a_session_ends_by_itself() -> Result<()> {
    let clock = test::freeze();
    let hour = Duration::from_secs(3_600);
    for kept in ["cookie", "store"] {
        let sessions = match kept {
            "cookie" => Sessions::cookie(|app: &App| &app.keys),
            _ => Sessions::store(|app: &App| app.memory.clone()),
        };
        let router = app(sessions.idle(hour * 10).absolute(hour * 24));
        let state = state();
        let mut browser = Browser::new(&router, &state);
        browser.get("/sign-in/ada").await;
        let mut idle = Browser::with(&router, &state, browser.cookie.as_deref());
        clock.advance(Duration::from_secs(3_599)).await?;
        assert_eq!(browser.get("/").await, "Some(\"ada\")", "{kept}");
        assert_eq!(browser.set_cookie(), None, "a tenth is not over: {kept}");
        for _ in 0..2 {
            clock.advance(hour * 9).await?;
            assert_eq!(browser.get("/").await, "Some(\"ada\")", "{kept}");
            assert!(browser.set_cookie().is_some(), "{kept}");
        }
        let set = browser.set_cookie().unwrap();
        assert!(
            set.contains("; Max-Age=18001;"),
            "what is left of 24 hours: {set}"
        );
        if kept == "cookie" {
            assert_eq!(idle.get("/").await, "None", "nobody has used this one");
        }
        clock.advance(Duration::from_secs(18_000)).await?;
        assert_eq!(browser.get("/").await, "Some(\"ada\")", "{kept}");
        clock.advance(Duration::from_secs(1)).await?;
        assert_eq!(browser.get("/").await, "None", "a day is over: {kept}");
        browser.get("/sign-in/ada").await;
        clock.advance(hour * 10).await?;
        assert_eq!(browser.get("/").await, "None", "idle: {kept}");
    }
    Ok(())
}

/// A slow request that began before somebody signed out.
#[worker_sdk::test]
async fn what_was_destroyed_does_not_come_back() {
    type Make = fn() -> Sessions<App>;
    let stores: [(&str, Make); 3] = [
        ("kv", || Sessions::kv(|app: &App| &app.kv)),
        ("object", || Sessions::object(|app: &App| &app.objects)),
        ("store", || Sessions::store(|app: &App| app.memory.clone())),
    ];
    for (kept, sessions) in stores {
        let fast = Rc::new(app(sessions()));
        let state = state();
        let mut browser = Browser::new(&fast, &state);
        browser.get("/sign-in/ada").await;
        let cookie = browser.cookie.clone().unwrap();
        let (other, other_state, sent) = (fast.clone(), state.clone(), cookie.clone());
        // Between the handler of the slow request and its end, another one signs out.
        let sign_out = move |request: Request, next: Next| {
            let (other, state, sent) = (other.clone(), other_state.clone(), sent.clone());
            async move {
                let response = next.run(request).await?;
                Browser::with(&other, &state, Some(&sent))
                    .get("/sign-out")
                    .await;
                Ok::<_, Error>(response)
            }
        };
        let slow = Router::new()
            .route("/visit", get(visit))
            .layer(sign_out)
            .layer(sessions());
        let mut late = Browser::with(&slow, &state, Some(&cookie));
        assert_eq!(late.get("/visit").await, "1", "{kept}");
        assert_eq!(late.set_cookie(), None, "{kept}");
        assert_eq!(
            Browser::with(&fast, &state, Some(&cookie)).get("/").await,
            "None",
            "{kept}"
        );
    }
}

#[worker_sdk::test]
async fn an_object_keeps_nothing_when_it_is_over() -> Result<()> {
    let router = app(Sessions::object(|app: &App| &app.objects));
    let state = state();
    let mut browser = Browser::new(&router, &state);
    browser.get("/sign-in/ada").await;
    let ids = test::object_ids(&state.objects);
    assert_eq!(ids.len(), 1);
    let stub = state.objects.get(&ids[0]);
    assert!(test::run_alarm(&stub).await?, "it has an alarm");
    assert_eq!(
        browser.get("/").await,
        "Some(\"ada\")",
        "which came too early"
    );
    browser.get("/sign-out").await;
    assert!(
        !test::run_alarm(&stub).await?,
        "there is nothing left to remove"
    );
    Ok(())
}

#[worker_sdk::test]
async fn data_of_another_form_is_none() {
    let router = app(Sessions::store(|app: &App| app.memory.clone()));
    let state = state();
    let mut browser = Browser::new(&router, &state);
    browser.get("/visit").await;
    assert_eq!(browser.get("/other").await, "[] true");
    let key = state.memory.records.borrow().keys().next().unwrap().clone();
    state
        .memory
        .records
        .borrow_mut()
        .insert(key, "of a later version".to_owned());
    assert_eq!(browser.get("/other").await, "[] false");
}

#[worker_sdk::test]
async fn what_does_not_fit_into_a_cookie() {
    let sessions = Sessions::cookie(|app: &App| &app.keys);
    let router: Router<App> = Router::new()
        .route(
            "/",
            get(|session: Session<String>| session.set(&"x".repeat(2_900))),
        )
        .route(
            "/more",
            get(|session: Session<String>| session.set(&"x".repeat(3_100))),
        )
        .layer(sessions);
    let state = state();
    let fits = router
        .handle_with(request(Method::GET, "/"), test::env(), state.clone())
        .await;
    assert_eq!(fits.unwrap().headers().get_set_cookie().len(), 1);
    let error = router
        .handle_with(request(Method::GET, "/more"), test::env(), state)
        .await;
    assert!(error.map(drop).unwrap_err().is_too_large());
}

#[worker_sdk::test]
async fn attributes_of_the_cookie() {
    let sessions = Sessions::store(|app: &App| app.memory.clone())
        .name("__Secure-s")
        .idle(Duration::from_secs(60))
        .attributes(|cookie| cookie.domain("worker.test").same_site(SameSite::Strict));
    let router = app(sessions);
    let mut browser = Browser::new(&router, &state());
    browser.get("/visit").await;
    let set = browser.set_cookie().unwrap();
    assert!(
        set.ends_with(
            "; Max-Age=60; Domain=worker.test; Path=/; HttpOnly; Secure; SameSite=Strict"
        ),
        "{set}"
    );
    assert_eq!(browser.get("/visit").await, "2");
    browser.get("/sign-out").await;
    let set = browser.set_cookie().unwrap();
    assert!(
        set.starts_with("__Secure-s=; Max-Age=0; Domain=worker.test;"),
        "{set}"
    );
}

#[worker_sdk::test]
async fn a_route_without_sessions() {
    let router: Router<App> = Router::new().route("/", get(|_: Session<Visitor>| "never"));
    let error = router
        .handle_with(request(Method::GET, "/"), test::env(), state())
        .await;
    assert_eq!(
        error.map(drop).unwrap_err().to_string(),
        "there are no sessions here; put `sessions::Sessions` around the route"
    );
}
