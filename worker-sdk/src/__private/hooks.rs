//! The parameters of the functions of a class, made by type.

use std::fmt;

use wasm_bindgen::JsValue;

use super::arguments::{Argument, HasEnv};
use crate::durable_objects::{Alarm, State};
use crate::error::Result;
use crate::sockets::Socket;
use crate::{Env, Request};

/// What the platform passes to a hook, of which its parameters are made.
pub trait Args: fmt::Debug {
    /// Of the first two values.
    fn new(a: JsValue, b: JsValue) -> Self;
}

macro_rules! args {
    ($($(#[$about:meta])* $name:ident { $a:ident, $b:ident })*) => {
        $(
            $(#[$about])*
            #[derive(Debug)]
            pub struct $name {
                #[allow(dead_code, reason = "for types of other modules")]
                pub(crate) $a: JsValue,
                #[allow(dead_code, reason = "for types of other modules")]
                pub(crate) $b: JsValue,
            }

            impl $name {
                /// A parameter of the function.
                ///
                /// # Errors
                ///
                /// Fails when the parameter cannot be made of what the platform has passed.
                pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
                    T::from_args(self)
                }
            }

            impl Args for $name {
                fn new($a: JsValue, $b: JsValue) -> Self {
                    Self { $a, $b }
                }
            }
        )*
    };
}

args! {
    /// What a constructor gets.
    NewArgs { state, env }
    /// What `fetch` gets.
    RequestArgs { request, unused }
    /// What `connect` gets.
    ConnectionArgs { socket, unused }
    /// What `alarm` gets.
    AlarmArgs { info, unused }
    /// What `websocket_message` gets.
    MessageArgs { socket, message }
    /// What `websocket_close` gets; the code, the reason and whether it was clean are in an array.
    CloseArgs { socket, close }
    /// What `websocket_error` gets.
    SocketErrorArgs { socket, error }
    /// What `run` of a workflow gets.
    RunArgs { event, step }
    /// What `run` of a transformation of a pipeline gets.
    TransformArgs { records, metadata }
}

impl HasEnv for NewArgs {
    fn env(&self) -> &JsValue {
        &self.env
    }
}

impl Argument<NewArgs> for State {
    fn from_args(args: &mut NewArgs) -> Result<Self> {
        Ok(Self::from_raw(args.state.clone()))
    }
}

impl Argument<NewArgs> for Env {
    fn from_args(args: &mut NewArgs) -> Result<Self> {
        Ok(Self::from_raw(args.env.clone()))
    }
}

impl Argument<RequestArgs> for Request {
    fn from_args(args: &mut RequestArgs) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.request)))
    }
}

impl Argument<ConnectionArgs> for Socket {
    fn from_args(args: &mut ConnectionArgs) -> Result<Self> {
        Self::from_raw(std::mem::take(&mut args.socket))
    }
}

impl Argument<AlarmArgs> for Alarm {
    fn from_args(args: &mut AlarmArgs) -> Result<Self> {
        Ok(Self::from_raw(args.info.clone()))
    }
}
