//! Types of the SDK as objects of the platform, without the macros of serde.

/// Writes the fields of a struct under the platform's names, those of `maybe` where there is something.
macro_rules! serialize {
    ($type:ident $(<$of:ident>)?, { $($name:literal => $field:ident),* $(,)? } $(maybe { $($option:literal => $maybe:ident),* $(,)? })?) => {
        /// Under the platform's names.
        impl$(<$of: serde::Serialize>)? serde::Serialize for $type$(<$of>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut object = serializer.serialize_map(None)?;
                $(object.serialize_entry($name, &self.$field)?;)*
                $($(if let Some(value) = &self.$maybe {
                    object.serialize_entry($option, value)?;
                })*)?
                object.end()
            }
        }
    };
}
pub(crate) use serialize;
