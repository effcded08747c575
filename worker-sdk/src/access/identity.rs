//! Who somebody is.

use std::fmt;

use wasm_bindgen::JsValue;

#[cfg(feature = "serde")]
use crate::error::Result;
use crate::js;
use crate::time::Timestamp;

/// Who calls: [`Access::identity`](super::Access::identity). What is there depends on the identity provider.
///
/// For tests, [`default`](Default::default) is somebody of whom nothing is known.
///
/// # Examples
///
/// ```
/// use worker_sdk::access::Identity;
///
/// let mut ada = Identity::default();
/// ada.email = Some("ada@example.com".to_owned());
/// ```
///
/// See <https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/>.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Identity {
    /// The e-mail address.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The id of the person in the organisation.
    pub user_uuid: Option<String>,
    /// The account of the organisation.
    pub account_id: Option<String>,
    /// When the person has signed in.
    pub issued_at: Option<Timestamp>,
    /// The address that the person signed in from.
    pub ip: Option<String>,
    /// The country that the person signed in from.
    pub country: Option<String>,
    /// How the person has signed in, as in `mfa`.
    pub methods: Vec<String>,
    /// The identity provider.
    pub provider: Option<Provider>,
    /// The groups that the person belongs to.
    pub groups: Vec<Group>,
    /// Whether the device uses WARP.
    pub is_warp: bool,
    /// Whether the device belongs to the organisation.
    pub is_gateway: bool,
    raw: Raw,
}

/// All that is known; without a runtime, nothing can show it.
#[derive(Clone, Default)]
struct Raw(JsValue);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ .. }")
    }
}

/// An identity provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provider {
    /// Its id in the organisation.
    pub id: Option<String>,
    /// What it is, as in `github`.
    pub kind: Option<String>,
}

/// A group of the identity provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Its id at the provider.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
}

impl Identity {
    pub(super) fn from_raw(raw: JsValue) -> Self {
        let text = |name| js::string_property(&raw, name);
        let property = |name| js::property(&raw, name);
        Self {
            email: text("email"),
            name: text("name"),
            user_uuid: text("user_uuid"),
            account_id: text("account_id"),
            issued_at: js::number(&property("iat"))
                .map(|seconds| Timestamp::from_millis(seconds * 1000.0)),
            ip: text("ip"),
            country: js::string_property(&property("geo"), "country"),
            methods: js::list_to_strings(&array(property("amr"))),
            provider: provider(&property("idp")),
            groups: js::items(&array(property("groups")))
                .map(|it| group(&it))
                .collect(),
            is_warp: property("is_warp") == JsValue::TRUE,
            is_gateway: property("is_gateway") == JsValue::TRUE,
            raw: Raw(raw),
        }
    }

    /// All that is known, as JavaScript has it.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw.0
    }

    /// All that is known, such as the claims of the identity provider and the posture of the device, as a type of serde.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    #[cfg(feature = "serde")]
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        js::codec::from_js_of(&self.raw.0, "the identity of the caller")
    }
}

/// What is missing is an empty list.
fn array(value: JsValue) -> JsValue {
    match value.is_object() {
        true => value,
        false => js::list([]),
    }
}

fn provider(raw: &JsValue) -> Option<Provider> {
    raw.is_object().then(|| Provider {
        id: js::string_property(raw, "id"),
        kind: js::string_property(raw, "type"),
    })
}

fn group(raw: &JsValue) -> Group {
    Group {
        id: js::string_property(raw, "id"),
        name: js::string_property(raw, "name"),
        email: js::string_property(raw, "email"),
    }
}
