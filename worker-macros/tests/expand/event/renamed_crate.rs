#[event(fetch, crate = my::sdk)]
async fn main(request: sdk::Request) -> sdk::Response {
    answer(request).await
}
