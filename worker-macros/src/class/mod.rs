//! What attributes on classes have in common: reading an `impl` block, and registering a class of the platform.

pub(crate) mod block;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod options;
pub(crate) mod register;
pub(crate) mod router;
