//! What the platform says of the processor time of an event.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the platform writes when little time is left: the number of the signal `SIGXCPU`.
const NEARLY_USED_UP: u32 = 24;

/// Where the platform says that an event has nearly used up its processor time: [`cpu_signal!`](crate::cpu_signal).
pub struct CpuSignal(AtomicU32);

impl CpuSignal {
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Whether the event will soon be ended because it has nearly used up its processor time.
    ///
    /// The platform says so once, while Rust code runs, and leaves a fraction of a second. There is no limit in the
    /// simulator, so it says nothing.
    #[must_use]
    pub fn is_near_limit(&self) -> bool {
        self.0.load(Ordering::Relaxed) == NEARLY_USED_UP
    }

    /// Forgets what the platform said, for the next event.
    pub fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl Default for CpuSignal {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CpuSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CpuSignal")
            .field("is_near_limit", &self.is_near_limit())
            .finish()
    }
}

/// Declares a `static` in which the platform says that an event has nearly used up its processor time. A worker has one at
/// most.
///
/// Long computations look there and stop in time, with what they have.
///
/// # Examples
///
/// ```
/// worker_sdk::cpu_signal!(static CPU);
///
/// fn primes() -> Vec<u32> {
///     let mut primes: Vec<u32> = Vec::new();
///     for n in 2..100 {
///         if CPU.is_near_limit() {
///             break;
///         }
///         if primes.iter().all(|prime| n % prime != 0) {
///             primes.push(n);
///         }
///     }
///     primes
/// }
///
/// assert_eq!(primes().len(), 25);
/// ```
///
/// See <https://developers.cloudflare.com/workers/platform/limits/#cpu-time>.
#[macro_export]
macro_rules! cpu_signal {
    ($(#[$attribute:meta])* $visibility:vis static $name:ident) => {
        $(#[$attribute])*
        #[cfg_attr(target_family = "wasm", unsafe(export_name = "__instance_signal"))]
        $visibility static $name: $crate::isolate::CpuSignal = $crate::isolate::CpuSignal::new();
    };
}
