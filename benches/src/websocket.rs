//! As much of a WebSocket client as a load generator needs: one short text message over and over.

use std::io::Read;

use anyhow::{Result, bail};

/// The headers that ask for a WebSocket.
pub(crate) const UPGRADE: &str = "connection: upgrade\r\nupgrade: websocket\r\n\
    sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// Ends the connection normally, with code 1000.
pub(crate) const CLOSE: [u8; 8] = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8];

const FINAL_TEXT: u8 = 0x81;
/// Lengths up to this one stand in the second byte of a frame.
const SHORT: u8 = 125;

/// A frame with a text, as a client sends it: masked, here with zeros.
pub(crate) fn frame(text: &str) -> Result<Vec<u8>> {
    let Some(length) = u8::try_from(text.len())
        .ok()
        .filter(|&length| length <= SHORT)
    else {
        bail!(
            "a message of {} bytes is too long for this client",
            text.len()
        );
    };
    let mut frame = vec![FINAL_TEXT, 0x80 | length, 0, 0, 0, 0];
    frame.extend(text.as_bytes());
    Ok(frame)
}

/// Reads the text of a frame that a server sent.
pub(crate) fn read(reader: &mut impl Read, text: &mut Vec<u8>) -> Result<()> {
    let mut head = [0; 2];
    reader.read_exact(&mut head)?;
    match head {
        [FINAL_TEXT, length @ 0..=SHORT] => text.resize(length.into(), 0),
        [kind, length] => {
            bail!("a frame that starts with {kind:#x} {length:#x}, expected a short text")
        }
    }
    Ok(reader.read_exact(text)?)
}
