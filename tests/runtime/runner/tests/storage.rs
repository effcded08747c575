//! Each test has storage of its own: what one leaves behind is not there for the next.
#![cfg(target_family = "wasm")]

mod common;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
const expect = (found, expected) => {
  if (found !== expected) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
};

export async function kv(env) {
  expect(await env.KV.get('key'), null);
  await env.KV.put('key', 'value');
  expect(await env.KV.get('key'), 'value');
}

export async function two_namespaces(env) {
  await env.KV.put('key', 'value');
  expect(await env.OTHER_KV.get('key'), null);
}

export async function r2(env) {
  expect(await env.BUCKET.get('key'), null);
  await env.BUCKET.put('key', 'value');
  expect(await (await env.BUCKET.get('key')).text(), 'value');
}

export async function d1(env) {
  await env.DB.exec('CREATE TABLE rows (name TEXT)');
  await env.DB.prepare('INSERT INTO rows VALUES (?)').bind('a').run();
  expect(await env.DB.prepare('SELECT count(*) AS n FROM rows').first('n'), 1);
}

export async function cache() {
  for (const cache of [caches.default, await caches.open('named')]) {
    expect(await cache.match('https://example.com/'), undefined);
    await cache.put('https://example.com/', new Response('value', { headers: { 'cache-control': 'max-age=60' } }));
    expect(await (await cache.match('https://example.com/')).text(), 'value');
  }
}

export async function queue(env) {
  await env.QUEUE.send('message');
}

export async function variables(env) {
  expect(env.GREETING, 'hello');
  expect(Object.keys(env).sort().join(), 'ASSETS,BUCKET,DB,DESK,ELSEWHERE,GREETING,KV,LIMITS,OTHER_KV,QUEUE,SELF');
  expect(env.LIMITS.most, 3);
}

export async function assets(env) {
  expect(await (await env.ASSETS.fetch('https://example.com/hello.txt')).text(), 'hello\\n');
}

export async function itself(env) {
  expect(await (await env.SELF.fetch('https://example.com/')).text(), 'hello');
}

export async function elsewhere(env) {
  const text = (binding) => `the worker \\`elsewhere\\`, bound as \\`${binding}\\`, does not run beside tests; stand in for it with \\`Project::service\\` of \\`worker-e2e\\``;
  for (const binding of ['ELSEWHERE', 'DESK']) {
    const response = await env[binding].fetch('https://example.com/');
    expect(response.status, 503);
    expect(await response.text(), text(binding));
    const error = await env[binding].balance('Ada').then(() => undefined, (error) => error);
    expect(error?.message, text(binding));
  }
}

export async function platform_env(env) {
  const { env: imported } = await import('cloudflare:workers');
  expect(imported.KV, env.KV);
}
")]
extern "C" {
    fn kv(env: &JsValue) -> JsValue;
    fn two_namespaces(env: &JsValue) -> JsValue;
    fn r2(env: &JsValue) -> JsValue;
    fn d1(env: &JsValue) -> JsValue;
    fn cache() -> JsValue;
    fn queue(env: &JsValue) -> JsValue;
    fn variables(env: &JsValue) -> JsValue;
    fn assets(env: &JsValue) -> JsValue;
    fn itself(env: &JsValue) -> JsValue;
    fn elsewhere(env: &JsValue) -> JsValue;
    fn platform_env(env: &JsValue) -> JsValue;
}

test!(a_kv_namespace_is_empty, |env, _, _| kv(&env));
test!(a_kv_namespace_is_empty_again, |env, _, _| kv(&env));
test!(namespaces_are_apart, |env, _, _| two_namespaces(&env));
test!(a_bucket_is_empty, |env, _, _| r2(&env));
test!(a_bucket_is_empty_again, |env, _, _| r2(&env));
test!(a_database_is_empty, |env, _, _| d1(&env));
test!(a_database_is_empty_again, |env, _, _| d1(&env));
test!(a_cache_is_empty, |_, _, _| cache());
test!(a_cache_is_empty_again, |_, _, _| cache());
test!(a_queue_takes_messages, |env, _, _| queue(&env));
test!(the_environment_is_that_of_the_configuration, |env, _, _| {
    variables(&env)
});
test!(the_imported_environment_is_the_same, |env, _, _| {
    platform_env(&env)
});
test!(a_file_is_served, |env, _, _| assets(&env));
test!(the_worker_is_bound_to_itself, |env, _, _| itself(&env));
test!(another_worker_is_said_to_be_missing, |env, _, _| elsewhere(
    &env
));
