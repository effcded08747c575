//! A transformation of a pipeline.

use worker_sdk::pipelines::Batch;
use worker_sdk::{Env, Error, Result, pipeline_transformation};

#[derive(serde::Deserialize, serde::Serialize)]
struct Click {
    page: String,
    #[serde(default)]
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
    async fn run(&self, clicks: Vec<Click>, batch: Batch) -> Result<Vec<Click>> {
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
        let noted = people.map(|click| Click {
            note: note.clone(),
            ..click
        });
        Ok(noted.collect())
    }
}
