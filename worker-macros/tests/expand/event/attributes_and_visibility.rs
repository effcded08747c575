#[event(fetch)]
/// Answers everything.
#[inline]
pub(crate) async fn r#async(mut request: Request, Env { name, .. }: Env) -> Response {
    answer(&mut request, name).await
}
