//! A WebSocket client over TCP, which can also send what no client does.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::net::TcpStream;

use e2e::raw;
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tungstenite::{Error, Message, WebSocket};

pub(crate) struct Socket {
    pub(crate) inner: WebSocket<TcpStream>,
}

impl Socket {
    #[track_caller]
    pub(crate) fn open(address: &str, path: &str) -> Socket {
        let request = format!("ws://{address}{path}");
        let request = request.into_client_request().unwrap();
        let stream = raw::connect(address).unwrap();
        let limits = WebSocketConfig::default().read_buffer_size(1 << 14);
        let opened = tungstenite::client::client_with_config(request, stream, Some(limits));
        let (inner, _) = opened.unwrap_or_else(|error| panic!("{path}: {error}"));
        Socket { inner }
    }

    #[track_caller]
    pub(crate) fn send(&mut self, message: impl Into<Message>) {
        self.inner.send(message.into()).unwrap();
    }

    /// The next message that is not a ping or pong.
    #[track_caller]
    pub(crate) fn message(&mut self) -> Message {
        loop {
            match self.inner.read().unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    #[track_caller]
    pub(crate) fn text(&mut self) -> String {
        match self.message() {
            Message::Text(text) => text.to_string(),
            other => panic!("not text: {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn ask(&mut self, question: &str) -> String {
        self.send(question);
        self.text()
    }

    /// Sends a close frame and reads until the answer.
    #[track_caller]
    pub(crate) fn close(&mut self, code: u16, reason: &str) -> (u16, String) {
        let code = CloseCode::from(code);
        let reason = reason.to_owned().into();
        self.inner.close(Some(CloseFrame { code, reason })).unwrap();
        self.closed()
    }

    /// Reads until the close frame; code 1006 when the connection ends without one, 1005 when it has no code.
    #[track_caller]
    pub(crate) fn closed(&mut self) -> (u16, String) {
        loop {
            match self.inner.read() {
                Ok(Message::Close(Some(frame))) => {
                    // Answers it.
                    let _ = self.inner.flush();
                    return (frame.code.into(), frame.reason.to_string());
                }
                Ok(Message::Close(None)) => return (1005, String::new()),
                Ok(_) => {}
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("not closed in time");
                }
                Err(error) => return (1006, error.to_string()),
            }
        }
    }

    /// Ends the connection without a close frame.
    pub(crate) fn reset(self) {
        raw::reset(self.inner.into_inner()).unwrap();
    }

    /// Writes bytes as they are.
    #[track_caller]
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        use std::io::Write;

        self.inner.get_mut().write_all(bytes).unwrap();
    }
}

/// A frame from a client, masked with zeros; `first` is its first byte.
pub(crate) fn frame(first: u8, length: usize, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match length {
        0..=125 => frame.push(0x80 | length as u8),
        126..=65_535 => {
            frame.push(0x80 | 126);
            frame.extend((length as u16).to_be_bytes());
        }
        _ => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}
