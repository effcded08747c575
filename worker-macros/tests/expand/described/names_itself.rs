#[derive(Described)]
struct Node {
    next: Option<Box<Self>>,
    children: HashMap<String, Vec<Self>>,
}
