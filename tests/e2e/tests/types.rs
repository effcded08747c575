//! The types of the library against the runtime: the worker checks itself.

use std::sync::LazyLock;

use e2e::{Config, Panics, Project, Server, build_worker};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let build = build_worker("tests/workers/types", Panics::Abort).unwrap();
    let worker = Project::built("types", build)
        .service("SELF", "types")
        .outbound("types")
        .var("TEXT", "some text")
        .var("LIST", json!([1, 2, 3]))
        .var("NUMBER", 1.5)
        .var("FLAG", true)
        .var("NULL", json!(null))
        .var("OBJECT", json!({"a": "b"}));
    Server::start(&Config::new().cf(cf()).worker(worker)).unwrap()
});

#[track_caller]
fn passes(path: &str) {
    let answer = SERVER.client("types").get(path);
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "ok"),
        "{path}"
    );
}

#[test]
fn urls() {
    passes("/urls");
}

#[test]
fn url_parameters() {
    passes("/parameters");
}

#[test]
fn url_of_a_request() {
    passes("/request-url?a=b%20c");
}

#[test]
fn forms_sent_and_received() {
    passes("/forms-sent");
}

#[test]
fn forms_built_and_read() {
    passes("/forms-built");
}

#[test]
fn forms_as_types() {
    passes("/forms-typed");
}

#[test]
fn malformed_forms() {
    passes("/forms-malformed");
}

#[test]
fn blobs() {
    passes("/blobs");
}

#[test]
fn cf_properties() {
    passes("/cf");
}

#[test]
fn cf_properties_that_are_absent() {
    passes("/cf-absent");
}

#[test]
fn digests() {
    passes("/digests");
}

#[test]
fn abort_signals() {
    passes("/abort");
}

#[test]
fn aborted_subrequests() {
    passes("/abort-fetch");
}

#[test]
fn aborted_tasks() {
    passes("/abort-tasks");
}

#[test]
fn signal_of_a_request() {
    passes("/request-signal");
}

#[test]
fn members_of_requests() {
    passes("/request-members");
}

#[test]
fn requests_with_changed_headers() {
    passes("/changed-headers");
}

#[test]
fn members_of_responses() {
    passes("/response-members");
}

#[test]
fn all_that_can_be_sent() {
    passes("/sent");
}

#[test]
fn requests_in_steps() {
    passes("/steps");
}

#[test]
fn wrong_steps_are_errors_of_the_request() {
    passes("/wrong-steps");
}

#[test]
fn conversions_with_the_http_crate() {
    passes("/conversions");
}

#[test]
fn bodies_of_the_http_body_crate() {
    passes("/http-body");
}

#[test]
fn chunks_of_bodies() {
    passes("/chunks");
}

#[test]
fn the_clock() {
    passes("/clock");
}

#[test]
fn intervals() {
    passes("/intervals");
}

#[test]
fn waits_outside_of_events_say_that_they_do_not_end() {
    passes("/clock");
    let logs = SERVER.logs();
    let said = logs.iter().filter(|line| {
        let said =
            "worker-sdk: the platform refuses a timer, as it does outside of events; a sleep does not end, a timeout ends at once: ";
        line.text.starts_with(said)
    });
    assert_eq!(said.count(), 2);
}

#[test]
fn timeouts() {
    passes("/timeouts");
}

#[test]
fn headers_of_rust_and_of_javascript() {
    passes("/headers");
}

#[test]
fn variables_of_every_shape() {
    passes("/variables");
}

#[test]
fn missing_bindings_say_where_they_belong() {
    passes("/missing-bindings");
}

#[test]
fn bindings_of_another_type_say_both_types() {
    passes("/wrong-bindings");
}

#[test]
fn cookies_are_read() {
    let client = SERVER.client("types");
    let request = Request::get(client.url("/cookies"));
    let request = request.header("cookie", "a=1; b=%C3%A9%20%3B; c=\"x\"");
    assert_eq!(client.send(request, ()).text(), "ok");
}

#[test]
fn cookies_are_written() {
    let answer = SERVER.client("types").get("/set-cookies");
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(
        cookies,
        [
            "a=%C3%A9%3B; Max-Age=60; Path=/; HttpOnly",
            "__Host-b=2; Path=/; Secure; SameSite=Strict",
            "c=3; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        ]
    );
}

#[test]
fn headers_and_bodies_pass_through_the_http_crate() {
    let client = SERVER.client("types");
    let request = Request::put(client.url("/echo")).header("x-one", "\u{e9}");
    let answer = client.send(request, "body");
    assert_eq!(
        (answer.header("x-method"), answer.text().as_str()),
        ("PUT", "body")
    );
    assert_eq!(answer.headers["x-one"].as_bytes(), "\u{e9}".as_bytes());
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 2);
}

#[test]
fn a_request_handed_on_through_the_http_crate_keeps_its_behaviour() {
    let answer = SERVER
        .client("types")
        .post("/proxied", "text/plain", "body");
    let location = answer.header("location");
    assert_eq!(
        (answer.status, location),
        (302, "/echo"),
        "{}",
        answer.text()
    );
}

#[test]
fn an_incoming_request_is_handed_on_with_another_header() {
    let client = SERVER.client("types");
    let answer = client.post("/forwarded", "text/x-own", "the body");
    assert_eq!((answer.status, answer.text().as_str()), (200, "the body"));
    let headers = ["x-forwarded-by", "content-type", "x-method"].map(|name| answer.header(name));
    assert_eq!(headers, ["worker", "text/x-own", "POST"]);
}

#[test]
fn an_encoded_body_is_left_as_it_is() {
    let client = SERVER.client("types");
    let request = Request::get(client.url("/encoded")).header("accept-encoding", "gzip");
    let answer = client.send(request, ());
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert!(
        answer.body.starts_with(&[0x1F, 0x8B]) && answer.body.len() == 25,
        "{:?}",
        answer.body
    );
}

/// Every property, text as its own name.
fn cf() -> Value {
    let mut cf = json!({
        "asn": 1, "clientTcpRtt": 2, "clientQuicRtt": 3, "edgeRequestKeepAliveStatus": 4, "clientTrustScore": 5,
        "isEUCountry": "1", "edgeL4": {"deliveryRate": 1.5}, "later": 7, "hostMetadata": {"id": 7},
        "botManagement": {
            "score": 99, "verifiedBot": false, "corporateProxy": true, "ja3Hash": "ja3Hash", "ja4": "ja4",
            "detectionIds": [1, 2], "jsDetection": {"passed": true},
        },
        "tlsClientAuth": {
            "certPresented": "1", "certVerified": "SUCCESS", "certRevoked": "0", "certRFC9440TooLarge": true,
        },
        "tlsExportedAuthenticator": {},
    });
    name_all(&mut cf, TEXTS);
    name_all(&mut cf["tlsClientAuth"], CERTIFICATE);
    name_all(&mut cf["tlsExportedAuthenticator"], AUTHENTICATOR);
    cf
}

fn name_all(object: &mut Value, names: &str) {
    for name in names.split_whitespace() {
        object[name] = json!(name);
    }
}

const TEXTS: &str = "asOrganization clientAcceptEncoding colo httpProtocol requestPriority tlsVersion tlsCipher \
    tlsClientRandom tlsClientHelloLength tlsClientCiphersSha1 tlsClientExtensionsSha1 verifiedBotCategory country \
    continent city postalCode latitude longitude timezone region regionCode metroCode";
const CERTIFICATE: &str = "certIssuerDN certSubjectDN certIssuerDNRFC2253 certSubjectDNRFC2253 certIssuerDNLegacy \
    certSubjectDNLegacy certSerial certIssuerSerial certSKI certIssuerSKI certFingerprintSHA1 certFingerprintSHA256 \
    certNotBefore certNotAfter certRFC9440 certChainRFC9440";
const AUTHENTICATOR: &str = "clientHandshake serverHandshake clientFinished serverFinished";
