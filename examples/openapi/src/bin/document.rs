//! Writes the document to its output.

fn main() {
    #[cfg(not(target_family = "wasm"))]
    println!("{}", openapi::document::json());
}
