#[debug_handler(state = App, crate = sdk)]
async fn sign_in(cookies: Cookies, request: Request, next: Next) -> Response {
    next.run(request).await
}
