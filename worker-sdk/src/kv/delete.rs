//! Removing keys.

use super::error::failed;
use super::key::{Target, Targets};
use super::sys;
use crate::error::Result;
use crate::js::{self, awaited};

/// Removes keys: [`Namespace::delete`](super::Namespace::delete) and
/// [`Namespace::delete_many`](super::Namespace::delete_many). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a key is empty, `.`, `..` or longer than 512 bytes, and when the platform cannot remove it. A bulk delete
/// checks all keys before it removes the first.
#[must_use = "nothing is removed until it is awaited"]
pub struct Delete(What);

enum What {
    One(Result<Target>),
    Several(Result<Targets>),
}

impl Delete {
    pub(super) fn one(target: Result<Target>) -> Self {
        Self(What::One(target))
    }

    pub(super) fn several(targets: Result<Targets>) -> Self {
        Self(What::Several(targets))
    }

    async fn send(self) -> Result<()> {
        match self.0 {
            What::One(target) => {
                let target = target?;
                let promise = sys::delete_key(&target.namespace, &target.key);
                target.settled(promise, "deleting from KV").await?;
            }
            What::Several(targets) => {
                let targets = targets?;
                if targets.keys.is_empty() {
                    return Ok(());
                }
                let promise = sys::delete_keys(&targets.namespace, &targets.list());
                js::settled(promise, "deleting several keys from KV")
                    .await
                    .map_err(|error| failed(error, None))?;
            }
        }
        Ok(())
    }
}

awaited!(Delete => ());
