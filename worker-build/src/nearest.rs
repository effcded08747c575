//! Finds the name that was probably meant.

/// The candidate with the fewest edits from `written`, if at most half of its letters differ.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    closest(written, candidates, 2)
}

/// The candidate that `written` is a misspelling of: at most a quarter of its letters differ.
pub(crate) fn misspelled<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    closest(written, candidates, 4)
}

fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    letters_per_edit: usize,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (edits(written, candidate), candidate))
        .filter(|(edits, candidate)| edits * letters_per_edit <= candidate.chars().count())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be inserted, removed or replaced to turn `from` into `to`, case aside.
fn edits(from: &str, to: &str) -> usize {
    strsim::levenshtein(&from.to_lowercase(), &to.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{edits, misspelled, nearest};

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
        let names = ["CACHE", "PAGES", "DB"];
        assert_eq!(nearest("CACHES", names), Some("CACHE"));
        assert_eq!(nearest("cash", names), Some("CACHE"));
        assert_eq!(nearest("QUEUE", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn a_misspelling_is_closer() {
        let keys = ["kv_namespaces", "assets", "vars"];
        assert_eq!(misspelled("kv_namespace", keys), Some("kv_namespaces"));
        assert_eq!(misspelled("var", keys), Some("vars"));
        assert_eq!(misspelled("agents", keys), None);
    }
}
