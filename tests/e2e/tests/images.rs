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
    let jpeg = get("/beach", "*/*");
    assert_eq!(told(&jpeg), (200, "image/jpeg", "MISS"));
    assert_eq!(jpeg.body.get(..3), Some(&[0xff, 0xd8, 0xff][..]));
}

#[test]
fn a_wide_photo_becomes_as_narrow_as_a_page_needs_it() {
    assert_eq!(put("/panorama", &flat(1300, 100)).status, 201);
    for width in [320, 640, 1200] {
        let path = format!("/panorama?width={width}");
        let webp = get(&path, "image/webp,*/*");
        assert_eq!(told(&webp), (200, "image/webp", "MISS"), "{width}");
        assert_eq!(width_of_webp(&webp.body), width);
        let again = get(&path, "image/webp,*/*");
        assert_eq!(told(&again), (200, "image/webp", "HIT"), "{width}");
        assert_eq!(again.body, webp.body);
    }
}

/// A white PNG, a bit for each pixel.
fn flat(width: u32, height: u32) -> Vec<u8> {
    let row = [vec![0], vec![0xff; width.div_ceil(8) as usize]].concat();
    let pixels = row.repeat(height as usize);
    let length = pixels.len() as u16;
    // Stored, not compressed.
    let mut data = vec![0x78, 0x01, 1];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&pixels);
    data.extend(adler32(&pixels).to_be_bytes());

    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(b"IHDR", &[&size[..], &[1, 0, 0, 0, 0]].concat()));
    png.extend(chunk(b"IDAT", &data));
    png.extend(chunk(b"IEND", &[]));
    png
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let sum = crc32(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

fn adler32(data: &[u8]) -> u32 {
    let (low, high) = data.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

fn crc32(data: &[u8]) -> u32 {
    let shifted = |crc: u32| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
    let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shifted(crc));
    !data.iter().fold(!0, add)
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
