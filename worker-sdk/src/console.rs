//! The platform's console, seen in `wrangler dev`, `wrangler tail` and Workers Logs.
//!
//! The macros format text as `format!` does. Values after a `;` are passed to the console as they are, so log tools
//! see their structure:
//!
//! ```no_run
//! # use worker_sdk::console_log;
//! console_log!("plain {}", "text");
//! console_log!("with values"; 1, true, "three");
//! console_log!("{} of {all}", 1, all = 2; "and a value");
//! ```

#[cfg(any(feature = "log", feature = "router", feature = "tracing"))]
#[cfg_attr(
    not(feature = "tracing"),
    allow(
        dead_code,
        reason = "messages of `log` and lines of requests need less of it"
    )
)]
pub(crate) mod line;

use wasm_bindgen::prelude::*;

use crate::js;

mod methods;

pub use methods::{
    Group, Timer, assert, clear, count, count_reset, dir, dirxml, group, group_collapsed, table,
    time, time_stamp, trace,
};

#[wasm_bindgen(module = "/src/js/console.js")]
extern "C" {
    fn write_console(level: i32, text: &JsValue, values: &JsValue);
}

/// A console level.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Level {
    Debug,
    Log,
    Info,
    Warn,
    Error,
}

/// Writes `text` and `values` to the console.
#[doc(hidden)]
pub fn write(level: Level, text: &str, values: Vec<JsValue>) {
    write_console(level as i32, &js::text(text), &js::list(values));
}

/// A value that can be handed to the console with its structure.
///
/// Integers that a JavaScript number holds exactly are numbers there, larger ones `BigInt`s. `None` is `null`. What
/// `serde` can serialize is logged inside of [`Json`](crate::Json).
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::console_log;
/// # let (bytes, country) = (0_usize, Some("NL"));
/// console_log!("served"; bytes, country);
/// ```
pub trait Loggable {
    /// The JavaScript value that the console shows.
    #[doc(hidden)]
    fn to_console(&self) -> JsValue;
}

macro_rules! loggable {
    ($($type:ty),*) => {
        $(impl Loggable for $type {
            fn to_console(&self) -> JsValue {
                JsValue::from(self.clone())
            }
        })*
    };
}

loggable!(bool, u8, u16, u32, i8, i16, i32, f32, f64, String, JsValue);

/// Every integer up to here is exact as a JavaScript number.
const EXACT: u64 = 1 << 53;

macro_rules! loggable_integers {
    ($($type:ty => $wide:ty, $magnitude:expr);* $(;)?) => {
        $(impl Loggable for $type {
            fn to_console(&self) -> JsValue {
                let wide = *self as $wide;
                if $magnitude(wide) <= EXACT {
                    JsValue::from(wide as f64)
                } else {
                    JsValue::from(wide)
                }
            }
        })*
    };
}

loggable_integers!(
    u64 => u64, u64::from;
    usize => u64, u64::from;
    i64 => i64, i64::unsigned_abs;
    isize => i64, i64::unsigned_abs;
);

impl Loggable for char {
    fn to_console(&self) -> JsValue {
        js::text(self.encode_utf8(&mut [0; 4]))
    }
}

impl<T: Loggable> Loggable for Option<T> {
    fn to_console(&self) -> JsValue {
        self.as_ref().map_or(JsValue::NULL, T::to_console)
    }
}

impl Loggable for str {
    fn to_console(&self) -> JsValue {
        js::text(self)
    }
}

impl Loggable for crate::Error {
    fn to_console(&self) -> JsValue {
        js::error_to_js(self)
    }
}

impl<T: Loggable + ?Sized> Loggable for &T {
    fn to_console(&self) -> JsValue {
        (**self).to_console()
    }
}

#[cfg(feature = "json")]
impl Loggable for serde_json::Value {
    fn to_console(&self) -> JsValue {
        js::parse_json(&self.to_string())
    }
}

/// What cannot be serialized is logged as the error that says why.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Json, console_log};
/// #[derive(serde::Serialize)]
/// struct Order {
///     article: String,
///     count: u32,
/// }
///
/// fn log(order: &Order) {
///     console_log!("sold"; Json(order));
/// }
/// ```
#[cfg(feature = "json")]
impl<T: serde::Serialize> Loggable for crate::Json<T> {
    fn to_console(&self) -> JsValue {
        match crate::json::to_string(&self.0) {
            Ok(text) => js::parse_json(&text),
            Err(error) => js::error_to_js(&error),
        }
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __console {
    (@ $level:ident [$($format:tt)+] $(,)? ; $($value:expr),+ $(,)?) => {
        $crate::console::write(
            $crate::console::Level::$level,
            &::std::format!($($format)+),
            ::std::vec![$($crate::console::Loggable::to_console(&$value)),+],
        )
    };
    (@ $level:ident [$($format:tt)+] $(,)?) => {
        $crate::console::write($crate::console::Level::$level, &::std::format!($($format)+), ::std::vec::Vec::new())
    };
    // One argument of the text after the other, until the `;`. As an expression, `name = value` is an assignment.
    (@ $level:ident [$($format:tt)+], $name:ident = $argument:expr ; $($values:tt)*) => {
        $crate::__console!(@ $level [$($format)+, $name = $argument] ; $($values)*)
    };
    (@ $level:ident [$($format:tt)+], $name:ident = $argument:expr $(, $($rest:tt)*)?) => {
        $crate::__console!(@ $level [$($format)+, $name = $argument] $(, $($rest)*)?)
    };
    (@ $level:ident [$($format:tt)+], $argument:expr ; $($values:tt)*) => {
        $crate::__console!(@ $level [$($format)+, $argument] ; $($values)*)
    };
    (@ $level:ident [$($format:tt)+], $argument:expr $(, $($rest:tt)*)?) => {
        $crate::__console!(@ $level [$($format)+, $argument] $(, $($rest)*)?)
    };
    ($level:ident, $format:expr ; $($values:tt)*) => {
        $crate::__console!(@ $level [$format] ; $($values)*)
    };
    ($level:ident, $format:expr $(, $($rest:tt)*)?) => {
        $crate::__console!(@ $level [$format] $(, $($rest)*)?)
    };
}

/// Writes to the console at level `log`.
///
/// # Examples
///
/// ```no_run
/// # let count = 1;
/// worker_sdk::console_log!("served {count} requests");
/// worker_sdk::console_log!("served"; count);
/// ```
#[macro_export]
macro_rules! console_log {
    ($($t:tt)+) => { $crate::__console!(Log, $($t)+) };
}

/// Writes to the console at level `debug`. See [`console_log!`](crate::console_log).
#[macro_export]
macro_rules! console_debug {
    ($($t:tt)+) => { $crate::__console!(Debug, $($t)+) };
}

/// Writes to the console at level `info`. See [`console_log!`](crate::console_log).
#[macro_export]
macro_rules! console_info {
    ($($t:tt)+) => { $crate::__console!(Info, $($t)+) };
}

/// Writes to the console at level `warn`. See [`console_log!`](crate::console_log).
#[macro_export]
macro_rules! console_warn {
    ($($t:tt)+) => { $crate::__console!(Warn, $($t)+) };
}

/// Writes to the console at level `error`. See [`console_log!`](crate::console_log).
#[macro_export]
macro_rules! console_error {
    ($($t:tt)+) => { $crate::__console!(Error, $($t)+) };
}
