//! Parameters of the hooks of a Durable Object.

use super::{CloseFrame, Message, WebSocket};
use crate::__private::{Argument, CloseArgs, MessageArgs, SocketErrorArgs};
use crate::error::{Error, Result};

impl Argument<MessageArgs> for WebSocket {
    fn from_args(args: &mut MessageArgs) -> Result<Self> {
        Ok(Self::from_raw(args.socket.clone()))
    }
}

impl Argument<MessageArgs> for Message {
    fn from_args(args: &mut MessageArgs) -> Result<Self> {
        Ok(Self::from_raw(&args.message))
    }
}

impl Argument<CloseArgs> for WebSocket {
    fn from_args(args: &mut CloseArgs) -> Result<Self> {
        Ok(Self::from_raw(args.socket.clone()))
    }
}

impl Argument<CloseArgs> for CloseFrame {
    fn from_args(args: &mut CloseArgs) -> Result<Self> {
        Ok(Self::from_list(&args.close))
    }
}

impl Argument<SocketErrorArgs> for WebSocket {
    fn from_args(args: &mut SocketErrorArgs) -> Result<Self> {
        Ok(Self::from_raw(args.socket.clone()))
    }
}

impl Argument<SocketErrorArgs> for Error {
    fn from_args(args: &mut SocketErrorArgs) -> Result<Self> {
        Ok(Self::from_raw(args.error.clone()))
    }
}
