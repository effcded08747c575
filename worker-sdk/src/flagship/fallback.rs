//! The kinds of flags.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::codec;

/// What a flag is worth where it has no value, and with that its kind: `bool`, a text, `f64`, an [`Object`], or [`Any`] of them.
#[diagnostic::on_unimplemented(
    message = "no flag has a `{Self}`",
    note = "a flag is a `bool`, a text, an `f64`, or an object, as in `flagship::Object(value)`"
)]
pub trait Fallback: kind::Kind {
    /// What the flag is read as.
    type Value: DeserializeOwned;
    /// The fallback of the same kind that borrows nothing, by which [`Get`](super::Get) knows the kind.
    type Owned: Fallback<Value = Self::Value>;
}

/// An object as the fallback: a struct, a map or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<T>(pub T);

/// A fallback that does not say of which kind the flag is; the `T` says which it can be. The platform does not compare the
/// kinds then, so a flag that is no `T` is an error. [Details](super::Get::details) do compare them, with that of the fallback;
/// the local simulator has no such details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Any<T>(pub T);

/// Nobody else adds kinds.
pub(super) mod kind {
    use wasm_bindgen::JsValue;

    use crate::error::Result;

    pub trait Kind {
        /// The method that gives the value.
        const VALUE: &'static str;
        /// The method that gives the details.
        const DETAILS: &'static str;

        #[doc(hidden)]
        fn to_js(&self) -> Result<JsValue>;
    }
}

macro_rules! kinds {
    ($($type:ty $(, $t:ident)? => $value:ty, $owned:ty, $of:tt, $method:literal, $details:literal;)*) => {
        $(
            impl$(<$t: Serialize + DeserializeOwned>)? Fallback for $type {
                type Value = $value;
                type Owned = $owned;
            }

            impl$(<$t: Serialize + DeserializeOwned>)? kind::Kind for $type {
                const VALUE: &'static str = $method;
                const DETAILS: &'static str = $details;

                fn to_js(&self) -> Result<JsValue> {
                    codec::to_js(kinds!(@of $of self))
                }
            }
        )*
    };
    (@of this $self:ident) => { $self };
    (@of inner $self:ident) => { &$self.0 };
}

kinds! {
    bool => Self, Self, this, "getBooleanValue", "getBooleanDetails";
    String => Self, Self, this, "getStringValue", "getStringDetails";
    &str => String, String, this, "getStringValue", "getStringDetails";
    &String => String, String, this, "getStringValue", "getStringDetails";
    f64 => Self, Self, this, "getNumberValue", "getNumberDetails";
    Object<T>, T => T, Self, inner, "getObjectValue", "getObjectDetails";
    Any<T>, T => T, Self, inner, "get", "getDetails";
}
