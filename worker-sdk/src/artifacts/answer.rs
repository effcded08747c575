//! Calls, and what their answers have to have.

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::time::Timestamp;

/// A method of the platform, and how errors call what it does.
#[derive(Clone, Copy)]
pub(super) struct Method {
    name: &'static str,
    doing: &'static str,
}

macro_rules! methods {
    ($($constant:ident = $name:literal, $doing:literal;)*) => {
        impl Method {
            $(pub(super) const $constant: Self = Self { name: $name, doing: $doing };)*
        }
    };
}

methods! {
    CREATE = "create", "creating a repository";
    IMPORT = "import", "importing a repository";
    FORK = "fork", "forking a repository";
    GET = "get", "opening a repository";
    DELETE = "delete", "deleting a repository";
    LIST = "list", "listing repositories";
    INFO = "info", "asking for what is known of a repository";
    CREATE_TOKEN = "createToken", "creating a token";
    LIST_TOKENS = "listTokens", "listing tokens";
    REVOKE_TOKEN = "revokeToken", "revoking a token";
    LOG = "log", "reading the log";
    READ_COMMIT = "readCommit", "reading a commit";
    READ_TREE = "readTree", "reading a tree";
    READ_BLOB = "readBlob", "reading a blob";
    READ_FILE = "readFile", "reading a file";
}

impl Method {
    /// Calls it.
    pub(super) async fn call(
        self,
        target: &JsValue,
        first: JsValue,
        second: JsValue,
    ) -> Result<Answer> {
        let promise = sys::call(target, &js::constant(self.name), &first, &second);
        let value = js::settled(promise, self.doing).await?;
        Ok(Answer {
            value,
            doing: self.doing,
        })
    }

    /// Calls one whose first argument is the name of a repository, which errors have.
    pub(super) async fn call_named(
        self,
        target: &JsValue,
        name: &str,
        options: JsValue,
    ) -> Result<Answer> {
        let answer = self.call(target, js::text(name), options).await;
        answer.map_err(|error| error.about("repository", name))
    }
}

/// What the platform answered, or a part of it.
pub(super) struct Answer {
    value: JsValue,
    doing: &'static str,
}

impl Answer {
    pub(super) fn into_raw(self) -> JsValue {
        self.value
    }

    pub(super) fn is_truthy(&self) -> bool {
        self.value.is_truthy()
    }

    /// `None` for what there is not.
    pub(super) fn found(self) -> Option<Self> {
        let is_there = !self.value.is_null() && !self.value.is_undefined();
        is_there.then_some(self)
    }

    pub(super) fn part(&self, name: &'static str) -> Self {
        Self {
            value: js::property(&self.value, name),
            doing: self.doing,
        }
    }

    pub(super) fn text(&self, name: &'static str) -> Option<String> {
        js::string_property(&self.value, name)
    }

    /// A word of the platform; an empty one where the answer has none.
    pub(super) fn word<T: From<String>>(&self, name: &'static str) -> T {
        self.text(name).unwrap_or_default().into()
    }

    /// A text without which the answer is worth nothing.
    pub(super) fn needed(&self, name: &'static str) -> Result<String> {
        self.text(name).ok_or_else(|| self.lacks(name))
    }

    /// As it is in a list of hashes.
    pub(super) fn hash(&self) -> Result<String> {
        js::string(&self.value).ok_or_else(|| self.lacks("hash"))
    }

    pub(super) fn number(&self, name: &'static str) -> Option<f64> {
        js::number(&js::property(&self.value, name))
    }

    pub(super) fn time(&self, name: &'static str) -> Option<Timestamp> {
        js::time_property(&self.value, name)
    }

    /// The elements of a list, each of its own form; `name` is what errors call it.
    pub(super) fn each<T>(
        &self,
        name: &'static str,
        read: impl Fn(&Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        if !self.value.is_array() {
            return Err(self.lacks(name));
        }
        let doing = self.doing;
        let items = js::items(&self.value).map(|value| Self { value, doing });
        items.map(|item| read(&item)).collect()
    }

    fn lacks(&self, name: &'static str) -> Error {
        let doing = self.doing;
        Error::malformed(format!(
            "{doing} failed: the answer of the platform has no `{name}`"
        ))
    }
}
