#[test]
/// Refuses.
#[ignore = "a \"slow\" one"]
#[allow(clippy::needless_return)]
#[should_panic(expected = "of nobody")]
pub(crate) fn refuses() {
    return refuse();
}
