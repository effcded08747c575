//! Fields that were left empty.

use std::any::TypeId;
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
    NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
};

macro_rules! is_option_of {
    ($id:ident: $($type:ty)*) => { $($id == TypeId::of::<Option<$type>>())||* };
}

/// Whether an empty text is `None` of the type `T`: a browser sends a field without a number as an empty text.
pub(super) fn is_none_when_empty<T>() -> bool {
    let id = typeid::of::<T>();
    is_option_of!(id: bool f32 f64
        i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize
        NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroI128 NonZeroIsize
        NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroU128 NonZeroUsize)
}
