//! Suites that were written for wasm-bindgen's own runner run unchanged.
#![cfg(target_family = "wasm")]

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    static CELL: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen(
    inline_js = "export const later = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));"
)]
extern "C" {
    async fn later(value: JsValue) -> JsValue;
}

#[wasm_bindgen_test]
fn an_instance_of_its_own() {
    CELL.set(CELL.get() + 1);
    assert_eq!(CELL.get(), 1);
}

#[wasm_bindgen_test]
fn an_instance_of_its_own_again() {
    CELL.set(CELL.get() + 1);
    assert_eq!(CELL.get(), 1);
}

#[wasm_bindgen_test]
async fn waits() {
    console_log!("waiting for {}", 7);
    assert_eq!(later(7.into()).await, 7);
}

#[wasm_bindgen_test]
#[should_panic(expected = "boom")]
fn panics() {
    panic!("boom");
}

#[wasm_bindgen_test]
fn a_result() -> Result<(), JsValue> {
    Ok(())
}
