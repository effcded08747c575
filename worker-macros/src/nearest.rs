//! Finds the name that was probably meant.

/// The candidate with the fewest edits from `written`, if at most half of its letters differ.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (edits(written, candidate), candidate))
        .filter(|(edits, candidate)| edits * 2 <= candidate.chars().count())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be inserted, removed or replaced to turn `from` into `to`, case aside.
pub(crate) fn edits(from: &str, to: &str) -> usize {
    strsim::levenshtein(&from.to_lowercase(), &to.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn counts_edits() {
        assert_eq!(edits("", ""), 0);
        assert_eq!(edits("", "start"), 5);
        assert_eq!(edits("fetch", "fetch"), 0);
        assert_eq!(edits("Fetch", "fetch"), 0);
        assert_eq!(edits("fech", "fetch"), 1);
        assert_eq!(edits("fetcch", "fetch"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
    }

    #[test]
    fn suggests_only_what_is_close() {
        let events = ["fetch", "scheduled", "start"];
        assert_eq!(nearest("fetsh", events), Some("fetch"));
        assert_eq!(nearest("schedule", events), Some("scheduled"));
        assert_eq!(nearest("Strat", events), Some("start"));
        assert_eq!(nearest("alarm", events), None);
        assert_eq!(nearest("", events), None);
    }
}
