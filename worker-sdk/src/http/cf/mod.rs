//! `request.cf`.

mod bots;
mod tls;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{self, string_property as text};

pub use bots::BotManagement;
pub use tls::{TlsClientAuth, TlsExportedAuthenticator};

/// What the platform knows about the connection of an incoming request.
///
/// Every property may be absent: in local development, in tests, in requests from other workers, and on plans
/// without the product that fills it. Text and numbers are as the platform has them; coordinates are text.
///
/// # Examples
///
/// ```no_run
/// # fn run(request: worker_sdk::Request) {
/// let cf = request.cf();
/// if cf.country().as_deref() == Some("T1") {
///     worker_sdk::console_log!("from the Tor network, through {:?}", cf.colo());
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/request/#incomingrequestcfproperties>.
#[derive(Clone)]
pub struct Cf(JsValue);

impl Cf {
    /// Wraps a JavaScript object of properties, or `undefined`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object, or `undefined`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// A property that this type has no method for, as JavaScript has it; `undefined` if it is absent.
    #[must_use]
    pub fn raw(&self, name: &str) -> JsValue {
        js::property_named(&self.0, name)
    }

    /// A property that is text, by its JavaScript name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        js::string(&self.raw(name))
    }

    /// A property that is a number, by its JavaScript name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        js::number(&self.raw(name))
    }

    /// Whether the client is in the European Union.
    #[must_use]
    pub fn is_eu_country(&self) -> bool {
        text(&self.0, "isEUCountry").as_deref() == Some("1")
    }

    /// Bytes per second that the platform has measured to the client.
    #[must_use]
    pub fn edge_l4_delivery_rate(&self) -> Option<f64> {
        js::number(&js::property(
            &js::property(&self.0, "edgeL4"),
            "deliveryRate",
        ))
    }

    /// How likely the client is a bot; on plans with bot management.
    #[must_use]
    pub fn bot_management(&self) -> Option<BotManagement> {
        object(&self.0, "botManagement").map(BotManagement::from_raw)
    }

    /// The client's certificate; for hosts that ask for one.
    #[must_use]
    pub fn tls_client_auth(&self) -> Option<TlsClientAuth> {
        object(&self.0, "tlsClientAuth").map(TlsClientAuth::from_raw)
    }

    /// Hashes of the TLS handshake, which bind a session to its connection.
    #[must_use]
    pub fn tls_exported_authenticator(&self) -> Option<TlsExportedAuthenticator> {
        object(&self.0, "tlsExportedAuthenticator").map(TlsExportedAuthenticator::from_raw)
    }

    /// What the owner of the zone has noted about a custom hostname; `None` if there is nothing.
    ///
    /// # Errors
    ///
    /// Fails when the note does not have the shape of `T`.
    #[cfg(feature = "json")]
    pub fn host_metadata<T: serde::de::DeserializeOwned>(&self) -> crate::Result<Option<T>> {
        match object(&self.0, "hostMetadata").and_then(|value| js::json_text(&value)) {
            Some(text) => Ok(Some(crate::json::from_str(&text)?)),
            None => Ok(None),
        }
    }
}

/// Methods that read one property each.
macro_rules! properties {
    ($type:ty, $read:ident -> $value:ty: $($method:ident $name:literal $doc:literal;)*) => {
        impl $type {
            $(
                #[doc = $doc]
                #[must_use]
                pub fn $method(&self) -> Option<$value> {
                    crate::http::cf::$read(&self.0, $name)
                }
            )*
        }
    };
}
use properties;

properties! {
    Cf, text -> String:
    as_organization "asOrganization" "The owner of the network that the client is in.";
    client_accept_encoding "clientAcceptEncoding"
        "The `accept-encoding` header of the client, before the platform changed it.";
    colo "colo" "The data centre that received the request, as three letters of the nearest airport.";
    http_protocol "httpProtocol" "The version of HTTP that the client speaks, such as `HTTP/2`.";
    request_priority "requestPriority" "What the client says about urgency, such as `weight=192;exclusive=0`.";
    tls_version "tlsVersion" "The version of TLS, such as `TLSv1.3`.";
    tls_cipher "tlsCipher" "The cipher of the connection, such as `AEAD-AES128-GCM-SHA256`.";
    tls_client_random "tlsClientRandom" "The random bytes that the client sent, base64.";
    tls_client_hello_length "tlsClientHelloLength" "The length of the client's first TLS message.";
    tls_client_ciphers_sha1 "tlsClientCiphersSha1" "A hash of the ciphers that the client offered, base64.";
    tls_client_extensions_sha1 "tlsClientExtensionsSha1" "A hash of the TLS extensions that the client sent, base64.";
    verified_bot_category "verifiedBotCategory" "The kind of a well-behaved bot, such as `Search Engine Crawler`.";
    country "country" "The country, as two letters of ISO 3166-1; `T1` for the Tor network.";
    continent "continent" "The continent, as two letters such as `EU`.";
    city "city" "The city, in English.";
    postal_code "postalCode" "The postal code.";
    latitude "latitude" "Degrees north, as decimal text.";
    longitude "longitude" "Degrees east, as decimal text.";
    timezone "timezone" "The time zone, such as `Europe/Berlin`.";
    region "region" "The name of the region within the country, in English.";
    region_code "regionCode" "The ISO 3166-2 code of the region, without the country.";
    metro_code "metroCode" "The code of the television market; in the United States only.";
}

properties! {
    Cf, integer -> u32:
    asn "asn" "The number of the network that the client is in.";
    client_tcp_rtt "clientTcpRtt" "Milliseconds to the client and back; over HTTP/1 and HTTP/2.";
    client_quic_rtt "clientQuicRtt" "Milliseconds to the client and back; over HTTP/3.";
    edge_request_keep_alive_status "edgeRequestKeepAliveStatus"
        "How the connection was reused: 0 unknown, 1 none, 2 no more, 3 open, 4 expired, 5 reused.";
    client_trust_score "clientTrustScore" "The older form of the bot score, 0 to 99.";
}

fn integer(object: &JsValue, name: &'static str) -> Option<u32> {
    js::number(&js::property(object, name)).map(|number| number as u32)
}

/// `None` also for other values, which may be `false`.
fn boolean(object: &JsValue, name: &'static str) -> Option<bool> {
    js::property(object, name).as_bool()
}

fn object(object: &JsValue, name: &'static str) -> Option<JsValue> {
    Some(js::property(object, name)).filter(|value| value.is_object() && !value.is_null())
}

impl fmt::Debug for Cf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cf { .. }")
    }
}
