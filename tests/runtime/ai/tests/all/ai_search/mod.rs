//! AI Search.

mod answers;
mod instances;
mod items;
mod jobs;
mod searches;
