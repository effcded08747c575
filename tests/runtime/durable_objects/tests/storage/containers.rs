//! Containers, by a stand-in that remembers its calls: there is no simulator.

use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::abort::AbortController;
use worker_sdk::containers::{Container, Instance, Start, Stdio};
use worker_sdk::durable_objects::State;
use worker_sdk::fetch::Fetcher;
use worker_sdk::streams::ByteStream;
use worker_sdk::{Env, Request, Result};

use super::inside::with_state;

#[wasm_bindgen(inline_js = r#"
const kind = (value) => (value instanceof ReadableStream ? "<stream>" : value instanceof AbortSignal ? "<signal>" : value);
const shown = (value) =>
  value instanceof Error ? `${value}` : typeof value === "object" ? JSON.stringify(value, (_, v) => kind(v)) : `${value}`;
const bytes = (text) => new TextEncoder().encode(text);

// As the runtime: of a program that listens, and says what it was asked.
async function answer(port, { url, method, headers, body }) {
  if (new URL(url).protocol !== "http:") throw new Error("Connecting to a container using HTTPS is not currently supported");
  return new Response([port, method, url, headers.get("x-own"), body && (await new Response(body).text())].join(" "));
}

export function stand_in() {
  const calls = [];
  const called = (name, answer) => (...all) => {
    calls.push([name, ...all.map(shown)].join(" "));
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const later = (name, answer) => async (...all) => called(name, answer)(...all);
  const process = {
    pid: 7,
    isPty: true,
    stdin: new WritableStream({ write: (chunk) => called("wrote")(new TextDecoder().decode(chunk)) }),
    stdout: new Response("out").body,
    stderr: null,
    exitCode: Promise.resolve(3),
    output: later("output", { stdout: bytes("out").buffer, stderr: bytes("err").buffer, exitCode: 3 }),
    kill: called("kill"),
    resize: called("resize"),
  };
  return {
    calls,
    running: true,
    images: { base: "registry/base:1", "42": "registry/other" },
    start: called("start"),
    signal: called("signal"),
    monitor: later("monitor", new Error("Container exited with unexpected exit code: 1")),
    destroy: later("destroy"),
    getTcpPort: (port) => ({ fetch: (request) => answer(port, request) }),
    setInactivityTimeout: later("setInactivityTimeout"),
    inspect: later("inspect", { image: "registry/base:1", labels: { team: "blue" } }),
    snapshotContainer: later("snapshotContainer", { id: "s1", size: 1024, name: "first" }),
    snapshotDirectory: later("snapshotDirectory", { id: "d1", size: 64, dir: "/cache" }),
    interceptOutboundHttp: later("interceptOutboundHttp"),
    interceptAllOutboundHttp: later("interceptAllOutboundHttp"),
    interceptOutboundHttps: later("interceptOutboundHttps"),
    interceptOutboundTcp: later("interceptOutboundTcp"),
    exec: later("exec", process),
  };
}

export const calls_of = (container) => container.calls.splice(0).join("\n");
export const service = () => ({ name: "service" });
export const empty = () => {
  const refuse = () => {
    throw new Error("the container is not running");
  };
  return { running: false, start: refuse, signal: refuse, monitor: refuse, getTcpPort: refuse, inspect: async () => null };
};
"#)]
extern "C" {
    fn stand_in() -> JsValue;
    fn calls_of(container: &JsValue) -> String;
    fn service() -> JsValue;
    fn empty() -> JsValue;
}

#[worker_sdk::test]
async fn an_object_without_containers_has_none(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        assert!(state.container().is_none());
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_container_is_started_and_ended() -> Result<()> {
    let container = Container::from_raw(stand_in());
    assert!(container.is_running());
    container.start(Start::new())?;
    container.signal(15)?;
    container.destroy(Some("no longer needed")).await?;
    container.destroy(None).await?;
    container
        .set_inactivity_timeout(Duration::from_secs(90))
        .await?;
    let error = container.monitor().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a container failed: Error: Container exited with unexpected exit code: 1"
    );
    let expected = [
        r#"start {"enableInternet":false}"#,
        "signal 15",
        "destroy Error: no longer needed",
        "destroy undefined",
        "setInactivityTimeout 90000",
        "monitor",
    ];
    assert_eq!(calls_of(container.as_raw()), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn start_options_have_their_names() -> Result<()> {
    let container = Container::from_raw(stand_in());
    let snapshot = container.snapshot(Some("first")).await?;
    assert_eq!((snapshot.id.as_str(), snapshot.size), ("s1", 1024));
    container.start(
        Start::new()
            .entrypoint(["node", "server.js"])
            .enable_internet(true)
            .env("MODE", "fast")
            .env("__proto__", "text")
            .label("team", "blue")
            .instance(Instance::Type("basic".into()))
            .image("registry/base:1")
            .hard_timeout(Duration::from_secs(60)),
    )?;
    container.start(
        Start::new()
            .instance(Instance::Resources {
                vcpu: 0.5,
                memory_mib: 256,
                disk_mb: 2000,
            })
            .snapshot(&snapshot)
            .directory_snapshot(&snapshot, Some("/data"))
            .directory("/cache"),
    )?;
    let expected = [
        r#"snapshotContainer {"name":"first"}"#,
        r#"start {"enableInternet":true,"entrypoint":["node","server.js"],"env":{"MODE":"fast","__proto__":"text"},"labels":{"team":"blue"},"instance":"basic","hardTimeout":60000,"image":"registry/base:1"}"#,
        r#"start {"enableInternet":false,"instance":{"vcpu":0.5,"memoryMib":256,"diskMb":2000},"directorySnapshots":[{"snapshot":{"id":"s1","size":1024,"name":"first"},"mountPoint":"/data"},{"mountPoint":"/cache"}],"containerSnapshot":{"id":"s1"}}"#,
    ];
    assert_eq!(calls_of(container.as_raw()), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn a_port_answers_requests() -> Result<()> {
    let port = Container::from_raw(stand_in()).tcp_port(8080)?;
    assert_eq!(format!("{port:?}"), "Port { .. }");
    let request = Request::post("http://container/jobs").body("a");
    let answer = port.fetch(request).await?;
    assert_eq!(
        answer.read_text().await?,
        "8080 POST http://container/jobs  a"
    );
    let answer = port.fetch("/health").await?;
    assert_eq!(
        answer.read_text().await?,
        "8080 GET http://container/health  "
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_directory_is_kept() -> Result<()> {
    let container = Container::from_raw(stand_in());
    let cache = container.snapshot_directory("/cache", None).await?;
    assert_eq!(
        (cache.id.as_str(), cache.size, cache.dir.as_deref()),
        ("d1", 64, Some("/cache"))
    );
    container
        .snapshot_directory("/cache/deep", Some("first"))
        .await?;
    container.start(Start::new().directory_snapshot(&cache, None))?;
    let expected = [
        r#"snapshotDirectory {"dir":"/cache"}"#,
        r#"snapshotDirectory {"dir":"/cache/deep","name":"first"}"#,
        r#"start {"enableInternet":false,"directorySnapshots":[{"snapshot":{"id":"d1","size":64,"dir":"/cache"}}]}"#,
    ];
    assert_eq!(calls_of(container.as_raw()), expected.join("\n"));
    let older = Container::from_raw(empty());
    let error = older.snapshot_directory("/cache", None).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a snapshot failed: TypeError: container.snapshotDirectory is not a function"
    );
    Ok(())
}

/// URLs of clients have TLS, which no container speaks.
#[worker_sdk::test]
async fn a_port_answers_requests_of_clients() -> Result<()> {
    let port = Container::from_raw(stand_in()).tcp_port(8080)?;
    let request = || Request::post("https://shop.example/jobs?from=https:").header("x-own", "1");
    let answer = port.fetch(request().body("a").build()?).await?;
    assert_eq!(
        answer.read_text().await?,
        "8080 POST http://shop.example/jobs?from=https: 1 a"
    );
    let mut used = request().body("a").build()?;
    used.text().await?;
    let error = port.fetch(used).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a request to a container failed: TypeError: "),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_runs_is_told() -> Result<()> {
    let container = Container::from_raw(stand_in());
    let images = container.images();
    assert_eq!(
        images.get("base").map(String::as_str),
        Some("registry/base:1")
    );
    assert_eq!(images.len(), 2);
    let info = container.inspect().await?.ok_or("no info")?;
    assert_eq!(info.image, "registry/base:1");
    assert_eq!(info.labels.get("team").map(String::as_str), Some("blue"));
    Ok(())
}

#[worker_sdk::test]
async fn a_program_runs_in_a_container() -> Result<()> {
    let container = Container::from_raw(stand_in());
    let controller = AbortController::new();
    let process = container
        .exec(["sort", "-r"])
        .cwd("/srv")
        .env("LANG", "C")
        .user("nobody")
        .signal(&controller.signal())
        .pty(80, 24)
        .pipe_stdin()
        .stdout(Stdio::Pipe)
        .stderr(Stdio::Combined)
        .await?;
    assert_eq!((process.pid(), process.is_pty()), (7, true));
    let mut stdin = process.stdin().ok_or("no stdin")?;
    stdin.write("b\na\n").await?;
    stdin.close().await?;
    let mut stdout = process.stdout().ok_or("no stdout")?;
    assert_eq!(stdout.try_next().await?.as_deref(), Some(&b"out"[..]));
    assert!(process.stderr().is_none());
    process.resize(100, 30)?;
    process.kill(None)?;
    process.kill(9)?;
    assert_eq!(process.exit_code().await?, 3);
    let output = process.output().await?;
    assert_eq!((output.exit_code, output.stdout_text()?), (3, "out"));
    assert_eq!(output.stderr, b"err");

    let input = ByteStream::from_raw(worker_sdk::Body::from("b\na\n").into_stream()?.into_raw());
    container
        .exec(["cat"])
        .stdin(input)
        .stdout(Stdio::Ignore)
        .await?;
    let expected = [
        r#"exec ["sort","-r"] {"cwd":"/srv","user":"nobody","signal":"<signal>","pty":{"cols":80,"rows":24},"stdin":"pipe","stdout":"pipe","stderr":"combined","env":{"LANG":"C"}}"#,
        "wrote b\na\n",
        "resize 100 30",
        "kill",
        "kill 9",
        "output",
        r#"exec ["cat"] {"stdin":"<stream>","stdout":"ignore"}"#,
    ];
    assert_eq!(calls_of(container.as_raw()), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn requests_of_a_container_are_intercepted() -> Result<()> {
    let container = Container::from_raw(stand_in());
    let service = Fetcher::from_raw(service());
    container
        .intercept_outbound_http("api.example:80", &service)
        .await?;
    container.intercept_all_outbound_http(&service).await?;
    container
        .intercept_outbound_https("api.example", &service)
        .await?;
    container
        .intercept_outbound_tcp("10.0.0.1:5432", &service)
        .await?;
    let expected = [
        r#"interceptOutboundHttp api.example:80 {"name":"service"}"#,
        r#"interceptAllOutboundHttp {"name":"service"}"#,
        r#"interceptOutboundHttps api.example {"name":"service"}"#,
        r#"interceptOutboundTcp 10.0.0.1:5432 {"name":"service"}"#,
    ];
    assert_eq!(calls_of(container.as_raw()), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn a_container_that_does_not_run_is_an_error() -> Result<()> {
    let container = Container::from_raw(empty());
    assert!(!container.is_running());
    assert!(container.images().is_empty());
    assert_eq!(container.inspect().await?, None);
    let refused = "failed: Error: the container is not running";
    let cases = [
        (container.start(Start::new()), "starting a container"),
        (container.signal(9), "a signal for a container"),
        (container.tcp_port(80).map(drop), "a port of a container"),
        (container.monitor().await, "a container"),
    ];
    for (result, doing) in cases {
        assert_eq!(
            result.unwrap_err().to_string(),
            format!("{doing} {refused}")
        );
    }
    Ok(())
}
