use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Measurements {
    pub source: String,
    items: Vec<Measurement>,
}

#[derive(Deserialize, Serialize)]
struct Measurement {
    id: u32,
    station: String,
    at: (f64, f64),
    value: f64,
    unit: String,
    valid: bool,
    tags: Vec<String>,
}
