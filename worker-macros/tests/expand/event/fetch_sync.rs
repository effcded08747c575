#[event(fetch)]
fn main(request: Request) -> Response {
    Response::text(request.path())
}
