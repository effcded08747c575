use worker_sdk::event;

struct Page;

#[event(fetch)]
async fn page() -> Page {
    Page
}

#[event(fetch)]
fn number() -> Option<u32> {
    None
}

#[event(fetch)]
async fn fallible_page() -> Result<Page, std::io::Error> {
    Ok(Page)
}

#[event(scheduled)]
async fn tick() -> u32 {
    3
}

#[event(scheduled)]
async fn fallible_tick() -> worker_sdk::Result<u32> {
    Ok(3)
}

#[event(queue)]
async fn consume() -> worker_sdk::Result<u32> {
    Ok(3)
}

#[event(start)]
fn setup() -> bool {
    true
}

fn main() {}
