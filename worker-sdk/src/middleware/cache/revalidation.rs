//! Who makes a new copy.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::time::Timestamp;

/// The keys of copies that are being made, and since when.
pub(super) type Running = Rc<RefCell<Vec<(String, Timestamp)>>>;

/// The platform ends work behind an answer after thirty seconds, and does not tell.
const LONGEST: Duration = Duration::from_secs(60);

/// One copy that is being made, until it is dropped.
pub(super) struct Turn {
    running: Running,
    key: String,
}

/// `None` where somebody makes that copy already.
pub(super) fn begin(running: &Running, key: &str, now: Timestamp) -> Option<Turn> {
    let mut keys = running.borrow_mut();
    keys.retain(|(_, since)| now.duration_since(*since) < LONGEST);
    if keys.iter().any(|(known, _)| known == key) {
        return None;
    }
    keys.push((key.to_owned(), now));
    Some(Turn {
        running: running.clone(),
        key: key.to_owned(),
    })
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.running
            .borrow_mut()
            .retain(|(known, _)| *known != self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let running = Running::default();
        let at = |seconds: u32| Timestamp::from_millis(f64::from(seconds) * 1000.0);
        let first = begin(&running, "a", at(0));
        assert!(first.is_some());
        assert!(begin(&running, "a", at(59)).is_none());
        assert!(begin(&running, "b", at(59)).is_some());
        drop(first);
        let second = begin(&running, "a", at(59));
        assert!(second.is_some());
        assert!(begin(&running, "a", at(119)).is_some(), "it was forgotten");
    }
}
