//! Every public future is `Send` and every public type `Send + Sync`: this compiles.

#![allow(dead_code, reason = "only type-checked")]

use std::time::Duration;

use http::Method;
use worker_sdk::abort::{AbortController, AbortSignal};
#[cfg(feature = "json")]
use worker_sdk::agent_memory;
#[cfg(feature = "json")]
use worker_sdk::ai;
#[cfg(feature = "json")]
use worker_sdk::ai_search;
use worker_sdk::analytics_engine;
#[cfg(feature = "serde")]
use worker_sdk::analytics_sql;
#[cfg(feature = "serde")]
use worker_sdk::artifacts;
#[cfg(feature = "json")]
use worker_sdk::browser_rendering;
use worker_sdk::cache::{self, Cache};
use worker_sdk::containers;
use worker_sdk::crypto::{
    self, Algorithm, Cipher, Derivation, Hash, Key, KeyPair, digest, hmac, verify_hmac,
};
use worker_sdk::d1;
use worker_sdk::durable_objects::storage::{self, Storage, Transaction};
use worker_sdk::durable_objects::{self, facets};
use worker_sdk::email;
use worker_sdk::env::{Raw, Secret};
use worker_sdk::event_source;
use worker_sdk::fetch::{self, Fetcher};
#[cfg(feature = "serde")]
use worker_sdk::flagship;
use worker_sdk::hello_world;
use worker_sdk::html_rewriter;
use worker_sdk::http::{
    Blob, BotManagement, Cf, FieldName, File, FormData, FormValue, Part, RedirectMode,
    RequestBuilder, SameSite, SetCookie, TlsClientAuth, TlsExportedAuthenticator,
};
use worker_sdk::hyperdrive;
use worker_sdk::images;
use worker_sdk::integrations::http::NativeRequest;
use worker_sdk::k2;
use worker_sdk::kv;
#[cfg(feature = "serde")]
use worker_sdk::media_transformations as media;
#[cfg(feature = "serde")]
use worker_sdk::pipelines;
use worker_sdk::queues;
use worker_sdk::r2;
use worker_sdk::rate_limiting;
use worker_sdk::secrets_store;
use worker_sdk::sockets::{self, Socket};
use worker_sdk::spans;
use worker_sdk::sql;
use worker_sdk::stream;
use worker_sdk::streams::{self, ByteStream};
use worker_sdk::tail;
use worker_sdk::task::{JoinError, JoinHandle};
use worker_sdk::test::{self, Advance, Clock, Completed, Log, Received, Recorded, Scheduled, Stub};
use worker_sdk::time::{Elapsed, Interval, Sleep, Timestamp};
use worker_sdk::url::{SearchParams, Url};
#[cfg(feature = "serde")]
use worker_sdk::vectorize;
use worker_sdk::version_metadata;
use worker_sdk::webhooks;
use worker_sdk::websockets::{self, WebSocket};
#[cfg(feature = "serde")]
use worker_sdk::workflows;
use worker_sdk::{
    Body, Context, Env, Error, Exports, Headers, Request, Response, Result, ScheduledEvent,
};

fn send<T: Send>(_: T) {}

#[cfg(feature = "axum")]
fn routers(request: Request, env: Env, context: Context) {
    let router = axum::Router::new();
    send(worker_sdk::integrations::axum::serve(
        router, request, env, context,
    ));
}

const fn send_sync<T: Send + Sync>() {}

macro_rules! all_send_sync {
    ($($type:ty),* $(,)?) => {
        const _: () = {
            $(send_sync::<$type>();)*
        };
    };
}

all_send_sync!(
    AbortController,
    AbortSignal,
    Advance<'static>,
    Blob,
    Body,
    BotManagement,
    ByteStream,
    Cf,
    Clock,
    Completed,
    Context,
    Elapsed,
    Env,
    Error,
    Fetcher,
    File,
    Part,
    FormData,
    FormValue,
    Hash,
    Headers,
    Interval,
    JoinError,
    JoinHandle<String>,
    Log,
    FieldName,
    NativeRequest,
    Raw,
    Received,
    Recorded,
    RedirectMode,
    Request,
    RequestBuilder,
    Response,
    Result<()>,
    SameSite,
    Scheduled,
    ScheduledEvent,
    SearchParams,
    Secret,
    SetCookie,
    Sleep,
    Stub,
    Timestamp,
    TlsClientAuth,
    TlsExportedAuthenticator,
    Url,
    Cache,
    cache::Delete,
    cache::Get,
    cache::Key,
    cache::Put,
    Exports,
    durable_objects::Alarm,
    durable_objects::Cell<std::rc::Rc<()>>,
    durable_objects::Id,
    durable_objects::Jurisdiction,
    durable_objects::LocationHint,
    durable_objects::Namespace,
    durable_objects::RoutingMode,
    durable_objects::State,
    durable_objects::Stub,
    containers::Container,
    containers::Exec,
    containers::Info,
    containers::Instance,
    containers::Output,
    containers::Port,
    containers::Process,
    containers::Snapshot,
    containers::Start,
    facets::Class,
    facets::Facets,
    facets::Startup,
    storage::AlarmTime,
    storage::SqlCursor,
    storage::DeleteAll,
    storage::Get<String>,
    storage::Kv,
    storage::KvEntries<String>,
    storage::KvList<String>,
    storage::List<String>,
    storage::Put,
    storage::SetAlarm,
    storage::Sql,
    Storage,
    Transaction,
    d1::Database,
    d1::ErrorKind,
    d1::Executed,
    d1::Meta,
    d1::Migrations,
    d1::Pages<(String,), u32, fn(&(String,)) -> u32>,
    d1::Query<d1::All<(String,)>>,
    d1::Query<d1::FirstColumn<String>>,
    d1::Results<String>,
    d1::NamedStatement,
    d1::Session,
    d1::Start<'static>,
    d1::Statement,
    sql::Constraint,
    sql::Param<'static>,
    sql::NamedParams<'static>,
    sql::Params,
    sql::Row<'static>,
    sql::Value,
    sql::ValueRef<'static>,
    kv::Delete,
    kv::Get,
    kv::GetMany,
    kv::Key<String>,
    kv::Keys<String>,
    kv::List<String>,
    kv::Namespace,
    kv::Page<String>,
    kv::Pages<String>,
    kv::Put,
    kv::Value,
    r2::Bucket,
    r2::Checksum,
    r2::Checksums,
    r2::Condition,
    r2::CreateMultipartUpload,
    r2::Delete,
    r2::ErrorKind,
    r2::Get,
    r2::GetOutcome,
    r2::HttpMetadata,
    r2::List,
    r2::MultipartUpload,
    r2::Object,
    r2::ObjectBody,
    r2::Objects,
    r2::Page,
    r2::Pages,
    r2::Presign<'static>,
    r2::Put,
    r2::PutOutcome,
    r2::Range,
    r2::Serve,
    r2::Signer,
    r2::SsecKey,
    r2::StorageClass,
    r2::UploadPart,
    r2::UploadedPart,
    crypto::Digest,
    crypto::Generate<KeyPair>,
    crypto::Import,
    crypto::Jwk,
    hyperdrive::Hyperdrive,
    Algorithm,
    Cipher,
    Derivation,
    Key,
    KeyPair,
    analytics_engine::Blob,
    analytics_engine::DataPoint,
    analytics_engine::Dataset,
    rate_limiting::Limiter,
    rate_limiting::Outcome,
    secrets_store::Secret,
    version_metadata::Version,
    sockets::Address,
    sockets::Connect,
    sockets::Info,
    sockets::ReadHalf,
    sockets::SecureTransport,
    sockets::StartTls,
    sockets::WriteHalf,
    Socket,
    websockets::AcceptOptions,
    websockets::AutoResponse,
    websockets::CloseFrame,
    websockets::Connect,
    websockets::ConnectError,
    websockets::Message,
    websockets::ReadyState,
    websockets::Upgrade,
    WebSocket,
    http::Request<Body>,
    http::Response<Body>,
);

#[cfg(feature = "json")]
all_send_sync!(
    worker_sdk::Json<String>,
    websockets::Messages<String>,
    ai::Ai,
    ai::Chat,
    ai::Completion,
    ai::Embed,
    ai::Embeddings,
    ai::Conversion,
    ai::Document,
    ai::Gateway,
    ai::GatewayOptions,
    ai::Log,
    ai::PatchLog,
    ai::ProviderRequest,
    ai::RunProviders,
    ai::ToMarkdown,
    ai::Message,
    ai::Model,
    ai::Models,
    ai::Queued,
    ai::Run<String>,
    ai::Tokens,
    ai::AutoRag,
    ai::AutoRagAnswer<ai::Tokens>,
    ai::AutoRagResults,
    ai::AutoRagSearch,
    ai::ErrorKind,
    ai_search::Answer,
    ai_search::AnswerStream,
    ai_search::ChatCompletions<ai_search::Answer>,
    ai_search::Config,
    ai_search::Download,
    ai_search::Found,
    ai_search::Info,
    ai_search::Instance,
    ai_search::Item,
    ai_search::ItemChunks,
    ai_search::ItemInfo,
    ai_search::ItemLogs,
    ai_search::Items,
    ai_search::Job,
    ai_search::Jobs,
    ai_search::List<ai_search::JobLog>,
    ai_search::Namespace,
    ai_search::Page<ai_search::JobInfo>,
    ai_search::Search,
    ai_search::SearchOptions,
    ai_search::Upload,
    ai_search::UploadAndPoll,
    agent_memory::Ingest,
    agent_memory::List,
    agent_memory::Memory,
    agent_memory::Message,
    agent_memory::Namespace,
    agent_memory::Profile,
    agent_memory::Recall,
    agent_memory::Remember,
    agent_memory::Summary,
    ai::WebSearch,
    ai::WebSearchResults,
    browser_rendering::Acquire,
    browser_rendering::Browser,
    browser_rendering::DevTools,
    browser_rendering::Event,
    browser_rendering::Limits,
    browser_rendering::ListSessions,
    browser_rendering::Page,
    browser_rendering::Script,
    browser_rendering::Session,
    browser_rendering::SessionInfo,
    browser_rendering::SessionScript,
    browser_rendering::Target,
    browser_rendering::Version,
    kv::Entry<String, String>,
    kv::GetManyWithMetadata<String>,
    kv::GetWithMetadata<String>,
);

all_send_sync!(
    worker_sdk::encoding::TextDecoder,
    event_source::Event,
    event_source::EventSource,
    event_source::EventStream,
    event_source::Message,
    event_source::Messages,
    event_source::Sse,
    fetch::cf::CfOptions,
    fetch::cf::Draw,
    fetch::cf::Image,
    fetch::cf::Vary,
    fetch::Client,
    fetch::Retry,
    html_rewriter::Content,
    html_rewriter::Element,
    html_rewriter::HtmlRewriter,
    images::CreateDirectUpload,
    images::Details,
    images::Draw,
    images::Hosted,
    images::HostedImage,
    images::Images,
    images::Info,
    images::List,
    images::Output,
    images::Page,
    images::SignedUrl,
    images::Source,
    images::Transform,
    images::Transformed,
    images::Transformer,
    images::Trim,
    images::Update,
    images::Upload,
    stream::Captions,
    stream::Caption,
    stream::CreateDirectUpload,
    stream::Details,
    stream::DirectUpload,
    stream::Downloads,
    stream::ErrorKind,
    stream::GenerateWatermark,
    stream::ListVideos,
    stream::Stream,
    stream::Update,
    stream::Upload,
    stream::Video,
    stream::VideoDownloads,
    stream::Videos,
    stream::Watermark,
    stream::Watermarks,
    streams::CompressionFormat,
    streams::Lines,
    streams::Pipe<'static>,
    streams::Sender,
    streams::TextStream,
    streams::Transform,
    streams::Writable,
);

all_send_sync!(
    email::Address,
    email::Attachment,
    email::Forward,
    email::Incoming,
    email::Mail,
    email::Outgoing,
    email::RawMail,
    email::Sender,
    email::Sending,
    email::Sent,
    queues::Batch<String>,
    queues::Body,
    queues::ContentType,
    queues::Message<String>,
    queues::Messages<String>,
    queues::Metrics,
    queues::Outgoing,
    queues::Producer,
    queues::SendBatch,
    queues::SendMessage,
    queues::Sent,
    tail::Diagnostic,
    tail::EventInfo,
    tail::Events,
    tail::Exception,
    tail::FetchInfo,
    tail::Items,
    tail::Log,
    tail::Outcome,
    tail::TraceItem,
    test::Delivered,
    test::Email,
    test::Handled,
    test::Queue,
    test::Trace,
);

fn messages(queue: &queues::Producer, message: fn() -> queues::Outgoing) {
    send(queue.send_message(message()).into_future());
    send(queue.send_batch([message()]).into_future());
    send(queue.metrics());
    send(async move { queue.send_text("").await });
    send(test::queue("").deliver());
    send(test::queue("").into_future());
    send(test::tail([]));
}

fn mail(message: &email::Incoming, sender: &email::Sender, mail: fn() -> email::Mail) {
    send(sender.send(mail()).into_future());
    send(message.reply(mail()).into_future());
    send(message.forward("").into_future());
    send(message.set_reject(""));
    send(async move { message.forward("").header("", "").await });
    send(test::email(mail()).deliver());
    send(test::email(mail()).into_future());
}

fn reading(stream: fn() -> ByteStream, mut text: streams::TextStream, mut lines: streams::Lines) {
    send(async move { stream().read_at_least(1, &mut [0]).await });
    send(async move { stream().cancel(&Error::new("")).await });
    send(text.try_next());
    send(lines.try_next());
}

fn writing(
    writable: fn() -> streams::Writable,
    mut stream: ByteStream,
    mut sender: streams::Sender,
) {
    send(async move { writable().write("").await });
    send(async move { writable().flush().await });
    send(async move { writable().close().await });
    send(async move { writable().abort(&Error::new("")).await });
    send(stream.pipe_to(&mut writable()).into_future());
    send(writable().closed());
    send(async move { sender.send("").await });
}

fn events(mut source: event_source::EventSource, mut stream: event_source::EventStream) {
    send(source.try_next());
    send(stream.try_next());
}

fn retries(retry: fetch::Retry, service: &Fetcher, request: fn() -> Request) {
    send(async move { retry.fetch(request()).await });
    send(async move { retry.fetch_from(service, request()).await });
    send(async move { fetch::Client.fetch(request()).await });
}

fn bodies(body: fn() -> Body, mut stream: ByteStream) {
    send(body().bytes());
    send(body().text());
    send(body().form_data(""));
    send(stream.try_next());
}

fn requests(mut request: Request) {
    send(request.bytes());
    send(request.text());
    send(request.blob());
    send(request.form_data());
    #[cfg(feature = "json")]
    send(request.json::<String>());
    #[cfg(feature = "form")]
    send(request.form_as::<String>());
}

all_send_sync!(
    webhooks::Hmac,
    webhooks::Signer,
    webhooks::Verified,
    webhooks::Verifier,
);

fn hooks(verifier: &webhooks::Verifier, signer: &webhooks::Signer, mut request: Request) {
    send(verifier.verify_parts(&Headers::new(), ""));
    send(async move { verifier.verify(&mut request).await });
    send(signer.sign("a", ""));
    send(signer.sign_at("a", Timestamp::from_millis(0.0), Vec::new()));
}

fn responses(response: fn() -> Response) {
    send(response().read_bytes());
    send(response().read_text());
    send(response().read_blob());
    send(response().read_form_data());
    #[cfg(feature = "json")]
    send(response().read_json::<String>());
}

fn files(blob: &Blob, file: &File) {
    send(blob.bytes());
    send(blob.text());
    send(file.bytes());
    send(file.text());
}

fn others(fetcher: &Fetcher, request: fn() -> Request, signal: &AbortSignal) {
    send(worker_sdk::fetch(request()));
    send(worker_sdk::fetch("https://example.com/"));
    send(fetcher.fetch(request()));
    send(Request::get("https://example.com/").into_future());
    send(digest(Hash::Sha256, Vec::new()));
    send(signal.wait());
}

fn sockets(mut socket: WebSocket, other: fn() -> WebSocket) {
    send(socket.receive());
    send(websockets::proxy(other(), other()));
    send(websockets::connect("").into_future());
    #[cfg(feature = "json")]
    send(socket.messages::<String>().try_next());
}

fn buckets(bucket: &r2::Bucket, object: fn() -> r2::ObjectBody, signer: &r2::Signer) {
    send(bucket.head(""));
    send(bucket.get("").into_future());
    send(bucket.get("").only_if(r2::Condition::new()).into_future());
    send(bucket.put("", "").into_future());
    send(
        bucket
            .put("", "")
            .only_if(r2::Condition::new())
            .into_future(),
    );
    send(bucket.delete("").into_future());
    send(bucket.list().into_future());
    send(bucket.list().pages().try_next());
    send(bucket.list().objects().try_next());
    send(bucket.create_multipart_upload("").into_future());
    send(object().bytes());
    send(object().text());
    send(object().blob());
    #[cfg(feature = "json")]
    send(object().json::<String>());
    send(signer.presign(Method::GET, "", "").into_future());
    send(hmac(Hash::Sha256, Vec::new(), ""));
    send(verify_hmac(Hash::Sha256, "", Vec::new(), ""));
}

fn uploads(upload: &r2::MultipartUpload, bucket: &r2::Bucket, request: &Request) {
    send(upload.upload_part(1, "").into_future());
    send(upload.complete([]));
    send(upload.abort());
    send(bucket.serve("", request).into_future());
}

fn caches(cache: &Cache, key: &cache::Key) {
    send(Cache::open(""));
    send(cache.get(key).into_future());
    send(cache.put(key, Response::empty()).into_future());
    send(cache.delete(key).into_future());
}

fn key_values(kv: &kv::Namespace, get: fn() -> kv::Get, bulk: fn() -> kv::GetMany) {
    send(get().into_future());
    send(get().text());
    send(get().bytes());
    send(get().body());
    send(get().stream());
    send(bulk().text());
    send(bulk().into_future());
    send(kv.put("", "").into_future());
    send(kv.list().into_future());
    send(kv.list().pages().try_next());
    send(kv.list().keys().try_next());
    send(kv.delete("").into_future());
    send(kv.delete_many([""]).into_future());
    #[cfg(feature = "json")]
    {
        send(get().json::<String>());
        send(bulk().json::<String>());
        send(kv.put_json("", "").into_future());
        send(kv.list().metadata::<String>().keys().try_next());
    }
}

#[cfg(feature = "json")]
fn key_values_with_metadata(kv: &kv::Namespace) {
    let get = || kv.get_with_metadata::<String>("");
    send(get().into_future());
    send(kv.get_many_with_metadata::<String>([""]).into_future());
    send(get().text());
    send(get().bytes());
    send(get().json::<String>());
    send(get().body());
    send(get().stream());
    send(kv.get_many_with_metadata::<String>([""]).text());
    send(kv.get_many_with_metadata::<String>([""]).json::<String>());
}

fn databases(db: &d1::Database, session: &d1::Session, migrations: &d1::Migrations) {
    let statement = db.prepare("");
    send(statement.all::<(u8,)>().into_future());
    send(statement.raw::<(u8,)>().into_future());
    send(statement.first::<(u8,)>().into_future());
    send(statement.first_column::<u8>("").into_future());
    send(statement.one::<(u8,)>().into_future());
    send(statement.run().into_future());
    send(db.batch((vec![statement.run()], statement.one::<(u8,)>())));
    send(session.batch([statement.run()]));
    send(db.exec(""));
    send(migrations.apply(db));
    let mut pages = statement.pages(1, 0, |row: &(u8,)| row.0);
    send(pages.try_next());
    send(pages.into_stream());
}

fn secrets(secret: &secrets_store::Secret, limiter: &rate_limiting::Limiter) {
    send(secret.get());
    send(limiter.limit("").into_future());
}

fn keys(key: &Key, cipher: Cipher, derivation: Derivation, digest: crypto::Digest) {
    send(Key::generate(Algorithm::AesGcm).into_future());
    send(KeyPair::generate(Algorithm::Ed25519).into_future());
    send(Key::import_raw(Algorithm::AesGcm, "").into_future());
    send(key.export_raw());
    send(key.export_jwk());
    send(key.sign(""));
    send(key.verify("", ""));
    send(key.encrypt(cipher.clone(), ""));
    send(key.decrypt(cipher.clone(), ""));
    send(key.derive_bytes(derivation, 1));
    send(key.wrap(key, cipher));
    send(digest);
}

fn connections(database: &hyperdrive::Hyperdrive, socket: Socket, other: Socket, third: Socket) {
    send(sockets::connect("").into_future());
    send(database.connect().into_future());
    send(other.start_tls().into_future());
    send(third.close());
    let (mut read, mut write) = socket.into_split();
    send(read.read(&mut []));
    send(write.write_all(""));
    send(write.shutdown());
}

#[cfg(feature = "tokio-postgres")]
fn postgres(database: &hyperdrive::Hyperdrive, socket: Socket, config: &tokio_postgres::Config) {
    use worker_sdk::integrations::tokio_postgres::{connect, connect_hyperdrive, connect_to};
    send_sync::<worker_sdk::integrations::tokio_postgres::Client>();
    send(connect(socket, config));
    send(connect_to(config));
    send(connect_hyperdrive(database));
}

fn objects(storage: &Storage, object: &durable_objects::Stub, container: &containers::Container) {
    send(storage.get::<String>("").into_future());
    send(storage.get_many::<String>([""]).into_future());
    send(storage.put("", "").into_future());
    send(storage.put_many([("", "")]).into_future());
    send(storage.delete("").into_future());
    send(storage.delete_many([""]).into_future());
    send(storage.delete_all().into_future());
    send(storage.list::<String>().into_future());
    send(storage.alarm().into_future());
    send(storage.set_alarm(Duration::ZERO).into_future());
    send(storage.delete_alarm().into_future());
    send(storage.sync());
    send(storage.current_bookmark());
    send(storage.bookmark_for_time(Timestamp::from_millis(0.0)));
    send(storage.on_next_session_restore_bookmark(""));
    send(storage.transaction(async |txn: Transaction| -> Result<()> {
        let count = txn.get::<u32>("").await?;
        let mut rows = storage.sql().exec("", ())?;
        txn.put("", &count).await?;
        let _ = rows.all::<(u32,)>()?;
        object.fetch("/").await.map(drop)
    }));
    send(container.monitor());
    send(container.destroy(None));
    send(container.exec([""]).into_future());
    send(container.inspect());
    send(container.snapshot(None));
    send(container.snapshot_directory("", None));
    send(container.set_inactivity_timeout(Duration::ZERO));
}

fn states(state: &durable_objects::State, stub: &durable_objects::Stub, local: std::rc::Rc<()>) {
    send(stub.fetch("/"));
    send(state.block_concurrency_while(async move { Ok::<_, Error>(local) }));
    send(test::run_alarm(stub));
    send(test::evict(stub));
    send(test::run_in_object(stub, async |state| Ok(state)));
}

fn time(interval: &mut Interval) {
    send(worker_sdk::sleep(Duration::ZERO));
    send(worker_sdk::timeout(Duration::ZERO, async {}));
    send(interval.tick());
}

fn tests(clock: &Clock, request: Request) {
    send(test::fetch("/"));
    send(test::fetch(request));
    send(test::migrate("DB"));
    send(test::settled());
    send(test::scheduled("* * * * *").into_future());
    send(clock.advance(Duration::ZERO).into_future());
}

/// What is not `Send` may be spawned; its handle is `Send` all the same.
fn spawned(value: std::rc::Rc<()>) {
    send(worker_sdk::spawn(async move { drop(value) }));
}

/// A handler with all of its parts held across a suspension.
async fn handler(mut request: Request, env: Env, context: Context) -> Result<Response> {
    let (cf, signal, url) = (request.cf(), request.signal(), request.parsed_url()?);
    let form = request.form_data().await?;
    let headers = request.headers();
    let onward = Request::from_parts(Method::POST, "", headers.clone(), form)?;
    let response = worker_sdk::fetch(onward).await?;
    signal.wait().await;
    drop((cf, url, env, context, headers));
    Ok(response)
}

fn handlers(request: Request, env: Env, context: Context) {
    send(handler(request, env, context));
}

#[cfg(feature = "router")]
mod routers {
    use worker_sdk::extract::{Cookies, Parts, Problems};
    use worker_sdk::middleware::{
        Cors, CorsWith, Next, OnError, RequestIds, SecureHeaders, VerifyWebhook,
    };
    use worker_sdk::router::{Answer, MethodRouter, Router};
    use worker_sdk::{Context, Env, HttpError, Request};

    use super::{send, send_sync};

    /// State of any kind: it stays on its thread.
    type State = std::rc::Rc<std::cell::Cell<u8>>;

    all_send_sync!(
        Answer,
        Cookies,
        Cors,
        CorsWith<State>,
        HttpError,
        MethodRouter<State>,
        Next,
        OnError,
        Parts,
        Problems,
        RequestIds,
        Router<State>,
        SecureHeaders,
        VerifyWebhook<State>,
    );

    fn answers(router: &Router, request: fn() -> Request, env: Env, context: Context, next: Next) {
        send(router.handle(request(), env.clone(), context));
        send(router.handle_with(request(), env, ()));
        send(next.run(request()));
    }
}

#[cfg(feature = "serde")]
all_send_sync!(pipelines::Pipeline, pipelines::SendRecords);

#[cfg(feature = "serde")]
fn records(pipeline: &pipelines::Pipeline) {
    let record = std::collections::BTreeMap::from([("a", 1)]);
    send(pipeline.send([record]).into_future());
}

#[cfg(feature = "serde")]
all_send_sync!(
    vectorize::Index,
    vectorize::Vector,
    vectorize::Query,
    vectorize::Change,
    vectorize::GetByIds,
    vectorize::Filter,
    vectorize::Matches<String>,
    vectorize::Stored<String>,
    vectorize::Details,
);

#[cfg(feature = "serde")]
fn vectors(index: &vectorize::Index) {
    send(index.describe());
    send(index.query([1.0]).metadata::<String>().into_future());
    send(index.upsert([]).into_future());
    send(index.get_by_ids(["a"]).metadata::<String>().into_future());
}

all_send_sync!(
    hello_world::Greeting,
    hello_world::HelloWorld,
    k2::Producer,
    k2::Record,
    k2::SendRecords,
);

all_send_sync!(
    spans::Span,
    spans::SpanContext,
    spans::Status,
    spans::Value<'static>,
);

fn spans(span: &spans::Span, pages: &kv::Namespace) {
    send(span.run(async { 1 }));
    send(span.run(pages.put("home", "hello")));
}

fn small(hello: &hello_world::HelloWorld, stream: &k2::Producer) {
    send(hello.get());
    send(hello.set("a"));
    send(stream.send(["a"]).into_future());
}

#[cfg(feature = "serde")]
all_send_sync!(
    analytics_sql::Analytics,
    analytics_sql::Query<String>,
    analytics_sql::Results<String>,
    analytics_sql::Statistics,
    artifacts::Artifacts,
    artifacts::Commit,
    artifacts::Create,
    artifacts::CreateToken,
    artifacts::Created,
    artifacts::ErrorKind,
    artifacts::Fork,
    artifacts::Import,
    artifacts::Info,
    artifacts::List,
    artifacts::Log,
    artifacts::NewToken,
    artifacts::Page,
    artifacts::Repo,
    artifacts::Tokens,
    artifacts::TreeEntry,
    flagship::Details<String>,
    flagship::Flagship,
    flagship::Get<bool>,
    media::Media,
    media::Output,
    media::Transform,
    media::Transformed,
    media::Transformer,
);

#[cfg(feature = "serde")]
fn analytics(analytics: &analytics_sql::Analytics) {
    send(analytics.query::<String>("SELECT 1").into_future());
}

#[cfg(feature = "serde")]
fn repositories(repos: &artifacts::Artifacts, repo: &artifacts::Repo) {
    send(repos.create("a").into_future());
    send(repos.import("https://example.com", "a").into_future());
    send(repos.get("a"));
    send(repos.list().into_future());
    send(repos.delete("a"));
    send(repo.info());
    send(repo.create_token(artifacts::Scope::Read).into_future());
    send(repo.list_tokens());
    send(repo.revoke_token("a"));
    send(repo.fork("a").into_future());
    send(repo.log().into_future());
    send(repo.read_commit("a"));
    send(repo.read_tree("a"));
    send(repo.read_blob("a"));
    send(repo.read_file("main", "a"));
}

#[cfg(feature = "serde")]
fn instances(instance: &workflows::Instance<String>) {
    send(instance.status());
    send(instance.restart());
    send(instance.restart_from("a").into_future());
}

#[cfg(feature = "serde")]
fn flags(flags: &flagship::Flagship) {
    send(flags.get("a", false).into_future());
    send(flags.get("a", "b").details());
}

#[cfg(feature = "serde")]
fn videos(media: &media::Media, made: &media::Transformed) {
    let output = || media.input("a").output(media::Mode::Frame);
    send(output().into_future());
    send(output().response());
    send(made.content_type());
    send(made.media());
    send(made.response());
}

#[cfg(feature = "json")]
fn searches(
    docs: &ai_search::Instance,
    namespace: &ai_search::Namespace,
    mut answer: ai_search::AnswerStream,
    chat: &ai::Chat,
) {
    send(docs.search("").into_future());
    send(docs.chat_completions(chat).into_future());
    send(docs.chat_completions_stream(chat).into_future());
    send(docs.info());
    send(docs.items().upload("", "").into_future());
    send(docs.items().upload_and_poll("", "").into_future());
    send(docs.items().list().into_future());
    send(docs.items().get("").download());
    send(docs.items().get("").logs().into_future());
    send(docs.jobs().create(None));
    send(namespace.create("", ai_search::Config::new()));
    send(namespace.list().into_future());
    send(async move { answer.sources().await.map(<[_]>::len) });
}

#[cfg(feature = "json")]
fn memories(memory: &agent_memory::Namespace, ai: &ai::Ai) {
    send(memory.delete_profile(""));
    send(async move { memory.profile("").get("").await });
    send(memory.profile("").ingest([]).into_future());
    send(memory.profile("").recall("").into_future());
    send(memory.profile("").summary().into_future());
    send(ai.websearch("", "").into_future());
}
