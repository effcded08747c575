//! Lists, properties, numbers.

use wasm_bindgen::prelude::*;

use crate::time::Timestamp;

#[wasm_bindgen(module = "/src/js/values.js")]
extern "C" {
    fn new_list() -> JsValue;
    fn push(list: &JsValue, value: &JsValue);
    #[wasm_bindgen(js_name = length)]
    fn length_of(list: &JsValue) -> i32;
    fn at(list: &JsValue, index: i32) -> JsValue;
    fn property_of(object: &JsValue, name: &JsValue) -> JsValue;
    fn time_of(value: &JsValue) -> f64;
    fn number_of(value: &JsValue) -> f64;
}

/// A JavaScript array.
pub(crate) fn list(values: impl IntoIterator<Item = JsValue>) -> JsValue {
    let list = new_list();
    for value in values {
        push(&list, &value);
    }
    list
}

/// The strings of a JavaScript array; other elements are empty.
pub(crate) fn list_to_strings(list: &JsValue) -> Vec<String> {
    (0..length_of(list))
        .map(|index| super::string(&at(list, index)).unwrap_or_default())
        .collect()
}

/// The elements of a JavaScript array.
pub(crate) fn items(list: &JsValue) -> impl Iterator<Item = JsValue> {
    (0..length_of(list)).map(|index| at(list, index))
}

/// How many elements a JavaScript array has.
pub(crate) fn length(list: &JsValue) -> usize {
    length_of(list) as usize
}

/// An element of a JavaScript array; `undefined` where there is none.
pub(crate) fn item(list: &JsValue, index: usize) -> JsValue {
    at(list, index as i32)
}

/// A property; `undefined` where there is none.
pub(crate) fn property(object: &JsValue, name: &'static str) -> JsValue {
    property_of(object, &super::constant(name))
}

/// A property as text, if it is a string.
#[inline(never)]
pub(crate) fn string_property(object: &JsValue, name: &'static str) -> Option<String> {
    super::string(&property(object, name))
}

/// A property whose name is not a constant.
pub(crate) fn property_named(object: &JsValue, name: &str) -> JsValue {
    property_of(object, &super::text(name))
}

/// A property as a time, if it is a date or a text that says one.
pub(crate) fn time_property(object: &JsValue, name: &'static str) -> Option<Timestamp> {
    let millis = time_of(&property(object, name));
    (!millis.is_nan()).then(|| Timestamp::from_millis(millis))
}

/// The time that a text says, if it says one.
#[cfg(feature = "json")]
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let millis = time_of(&super::text(text));
    (!millis.is_nan()).then(|| Timestamp::from_millis(millis))
}

/// The value as a number, if it is one.
pub(crate) fn number(value: &JsValue) -> Option<f64> {
    Some(number_of(value)).filter(|number| !number.is_nan())
}
