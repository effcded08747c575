//! Tail events for the crate's own worker, and items as the platform has them.

use runtime_events::seen;
use serde_json::json;
use wasm_bindgen::prelude::*;
use worker_sdk::spans::Status;
use worker_sdk::tail::{
    EventInfo, EventKind, Events, Log, LoggedError, Outcome, SpanUpdate, StreamEvent, TraceItem,
    WebSocketEvent,
};
use worker_sdk::test::{self, Trace};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result};

#[worker_sdk::test]
async fn the_handler_gets_what_others_did(env: Env) -> Result<()> {
    let trace = Trace::new("shop")
        .fetch("POST", "https://example.com/cart", 500)
        .log("warn", "slow")
        .raw_log("log", [JsValue::from_f64(1.5), JsValue::NULL])
        .log_error("error", "RangeError", "too far")
        .exception("TypeError", "no basket");
    let other = Trace::new("bank").outcome(Outcome::Canceled);
    assert!(test::tail([trace, other]).await?.is_ok());
    let all = seen(&env, "tail").await?;
    assert_eq!(all.len(), 2);
    assert_eq!(
        (&all[0]["script"], &all[0]["outcome"]),
        (&json!("shop"), &json!("exception"))
    );
    let error = json!([[0, "RangeError", "too far", false]]);
    let logs = json!([
        ["warn", "slow", []],
        ["log", "1.5 null", []],
        ["error", "RangeError: too far", error],
    ]);
    assert_eq!(all[0]["logs"], logs);
    assert_eq!(all[0]["exceptions"], json!([["TypeError", "no basket"]]));
    assert_eq!(all[0]["event"]["url"], "https://example.com/cart");
    assert_eq!(all[0]["event"]["status"], 500);
    assert_eq!(all[0]["whole"]["logs"][1]["message"], json!([1.5, null]));
    assert_eq!(all[1]["outcome"], "canceled");
    Ok(())
}

#[worker_sdk::test]
async fn a_handler_that_fails() -> Result<()> {
    let completed = test::tail([Trace::new("unbearable")]).await?;
    assert_eq!(completed.outcome(), "exception");
    let error = completed.error().unwrap().to_string();
    assert!(error.contains("nobody wants to know"), "{error}");
    Ok(())
}

#[wasm_bindgen(inline_js = "
const item = (event, more) => ({ event, logs: [], exceptions: [], diagnosticsChannelEvents: [], outcome: 'ok', ...more });
export const items = () => [
  item({ rpcMethod: 'add' }),
  item({ scheduledTime: 1500, cron: '* * * * *' }),
  item({ scheduledTime: new Date(2500) }),
  item({ queue: 'q', batchSize: 3 }),
  item({ mailFrom: 'a@b', rcptTo: 'c@d', rawSize: 12 }),
  item({ consumedEvents: [{ scriptName: 'x' }, { scriptName: null }] }),
  item({ getWebSocketEvent: { webSocketEventType: 'close', code: 1001, wasClean: true } }),
  item({ getWebSocketEvent: { webSocketEventType: 'message' } }),
  item({ getWebSocketEvent: { webSocketEventType: 'error' } }),
  item({ getWebSocketEvent: { webSocketEventType: 'ping' } }),
  item({ reason: 'idle' }),
  item({ invented: 'later' }),
  item(null, {
    entrypoint: 'Api', scriptTags: ['a', 'b'], dispatchNamespace: 'tenants', durableObjectId: 'd', truncated: true,
    preview: { id: 'p', slug: 'p-1', name: 'mine' }, tailAttributes: { tenant: 7 },
    cpuTime: 3, wallTime: 1200, scriptVersion: { id: 'v', tag: null }, outcome: 'invented',
    logs: [
      { timestamp: 5, level: 'info', message: ['text', { a: 1n }, [2]] },
      { timestamp: 5, level: 'error', message: ['text', 'E: m', 'F: '],
        errorInfo: [null, { name: 'E', message: 'm', stack: 's' }, { name: 'F', message: '' }] },
    ],
    exceptions: [{ timestamp: 6, name: 'E', message: 'm', stack: 's' }],
    diagnosticsChannelEvents: [{ timestamp: 7, channel: 'c', message: { b: 2 } }],
  }),
  item({
    request: { method: 'GET', url: 'https://a/REDACTED', headers: { accept: '*/*', cookie: 'REDACTED' }, cf: { colo: 'AMS' },
      getUnredacted() { return { ...this, url: 'https://a/secret' }; } },
  }),
  item({ request: { method: 'GET', url: 'https://a/b', headers: {} } }, {
    logs: [{ timestamp: 5, level: 'info', message: [Array.from({ length: 100_000 }).reduce((inner) => [inner], 1)] }],
  }),
];

export const told = () => [
  { type: 'onset', info: { type: 'connect' } },
  { type: 'onset', info: { type: 'custom' } },
  { type: 'onset', info: { type: 'onHibernate', reason: 'idle' } },
  { type: 'onset', info: { type: 'hibernatableWebSocket', info: { type: 'close', code: 1001, wasClean: true } } },
  { type: 'onset', info: { type: 'invented' } },
  { type: 'streamDiagnostic', diagnostic: { diagnosticsType: 'droppedEvents', count: 3 } },
  { type: 'streamDiagnostic', diagnostic: { diagnosticsType: 'invented', count: 3 } },
].map((event) => ({ event }));

export const told_of_spans = () => [
  { type: 'spanUpdate', info: { type: 'name', name: 'another' } },
  { type: 'spanUpdate', info: { type: 'status', status: { code: 'ok' } } },
  { type: 'spanUpdate', info: { type: 'status', status: { code: 'unset' } } },
  { type: 'spanUpdate', info: { type: 'status', status: { code: 'error', message: 'bad' } } },
  { type: 'spanUpdate', info: { type: 'status', status: { code: 'error' } } },
  { type: 'spanUpdate', info: { type: 'status', status: { code: 'invented' } } },
  { type: 'spanUpdate', info: { type: 'invented', name: 'later' } },
  { type: 'spanUpdate' },
].map((event) => ({ event }));

const context = { traceId: 't', spanId: 's', traceFlags: 1 };
const preview = { id: 'p', slug: 'p-1', name: 'mine' };
const attributes = [{ name: 'size', value: 3n }, { name: 'is', value: true }, { name: 'words', value: ['a', 'b'] }];
export const told_of_the_rest = () => [
  { type: 'onset', spanId: 'o', durableObjectId: 'd', preview, info: { type: 'jsrpc' } },
  { type: 'onset', spanId: 'o', info: { type: 'jsrpc' } },
  { type: 'exception', name: 'E', message: 'm', code: 'E_ODD' },
  { type: 'exception', name: 'E', message: 'm', code: 7 },
  { type: 'exception', name: 'E', message: 'm' },
  { type: 'log', level: 'log', message: '[1, 2', truncated: true, errorInfo: [null, { name: 'E', message: 'm' }] },
  { type: 'log', level: 'log', message: ['short'] },
  { type: 'spanOpen', name: 'n', spanId: 's', info: { type: 'attributes', info: attributes } },
  { type: 'spanOpen', name: 'n', spanId: 's', info: { type: 'fetch', method: 'GET', url: 'https://a/', headers: [] } },
].map((event, number) => ({ event, spanContext: number ? { traceId: 't' } : context }));

const fail = () => { throw new Error('no'); };
export const unwilling = () => new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail, ownKeys: fail });
export const has_no_length = () => ({ length: 1n, eventTimestamp: { getTime: () => 1n }, logs: { length: Symbol() } });
")]
extern "C" {
    fn items() -> JsValue;
    fn told() -> Vec<JsValue>;
    fn told_of_spans() -> Vec<JsValue>;
    fn told_of_the_rest() -> Vec<JsValue>;
    fn unwilling() -> JsValue;
    fn has_no_length() -> JsValue;
}

fn item(number: usize) -> TraceItem {
    let events = Events::from_raw(items());
    (&events).into_iter().nth(number).unwrap()
}

#[worker_sdk::test]
fn each_kind_of_event() {
    let event = |number| item(number).event().unwrap();
    assert!(matches!(event(0), EventInfo::Rpc { method } if method == "add"));
    let at = |ms| Some(Timestamp::from_millis(ms));
    assert!(
        matches!(event(1), EventInfo::Scheduled { scheduled_time, cron } if scheduled_time == at(1500.0) && cron == "* * * * *")
    );
    assert!(
        matches!(event(2), EventInfo::Alarm { scheduled_time } if scheduled_time == at(2500.0))
    );
    assert!(matches!(event(3), EventInfo::Queue { queue, batch_size: 3 } if queue == "q"));
    assert!(
        matches!(event(4), EventInfo::Email { mail_from, rcpt_to, raw_size: 12 } if mail_from == "a@b" && rcpt_to == "c@d")
    );
    assert!(
        matches!(event(5), EventInfo::Tail { consumed } if consumed == [Some("x".to_owned()), None])
    );
    let closed = WebSocketEvent::Close {
        code: 1001,
        was_clean: true,
    };
    for (number, expected) in [
        (6, closed),
        (7, WebSocketEvent::Message),
        (8, WebSocketEvent::Error),
        (9, WebSocketEvent::Other("ping".to_owned())),
    ] {
        assert!(matches!(event(number), EventInfo::WebSocket(found) if found == expected));
    }
    assert!(matches!(event(10), EventInfo::Hibernate { reason } if reason == "idle"));
    assert!(matches!(event(11), EventInfo::Other(_)));
    assert!(item(12).event().is_none());
}

#[worker_sdk::test]
fn what_streams_alone_tell() {
    let told: Vec<_> = told().into_iter().map(StreamEvent::from_raw).collect();
    let event = |number: usize| match told[number].kind() {
        EventKind::Onset(onset) => onset.event().unwrap(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(event(0), EventInfo::Connect));
    assert!(matches!(event(1), EventInfo::Custom));
    assert!(matches!(event(2), EventInfo::Hibernate { reason } if reason == "idle"));
    let closed = WebSocketEvent::Close {
        code: 1001,
        was_clean: true,
    };
    assert!(matches!(event(3), EventInfo::WebSocket(found) if found == closed));
    assert!(matches!(event(4), EventInfo::Other(_)));
    assert!(matches!(told[5].kind(), EventKind::Dropped { count: 3 }));
    assert!(matches!(told[6].kind(), EventKind::Other(_)));
}

#[worker_sdk::test]
fn what_a_span_is_told() {
    let told = told_of_spans().into_iter().map(StreamEvent::from_raw);
    let update = |event: StreamEvent| match event.kind() {
        EventKind::SpanUpdate(update) => Some(update),
        EventKind::Other(raw) => {
            assert!(raw.is_object());
            None
        }
        other => panic!("{other:?}"),
    };
    let found: Vec<_> = told.map(update).collect();
    let status = |status| Some(SpanUpdate::Status(status));
    let expected = [
        Some(SpanUpdate::Name("another".to_owned())),
        status(Status::Ok),
        status(Status::Unset),
        status(Status::Error("bad".to_owned())),
        status(Status::Error(String::new())),
        None,
        None,
        None,
    ];
    assert_eq!(found, expected);
}

#[worker_sdk::test]
fn what_only_some_events_have() {
    let told = told_of_the_rest().into_iter().map(StreamEvent::from_raw);
    let told: Vec<_> = told.collect();
    assert_eq!(
        (told[0].trace_flags(), told[1].trace_flags()),
        (Some(1), None)
    );
    let onset = |number: usize| match told[number].kind() {
        EventKind::Onset(onset) => onset,
        other => panic!("{other:?}"),
    };
    assert_eq!(onset(0).durable_object_id().as_deref(), Some("d"));
    assert_eq!(onset(0).preview().unwrap().slug, "p-1");
    assert_eq!(
        (onset(1).durable_object_id(), onset(1).preview()),
        (None, None)
    );
    let code = |number: usize| match told[number].kind() {
        EventKind::Exception(thrown) => thrown.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        [code(2), code(3), code(4)],
        [Some("E_ODD".to_owned()), Some("7".to_owned()), None]
    );
    let log = |number: usize| match told[number].kind() {
        EventKind::Log(log) => log,
        other => panic!("{other:?}"),
    };
    assert!(log(5).is_truncated() && !log(6).is_truncated());
    assert_eq!(log(5).text(), "[1, 2");
    assert_eq!(log(5).errors()[0].index, 1);
    assert!(log(6).errors().is_empty());
}

#[worker_sdk::test]
fn what_a_span_begins_with() {
    let told = told_of_the_rest().into_iter().map(StreamEvent::from_raw);
    let mut told = told.skip(7).map(|event| match event.kind() {
        EventKind::SpanOpen {
            info, attributes, ..
        } => (info, attributes),
        other => panic!("{other:?}"),
    });
    let (info, attributes) = told.next().unwrap();
    assert!(info.is_none(), "{info:?}");
    let expected = [("size", "3"), ("is", "true"), ("words", "a b")];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(attributes, expected);
    let (info, attributes) = told.next().unwrap();
    assert!(matches!(info, Some(EventInfo::Fetch(_))), "{info:?}");
    assert!(attributes.is_empty());
}

#[worker_sdk::test]
fn each_property() -> Result<()> {
    let item = item(12);
    assert_eq!(item.entrypoint().as_deref(), Some("Api"));
    assert_eq!(item.script_tags(), ["a", "b"]);
    assert_eq!(item.dispatch_namespace().as_deref(), Some("tenants"));
    assert_eq!(item.durable_object_id().as_deref(), Some("d"));
    assert_eq!((item.script_name(), item.event_timestamp()), (None, None));
    assert!(item.is_truncated());
    assert_eq!(
        (item.cpu_time().as_millis(), item.wall_time().as_millis()),
        (3, 1200)
    );
    let preview = item.preview().unwrap();
    assert_eq!(
        (
            preview.id.as_str(),
            preview.slug.as_str(),
            preview.name.as_str()
        ),
        ("p", "p-1", "mine")
    );
    assert_eq!(
        item.tail_attributes::<serde_json::Value>()?,
        json!({"tenant": 7})
    );
    let version = item.script_version().unwrap();
    assert_eq!((version.id.as_deref(), version.tag), (Some("v"), None));
    assert_eq!(item.outcome(), Outcome::Other("invented".into()));
    let logs = item.logs();
    assert_eq!(logs[0].text(), r#"text {"a":"1"} [2]"#);
    assert_eq!(logs[0].timestamp(), Some(Timestamp::from_millis(5.0)));
    assert_eq!(
        logs[0].values::<(String, serde_json::Value, Vec<u8>)>()?.2,
        [2]
    );
    assert!(logs[0].errors().is_empty() && !logs[0].is_truncated());
    let [thrown, other] = &*logs[1].errors() else {
        panic!("{:?}", logs[1].errors());
    };
    assert_eq!((thrown.index, thrown.stack.as_deref()), (1, Some("s")));
    assert_eq!((&*thrown.name, &*thrown.message), ("E", "m"));
    let mut expected = LoggedError::default();
    (expected.index, expected.name) = (2, "F".to_owned());
    assert_eq!(*other, expected);
    let exceptions = item.exceptions();
    assert_eq!(exceptions[0].code, None);
    assert_eq!(
        (exceptions[0].name.as_str(), exceptions[0].stack.as_deref()),
        ("E", Some("s"))
    );
    let diagnostics = item.diagnostics();
    assert_eq!(diagnostics[0].channel(), "c");
    assert_eq!(
        diagnostics[0].message::<serde_json::Value>()?,
        json!({"b": 2})
    );
    assert!(
        item.to_json().contains(r#"{"a":"1"}"#),
        "{}",
        item.to_json()
    );
    Ok(())
}

#[worker_sdk::test]
fn a_request_without_its_secrets() {
    let Some(EventInfo::Fetch(fetch)) = item(13).event() else {
        panic!("no request");
    };
    assert_eq!((fetch.method().as_str(), fetch.status()), ("GET", None));
    assert_eq!(fetch.url(), "https://a/REDACTED");
    let headers = [("accept", "*/*"), ("cookie", "REDACTED")];
    assert_eq!(
        fetch.headers(),
        headers.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(fetch.header("accept").as_deref(), Some("*/*"));
    assert_eq!(fetch.cf().colo().as_deref(), Some("AMS"));
    assert_eq!(fetch.unredacted().url(), "https://a/secret");
}

/// Objects may fail in each way when they are asked for something.
#[worker_sdk::test]
fn what_cannot_be_asked_has_nothing() {
    for odd in [unwilling(), has_no_length(), JsValue::NULL] {
        let events = Events::from_raw(odd.clone());
        assert_eq!((&events).into_iter().count(), 0);
        let item = TraceItem::from_raw(odd.clone());
        assert!(item.logs().is_empty() && item.event_timestamp().is_none());
        assert!(item.preview().is_none() && item.script_version().is_none());
        let log = Log::from_raw(odd.clone());
        assert!(log.errors().is_empty() && !log.is_truncated());
        let event = StreamEvent::from_raw(odd.clone());
        assert!(event.trace_flags().is_none());
        assert!(matches!(event.kind(), EventKind::Other(_)));
        assert_eq!((item.script_name(), item.entrypoint()), (None, None));
        let error = worker_sdk::Error::from_raw(odd);
        assert!(!error.is_named("TypeError"), "{error}");
    }
}

#[worker_sdk::test]
fn a_request_of_which_nothing_is_redacted_and_a_log_that_is_too_deep() {
    let item = item(14);
    let Some(EventInfo::Fetch(fetch)) = item.event() else {
        panic!("no request");
    };
    assert_eq!(fetch.unredacted().url(), "https://a/b");
    assert_eq!(item.logs()[0].text(), "(too deep)");
}
