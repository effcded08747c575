//! Messages that say what is to be done.

use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::queues::{Batch, Message};
use worker_sdk::{Error, Result, sleep};

#[wasm_bindgen(
    inline_js = "export function explode() { throw new TypeError('thrown by JavaScript'); }"
)]
extern "C" {
    fn explode();
}

pub(crate) async fn obey(batch: &Batch) -> Result<()> {
    for message in batch {
        let command = message.body().text()?;
        let (word, number) = command.split_once(' ').unwrap_or((&command, ""));
        let delay = Duration::from_secs(number.parse().unwrap_or_default());
        of_message(word, &message, delay);
        of_batch(word, batch, delay);
        end(word).await?;
    }
    Ok(())
}

fn of_message(word: &str, message: &Message, delay: Duration) {
    match word {
        "ack" => message.ack(),
        "retry" => message.retry(),
        "retry-after" => message.retry_after(delay),
        "ack-then-retry" => {
            message.ack();
            message.retry();
        }
        "retry-then-retry-after" => {
            message.retry();
            message.retry_after(delay);
        }
        "retry-after-then-retry" => {
            message.retry_after(delay);
            message.retry();
        }
        "retry-then-ack" => {
            message.retry();
            message.ack();
        }
        _ => {}
    }
}

fn of_batch(word: &str, batch: &Batch, delay: Duration) {
    match word {
        "ack-all" => batch.ack_all(),
        "retry-all" => batch.retry_all(),
        "retry-all-after" => batch.retry_all_after(delay),
        _ => {}
    }
}

async fn end(word: &str) -> Result<()> {
    match word {
        "err" => Err(Error::new("the handler failed")),
        "panic" => panic!("the handler fell over"),
        "panic-late" => {
            sleep(Duration::from_millis(5)).await;
            panic!("the handler fell over late")
        }
        "throw" => {
            explode();
            Ok(())
        }
        _ => Ok(()),
    }
}
