//! The contract between a test's export and the runner.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const adds = async (env) => {
  const before = await env.KV.get('key');
  await env.KV.put('key', 'value');
  if (before !== null || await env.KV.get('key') !== 'value') throw new Error('not alone');
};
")]
extern "C" {
    fn adds(env: &JsValue) -> JsValue;
}

macro_rules! test {
    ($name:ident, $call:expr) => {
        const _: () = {
            #[unsafe(export_name = concat!("__worker_sdk::test::", module_path!(), "::", stringify!($name)))]
            extern "C" fn register() -> u32 {
                worker_sdk::__private::register($call)
            }
            const TEXT: &str = concat!(
                r#"{"v":1,"kind":"test","export":"__worker_sdk::test::"#, module_path!(), "::", stringify!($name),
                r#"","name":""#, module_path!(), "::", stringify!($name),
                r#"","ignore":null,"should_panic":null,"timeout_ms":null,"file":""#, file!(), r#"","line":"#, line!(), "}\n",
            );
            #[unsafe(link_section = "worker_sdk")]
            #[used]
            static RECORD: [u8; TEXT.len()] = worker_sdk::__private::bytes(TEXT);
        };
    };
}

test!(stores_alone, |env, _, _| adds(&env));
test!(stores_alone_again, |env, _, _| adds(&env));
