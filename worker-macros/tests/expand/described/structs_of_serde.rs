#[derive(Described)]
#[serde(default)]
struct Settings {
    theme: String,
    #[serde(flatten)]
    limits: Option<Limits>,
}
#[derive(Described)]
#[serde(tag = "type", rename = "user's")]
struct User {
    name: String,
}
#[derive(Described)]
#[serde(transparent)]
struct Meters(f64, #[serde(skip)] Unit);
