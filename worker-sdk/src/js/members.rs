//! Methods that set members of an option object, which is the first field.

/// Members of an option object, each with its name, its kind and what it does.
macro_rules! members {
    ($($(#[$doc:meta])* $name:ident: $kind:ident($($type:ty)?) = $member:literal;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(mut self, value: $crate::js::members!(@type $kind $($type)?)) -> Self {
                self.0 = $crate::js::members!(@set self, value, $kind, $member);
                self
            }
        )*
    };
    (@type flag) => { bool };
    (@type text) => { impl AsRef<str> };
    (@type number) => { f64 };
    (@type integer) => { u32 };
    (@type one_of $type:ty) => { $type };
    (@type json) => { &impl serde::Serialize };
    (@set $self:ident, $value:ident, flag, $member:literal) => { $self.0.flag($member, $value) };
    (@set $self:ident, $value:ident, text, $member:literal) => { $self.0.text($member, $value.as_ref()) };
    (@set $self:ident, $value:ident, number, $member:literal) => { $self.0.number($member, $value) };
    (@set $self:ident, $value:ident, integer, $member:literal) => { $self.0.number($member, f64::from($value)) };
    (@set $self:ident, $value:ident, one_of, $member:literal) => { $self.0.value($member, $value.into_js()) };
    (@set $self:ident, $value:ident, json, $member:literal) => { $self.0.json($member, $value) };
}
pub(crate) use members;

/// Choices that are written as text, which may become more.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum $name {
                $($(#[$of])* $variant,)*
            }

            impl $name {
                pub(crate) fn into_js(self) -> wasm_bindgen::JsValue {
                    $crate::js::constant(match self {
                        $(Self::$variant => $text,)*
                    })
                }
            }
        )*
    };
}
pub(crate) use choices;

/// Words of the platform, which may get more of them.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum $name {
                $($(#[$of])* $variant,)*
                /// Another word of the platform.
                Other(String),
            }

            impl $name {
                /// The platform's word.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        $(Self::$variant => $word,)*
                        Self::Other(word) => word,
                    }
                }
            }

            impl From<String> for $name {
                fn from(word: String) -> Self {
                    match word.as_str() {
                        $($word => Self::$variant,)*
                        _ => Self::Other(word),
                    }
                }
            }

            impl From<&str> for $name {
                fn from(word: &str) -> Self {
                    Self::from(word.to_owned())
                }
            }

            impl std::str::FromStr for $name {
                type Err = std::convert::Infallible;

                fn from_str(word: &str) -> Result<Self, Self::Err> {
                    Ok(Self::from(word))
                }
            }

            /// The platform's word.
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.pad(self.as_str())
                }
            }

            /// The platform's word.
            #[cfg(feature = "serde")]
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            #[cfg(feature = "serde")]
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }
        )*
    };
}
pub(crate) use words;

/// Something that is sent when it is awaited, by its method `send`.
macro_rules! sent {
    ($type:ident $(<$of:ident $(: $bound:path)?>)? => $output:ty) => {
        impl$(<$of: $($bound +)? 'static>)? std::future::IntoFuture for $type$(<$of>)? {
            type Output = $crate::error::Result<$output>;
            type IntoFuture = std::pin::Pin<Box<dyn std::future::Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}
pub(crate) use sent;

/// As `sent`, with nothing of it to be shown.
macro_rules! awaited {
    ($type:ident $(<$of:ident $(: $bound:path)?>)? => $output:ty) => {
        $crate::js::sent!($type $(<$of $(: $bound)?>)? => $output);

        impl$(<$of>)? std::fmt::Debug for $type$(<$of>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        }
    };
}
pub(crate) use awaited;
