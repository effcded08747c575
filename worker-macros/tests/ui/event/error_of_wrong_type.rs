use worker_sdk::event;

struct OutOfPaper;

#[event(fetch)]
async fn fetch() -> Result<&'static str, OutOfPaper> {
    Err(OutOfPaper)
}

#[event(scheduled)]
fn tick() -> Result<(), OutOfPaper> {
    Err(OutOfPaper)
}

#[event(queue)]
async fn consume() -> Result<(), OutOfPaper> {
    Err(OutOfPaper)
}

#[event(start)]
fn setup() -> Result<(), OutOfPaper> {
    Err(OutOfPaper)
}

fn main() {}
