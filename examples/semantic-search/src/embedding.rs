//! Text as a vector.

/// How many values a vector has, as many as the index.
const DIMENSIONS: usize = 64;

/// Counts the words of a text, each in a place that its hash says, so texts with the same words are near.
///
/// It stands in for a model, which knows that other words can mean the same. `None` for a text without words.
pub(crate) fn of(text: &str) -> Option<Vec<f32>> {
    let mut values = vec![0.0; DIMENSIONS];
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mut has_words = false;
    for word in words.filter(|word| !word.is_empty()) {
        values[hash(&word.to_lowercase()) as usize % DIMENSIONS] += 1.0;
        has_words = true;
    }
    has_words.then_some(values)
}

/// FNV-1a.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
