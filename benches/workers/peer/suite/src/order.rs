use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Order {
    id: String,
    pub status: String,
    customer: Customer,
    items: Vec<Item>,
    total: f64,
    paid: bool,
    notes: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct Customer {
    name: String,
    email: String,
    since: u32,
}

#[derive(Deserialize, Serialize)]
struct Item {
    sku: String,
    title: String,
    quantity: u32,
    price: f64,
    tags: Vec<String>,
}
