//! The tests are in `tests`.

/// 40 × 20 pixels, the left half red and the right one blue.
pub const PHOTO: &[u8] = include_bytes!("../photo.png");
/// The same.
pub const PHOTO_BASE64: &str = "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAIAAABwJOjsAAAAJ0lEQVR42mP4z8BANqJA63+GUYtHLR61eNTiUYtHLR61eNTikWMxAGDtHQ7V1k7XAAAAAElFTkSuQmCC";
