use worker_sdk::{Result, rpc};

#[rpc]
trait Accounts {
    async fn balance(&self, name: &str) -> Result<i64>;
    async fn title(&self, id: i64) -> &'static str;
    async fn all(&self, names: &[&str], bytes: &mut [u8], sum: &Vec<u8>);
    async fn files(&self, path: &std::path::Path, name: &std::ffi::OsStr, text: &core::ffi::CStr);
    fn any(&self, what: impl ToString) -> impl ToString;
}

fn main() {}
