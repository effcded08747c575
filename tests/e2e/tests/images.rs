//! The example of images, with the simulators of Images and R2.

use std::sync::LazyLock;

use e2e::{Answer, Config, Server, example};
use http::Request;

/// 40 × 20 pixels.
const PHOTO: &[u8] = include_bytes!("../../runtime/images/photo.png");

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("images").unwrap();
    Server::start(&Config::new().worker(example.name("example"))).unwrap()
});

fn put(path: &str, body: &[u8]) -> Answer {
    let client = SERVER.client("example");
    client.send(Request::put(client.url(path)), body)
}

fn get(path: &str, accept: &str) -> Answer {
    let client = SERVER.client("example");
    client.send(Request::get(client.url(path)).header("accept", accept), ())
}

fn told(answer: &Answer) -> (u16, &str, &str) {
    (
        answer.status,
        answer.header("content-type"),
        answer.header("x-cache"),
    )
}

#[test]
fn a_photo_of_r2_changes_its_width_and_its_format() {
    assert_eq!(put("/beach", PHOTO).status, 201);
    let avif = get("/beach?width=320", "image/avif,image/webp,*/*");
    assert_eq!(told(&avif), (200, "image/avif", "MISS"));
    assert_eq!(avif.body.get(4..12), Some(&b"ftypavif"[..]));
    let webp = get("/beach?width=640", "image/webp,*/*");
    assert_eq!(told(&webp), (200, "image/webp", "MISS"));
    assert_eq!(width_of_webp(&webp.body), 640);
    let jpeg = get("/beach", "*/*");
    assert_eq!(told(&jpeg), (200, "image/jpeg", "MISS"));
    assert_eq!(jpeg.body.get(..3), Some(&[0xff, 0xd8, 0xff][..]));

    let again = get("/beach?width=640", "image/webp,*/*");
    assert_eq!(told(&again), (200, "image/webp", "HIT"));
    assert_eq!(again.body, webp.body);
}

/// The simple format of WebP: a chunk `VP8 ` with the width at a fixed place.
fn width_of_webp(body: &[u8]) -> u16 {
    assert_eq!((&body[..4], &body[8..16]), (&b"RIFF"[..], &b"WEBPVP8 "[..]));
    u16::from_le_bytes([body[26], body[27]]) & 0x3fff
}

#[test]
fn what_is_no_photo_is_refused() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>"#;
    for content in [svg.as_slice(), b"no image", b""] {
        let refused = put("/no-photo", content);
        assert_eq!(
            (refused.status, refused.text().as_str()),
            (415, "send a photo")
        );
    }
    assert_eq!(get("/no-photo", "*/*").status, 404);
    let wide = get("/beach?width=321", "*/*");
    assert_eq!(
        (wide.status, wide.text().as_str()),
        (400, "the widths are [320, 640, 1200]")
    );
}
