//! The steps of a build, one file each. `pipeline` has their order.

pub(crate) mod bindgen;
pub(crate) mod classes;
pub(crate) mod compile;
pub(crate) mod entrypoints;
pub(crate) mod imports;
pub(crate) mod optimize;
pub(crate) mod publish;
pub(crate) mod shim;
pub(crate) mod size;
pub(crate) mod toolchain;
