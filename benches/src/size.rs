//! What is uploaded, compressed file by file.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::options::Options;
use crate::paths;
use crate::report::{Measure, Report};
use crate::scenario::{Scenario, Worker};
use crate::stats::Summary;
use crate::workerd::modules;

pub(crate) fn measure(options: &Options, report: &mut Report) -> Result<()> {
    for worker in Worker::ALL {
        for &implementation in &options.implementations {
            let root = paths::modules(implementation, worker);
            let (mut raw, mut compressed) = (0, 0);
            for file in modules(&root)? {
                let bytes = read(&root.join(file))?;
                raw += bytes.len();
                compressed += gzip(&bytes)?;
            }
            let [raw_metric, gzip_metric] = match worker {
                Worker::Hello => ["hello raw KB", "hello gzip KB"],
                Worker::Suite => ["suite raw KB", "suite gzip KB"],
                Worker::Axum => ["axum raw KB", "axum gzip KB"],
                Worker::Storage => ["storage raw KB", "storage gzip KB"],
                Worker::Objects => ["objects raw KB", "objects gzip KB"],
            };
            for (metric, bytes) in [(raw_metric, raw), (gzip_metric, compressed)] {
                let value = Summary::one(bytes as f64 / 1000.0);
                report.add(Measure {
                    scenario: Scenario::Size,
                    metric,
                    implementation,
                    value,
                    relative: None,
                });
            }
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
