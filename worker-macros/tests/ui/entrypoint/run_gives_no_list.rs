use std::collections::HashMap;

use worker_sdk::{Env, Result, pipeline_transformation};

type Click = HashMap<String, String>;

struct One;

#[pipeline_transformation]
impl One {
    fn new(_: Env) -> Self {
        Self
    }

    async fn run(&self, clicks: Vec<Click>) -> Result<Option<Click>> {
        Ok(clicks.into_iter().next())
    }
}

struct Nothing;

#[pipeline_transformation]
impl Nothing {
    fn new(_: Env) -> Self {
        Self
    }

    fn run(&self, _: Vec<Click>) -> Result<(), String> {
        Ok(())
    }
}

struct Count;

#[pipeline_transformation]
impl Count {
    fn new(_: Env) -> Self {
        Self
    }

    fn run(&self, clicks: Vec<Click>) -> usize {
        clicks.len()
    }
}

struct Page;

struct Unwritten;

#[pipeline_transformation]
impl Unwritten {
    fn new(_: Env) -> Self {
        Self
    }

    async fn run(&self, _: Vec<Click>) -> Result<Vec<Page>> {
        Ok(vec![Page])
    }
}

fn main() {}
