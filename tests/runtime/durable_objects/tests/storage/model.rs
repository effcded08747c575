//! Random operations on both kinds of values, and the same ones on a `BTreeMap`.

use std::collections::BTreeMap;
use std::ops::Bound;

use worker_sdk::durable_objects::Storage;
use worker_sdk::durable_objects::storage::{Kv, KvList, List};
use worker_sdk::{Env, Result, console_log};

use super::inside::inside;

const SEEDS: u64 = 8;
const STEPS: usize = 250;

/// A small generator whose numbers depend on the seed alone.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) == 0).then(|| make(self))
    }

    /// Few keys, so that they meet again; some are prefixes of others, some are not ASCII.
    fn key(&mut self) -> String {
        const PARTS: [&str; 8] = ["", "a", "b", "ab", "ü", "\u{ffff}", "\u{10000}", "0"];
        let mut part = || PARTS[self.below(8) as usize];
        format!("{}{}", part(), part())
    }

    fn value(&mut self) -> Option<Vec<i64>> {
        let length = self.below(4);
        (length > 0).then(|| {
            (0..length)
                .map(|_| self.below(1 << 53) as i64 - (1 << 52))
                .collect()
        })
    }
}

type Value = Option<Vec<i64>>;

/// The options of a listing.
#[derive(Debug)]
struct Range {
    start: Option<(String, bool)>,
    end: Option<String>,
    prefix: Option<String>,
    reverse: bool,
    limit: Option<u32>,
}

impl Range {
    fn new(random: &mut Random) -> Self {
        Self {
            start: random.maybe(|r| (r.key(), r.below(2) == 0)),
            end: random.maybe(Random::key),
            prefix: random.maybe(Random::key),
            reverse: random.below(2) == 0,
            limit: random.maybe(|r| r.below(5) as u32 + 1),
        }
    }

    fn of(&self, model: &BTreeMap<String, Value>) -> Vec<(String, Value)> {
        let start = match &self.start {
            Some((key, true)) => Bound::Excluded(key.clone()),
            Some((key, false)) => Bound::Included(key.clone()),
            None => Bound::Unbounded,
        };
        let range = model.range((start, Bound::Unbounded));
        let mut found: Vec<_> = range
            .filter(|(key, _)| self.end.as_ref().is_none_or(|end| *key < end))
            .filter(|(key, _)| {
                self.prefix
                    .as_ref()
                    .is_none_or(|prefix| key.starts_with(prefix))
            })
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if self.reverse {
            found.reverse();
        }
        found.truncate(self.limit.map_or(usize::MAX, |limit| limit as usize));
        found
    }
}

macro_rules! apply {
    ($range:expr, $list:expr) => {{
        let mut list = $list;
        match &$range.start {
            Some((key, true)) => list = list.start_after(key),
            Some((key, false)) => list = list.start(key),
            None => {}
        }
        if let Some(end) = &$range.end {
            list = list.end(end);
        }
        if let Some(prefix) = &$range.prefix {
            list = list.prefix(prefix);
        }
        if let Some(limit) = $range.limit {
            list = list.limit(limit);
        }
        if $range.reverse { list.reverse() } else { list }
    }};
}

struct Run {
    storage: Storage,
    kv: Kv,
    random: Random,
    model: BTreeMap<String, Value>,
}

impl Run {
    async fn step(&mut self) -> Result<String> {
        let Self {
            storage,
            kv,
            random,
            model,
        } = self;
        let sync = random.below(2) == 0;
        let done = match random.below(6) {
            0 | 1 => {
                let (key, value) = (random.key(), random.value());
                match sync {
                    true => kv.put(&key, &value)?,
                    false => storage.put(&key, &value).await?,
                }
                model.insert(key.clone(), value);
                format!("put {key:?}")
            }
            2 => {
                let key = random.key();
                let was_there = match sync {
                    true => kv.delete(&key)?,
                    false => storage.delete(&key).await?,
                };
                assert_eq!(was_there, model.remove(&key).is_some(), "delete {key:?}");
                format!("delete {key:?}")
            }
            3 => {
                let key = random.key();
                let found: Option<Value> = match sync {
                    true => kv.get(&key)?,
                    false => storage.get(&key).await?,
                };
                assert_eq!(found.as_ref(), model.get(&key), "get {key:?}");
                format!("get {key:?}")
            }
            4 => self.several().await?,
            _ => {
                let range = Range::new(random);
                let found = match sync {
                    true => {
                        let list: KvList<Value> = apply!(range, kv.list());
                        list.into_iter().collect::<Result<Vec<_>>>()?
                    }
                    false => {
                        let list: List<Value> = apply!(range, storage.list());
                        list.await?
                    }
                };
                assert_eq!(found, range.of(model), "{range:?}");
                format!("list {range:?}")
            }
        };
        Ok(done)
    }

    async fn several(&mut self) -> Result<String> {
        let Self {
            storage,
            random,
            model,
            ..
        } = self;
        let keys: Vec<String> = (0..random.below(6)).map(|_| random.key()).collect();
        match random.below(3) {
            0 => {
                let entries: BTreeMap<String, Value> =
                    keys.iter().map(|k| (k.clone(), random.value())).collect();
                storage.put_many(&entries).await?;
                model.extend(entries);
            }
            1 => {
                let found = storage.get_many::<Value>(&keys).await?;
                let known = keys
                    .iter()
                    .filter_map(|key| Some((key.clone(), model.get(key)?.clone())));
                assert_eq!(found, known.collect());
            }
            _ => {
                let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
                let there = distinct
                    .into_iter()
                    .filter(|key| model.remove(*key).is_some())
                    .count();
                assert_eq!(storage.delete_many(&keys).await?, there, "delete {keys:?}");
            }
        }
        Ok(format!("several {keys:?}"))
    }
}

/// To run one seed again, put it in the place of the first.
#[worker_sdk::test(timeout = "120s")]
async fn storage_is_a_map(env: Env) -> Result<()> {
    let first = worker_sdk::now().as_millis() as u64;
    console_log!("the first seed is {first}");
    inside(&env, async move |storage: Storage| {
        for seed in first..first + SEEDS {
            storage.delete_all().await?;
            let mut run = Run {
                storage: storage.clone(),
                kv: storage.kv(),
                random: Random(seed),
                model: BTreeMap::new(),
            };
            for _ in 0..STEPS {
                run.step().await?;
            }
            let all: Vec<_> = run.model.into_iter().collect();
            assert_eq!(storage.list::<Value>().await?, all, "seed {seed}");
        }
        Ok(())
    })
    .await
}
