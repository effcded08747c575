//! Asking models of other providers.

use wasm_bindgen::JsValue;

use super::options::GatewayOptions;
use super::request::ProviderRequest;
use crate::abort::AbortSignal;
use crate::ai::sys;
use crate::error::Result;
use crate::http::Response;
use crate::js::{self, Options, awaited};

/// Asks models of any provider: [`Gateway::run`](super::Gateway::run). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when JSON has no such body, and when the platform fails. What the provider refuses is a response; its header
/// `cf-aig-step` says which of the requests it answers, beginning with 0.
#[must_use = "nothing is asked until it is awaited"]
pub struct RunProviders {
    gateway: JsValue,
    id: String,
    requests: Result<JsValue>,
    options: Options,
    headers: Options,
}

impl RunProviders {
    pub(super) fn new(gateway: &JsValue, id: &str, requests: Vec<ProviderRequest>) -> Self {
        let requests = requests.into_iter().map(ProviderRequest::into_js);
        Self {
            gateway: gateway.clone(),
            id: id.to_owned(),
            requests: requests.collect::<Result<Vec<_>>>().map(js::list),
            options: Options::new(),
            headers: Options::new(),
        }
    }

    /// How the call passes through the gateway. The id among the options has no meaning here.
    pub fn options(mut self, options: GatewayOptions) -> Self {
        self.options = self.options.options("gateway", options.0);
        self
    }

    /// A header of the call itself.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers = self.headers.named(name.as_ref(), &js::text(value.as_ref()));
        self
    }

    /// Ends the call when the signal does.
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.options = self.options.value("signal", signal.as_raw().clone());
        self
    }

    async fn send(self) -> Result<Response> {
        let requests = self.requests?;
        let options = self.options.options("extraHeaders", self.headers).into_js();
        let promise = sys::run_gateway(&self.gateway, &requests, &options);
        drop((requests, options));
        let response = js::settled(promise, "running a model").await;
        match response {
            Ok(response) => Ok(Response::from_raw(response)),
            Err(error) => Err(error.about("gateway", self.id)),
        }
    }
}

awaited!(RunProviders => Response);
