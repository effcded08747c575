#[debug_handler]
async fn user(Path(id): Path<u32>, State(app): State<App>, Json(user): Json<User>) -> Result<String> {
    Ok(String::new())
}
