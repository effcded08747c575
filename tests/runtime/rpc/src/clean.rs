//! Transformations of a pipeline.

use std::collections::BTreeMap;

use worker_sdk::pipelines::Batch;
use worker_sdk::{Env, Error, Result, pipeline_transformation};

#[derive(serde::Deserialize)]
struct Click {
    page: String,
}

#[derive(serde::Serialize)]
struct Noted {
    page: String,
    note: String,
}

struct Clean {
    greeting: String,
}

#[pipeline_transformation]
impl Clean {
    fn new(env: Env) -> Result<Self> {
        let greeting = env.var("GREETING")?;
        Ok(Self { greeting })
    }

    /// Drops those of robots, and says whence the others come.
    async fn run(&self, clicks: Vec<Click>, batch: Batch) -> Result<Vec<Noted>> {
        if clicks.iter().any(|click| click.page == "/broken") {
            return Err(Error::new("no such page"));
        }
        let Batch {
            pipeline_id,
            pipeline_name,
            ..
        } = batch;
        let note = format!("{} {pipeline_id} {pipeline_name}", self.greeting);
        let people = clicks
            .into_iter()
            .filter(|click| click.page != "/robots.txt");
        let noted = people.map(|click| Noted {
            page: click.page,
            note: note.clone(),
        });
        Ok(noted.collect())
    }
}

type Cart = BTreeMap<String, u32>;

struct Carts;

#[pipeline_transformation]
impl Carts {
    fn new() -> Self {
        Self
    }

    fn run(&self, carts: Vec<Cart>) -> Result<Box<[Cart]>, &'static str> {
        match carts.iter().any(BTreeMap::is_empty) {
            true => Err("a cart is empty"),
            false => Ok(carts.into()),
        }
    }
}

struct Summed;

#[pipeline_transformation]
impl Summed {
    fn new() -> Self {
        Self
    }

    fn run(&self, carts: Vec<Cart>) -> [Cart; 1] {
        let pieces = carts.iter().flat_map(BTreeMap::values).sum();
        [Cart::from([("pieces".to_owned(), pieces)])]
    }
}
