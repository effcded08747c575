//! Where objects are.

use std::borrow::Cow;
use std::fmt;

macro_rules! names {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, Hash, Debug)]
        pub struct $type(Cow<'static, str>);

        impl $type {
            $($(#[$doc])* pub const $name: Self = Self(Cow::Borrowed($text));)*

            /// One of this name; for those that the platform adds.
            #[must_use]
            pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
                Self(name.into())
            }

            /// Its name on the platform.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

names! {
    /// A jurisdiction in which objects run and keep their data.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/reference/data-location/>.
    Jurisdiction {
        /// The European Union.
        EU = "eu",
        /// The United States.
        US = "us",
        /// Data centers that fulfil FedRAMP.
        FEDRAMP = "fedramp",
        /// Data centers that fulfil FedRAMP High.
        FEDRAMP_HIGH = "fedramp-high",
    }
}

names! {
    /// Where an object should be when it is made. It has no effect later, and is not guaranteed.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/reference/data-location/#provide-a-location-hint>.
    LocationHint {
        /// Western North America.
        WNAM = "wnam",
        /// Eastern North America.
        ENAM = "enam",
        /// South America.
        SAM = "sam",
        /// Western Europe.
        WEUR = "weur",
        /// Eastern Europe.
        EEUR = "eeur",
        /// Asia-Pacific.
        APAC = "apac",
        /// The north-east of Asia-Pacific.
        APAC_NE = "apac-ne",
        /// The south-east of Asia-Pacific.
        APAC_SE = "apac-se",
        /// Oceania.
        OC = "oc",
        /// Africa.
        AFR = "afr",
        /// The Middle East.
        ME = "me",
    }
}

names! {
    /// To which copy of an object requests go.
    RoutingMode {
        /// To the object itself, never to a replica.
        PRIMARY_ONLY = "primary-only",
    }
}
