#[derive(Described)]
/// What an order "is".
#[serde(rename_all = "camelCase")]
#[described(name = "PlacedOrder")]
struct Order {
    order_number: u32,
    note: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(rename = "content-type")]
    kind: Kind,
    #[serde(skip)]
    cached: bool,
    #[serde(with = "hex")]
    digest: [u8; 32],
    #[described(type = "{ lat: number }")]
    place: geo::Point,
    #[serde(flatten)]
    customer: Customer,
}
