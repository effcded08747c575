//! Something remote, and who lets go of it.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wasm_bindgen::JsValue;

use super::sys;
use crate::js::codec::Live;

/// A remote object or function, whatever its methods are. Cheap to clone.
///
/// When the last clone is dropped, the other side learns that nobody calls the object any more.
#[derive(Clone)]
pub struct Stub(Arc<Held>);

struct Held {
    raw: JsValue,
    holder: Holder,
    /// Why there is none, where it is undefined.
    refused: JsValue,
}

/// Who has it.
#[derive(PartialEq)]
enum Holder {
    /// We alone, so it has to be let go of.
    Us,
    /// Others, too.
    Others,
    /// The environment: it is there as long as the instance, so that its methods are worth to be kept.
    Environment,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.holder == Holder::Us {
            sys::dispose(&self.raw);
        }
    }
}

impl Stub {
    /// Wraps a JavaScript `RpcStub`, which is disposed of with the last clone; or the stub of a service or of a Durable
    /// Object, which is left alone.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let holder = match sys::is_owned(&raw) {
            1 => Holder::Us,
            _ => Holder::Others,
        };
        Self::holding(raw, holder, JsValue::UNDEFINED)
    }

    /// As [`from_raw`](Self::from_raw), for a value that stands on the environment.
    pub(crate) fn lasting(raw: JsValue) -> Self {
        Self::holding(raw, Holder::Environment, JsValue::UNDEFINED)
    }

    /// What a call of ours gives, whatever it is; also before the call is done.
    pub(crate) fn given(raw: JsValue) -> Self {
        Self::holding(raw, Holder::Us, JsValue::UNDEFINED)
    }

    /// None: calls fail with `error`.
    pub(crate) fn refused(error: JsValue) -> Self {
        Self::holding(JsValue::UNDEFINED, Holder::Others, error)
    }

    fn holding(raw: JsValue, holder: Holder, refused: JsValue) -> Self {
        Self(Arc::new(Held {
            raw,
            holder,
            refused,
        }))
    }

    /// The JavaScript object, if there is one.
    pub(super) fn checked(&self) -> crate::Result<&JsValue> {
        match self.0.raw.is_undefined() {
            true => Err(crate::Error::from_raw(self.0.refused.clone())),
            false => Ok(&self.0.raw),
        }
    }

    pub(super) fn is_lasting(&self) -> bool {
        self.0.holder == Holder::Environment
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0.raw
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stub { .. }")
    }
}

thread_local! {
    /// Stubs that were made to be sent, while somebody collects them.
    static SENT: RefCell<Option<Vec<Stub>>> = const { RefCell::new(None) };
}

/// What `write` gives, and the stubs in it: they are kept until the receiver has made his own of them.
pub(super) fn sending<T>(write: impl FnOnce() -> T) -> (T, Vec<Stub>) {
    let _outer = Outer(SENT.replace(Some(Vec::new())));
    let written = write();
    (written, SENT.take().unwrap_or_default())
}

/// What collects again when the inner one is over, be it by a panic.
struct Outer(Option<Vec<Stub>>);

impl Drop for Outer {
    fn drop(&mut self) {
        // Stubs dispose of what they stand for, which must not happen inside of the cell.
        drop(SENT.replace(self.0.take()));
    }
}

/// A stub of one's own.
fn owned(raw: &JsValue) -> crate::Result<JsValue> {
    let own = sys::own(raw);
    match own.is_undefined() && !raw.is_undefined() {
        true => Err(crate::Error::last_failure("passing a stub on")),
        false => Ok(own),
    }
}

impl Serialize for Stub {
    /// What is sent is another stub of the same object, as the sender may drop this one at once. The platform disposes of
    /// it when it is a result.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = self.checked().and_then(owned);
        let sent = sent.map_err(serde::ser::Error::custom)?;
        SENT.with_borrow_mut(|all| {
            if let Some(all) = all {
                all.push(Self::from_raw(sent.clone()));
            }
        });
        Live(sent).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stub {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Live(raw) = Live::deserialize(deserializer)?;
        owned(&raw)
            .map(Self::from_raw)
            .map_err(serde::de::Error::custom)
    }
}
