//! JavaScript text: the shim that is written, and the imports of modules that others wrote.

pub(crate) mod compact;
pub(crate) mod declarations;
pub(crate) mod entrances;
pub(crate) mod imports;
pub(crate) mod modules;
pub(crate) mod shim;
