#[event(fetsh)]
async unsafe fn main(request: &Request) -> Response {
    answer(request).await
}
