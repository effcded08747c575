//! Runs steps and prints one line for each; the last line counts them.

use std::io::{self, IsTerminal};
use std::process::{Command, ExitCode};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::steps::{Lane, Step};
use crate::environment::Environment;
use crate::process;

/// How a step that found nothing wrong ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    Passed,
    /// Passed, with the number of its tests.
    Tests(u32),
    /// Not run, and why it was not necessary.
    NotNeeded(&'static str),
}

#[derive(Debug, Default, PartialEq)]
struct Counts {
    passed: u32,
    failed: Vec<&'static str>,
}

pub(super) fn run(steps: &[Step], environment: &Environment, fail_fast: bool) -> ExitCode {
    let run = Run {
        environment,
        fail_fast,
        counts: Mutex::default(),
    };
    let of = |lane| steps.iter().filter(move |step| step.lane == lane);
    thread::scope(|scope| {
        scope.spawn(|| of(Lane::Beside).for_each(|step| run.step(step)));
        of(Lane::Main).for_each(|step| run.step(step));
    });
    of(Lane::Alone).for_each(|step| run.step(step));
    print!("{}", summary(&run.counts()));
    match run.counts().failed.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

struct Run<'a> {
    environment: &'a Environment,
    fail_fast: bool,
    counts: Mutex<Counts>,
}

impl Run<'_> {
    fn step(&self, step: &Step) {
        if self.fail_fast && !self.counts().failed.is_empty() {
            return;
        }
        let begin = Instant::now();
        // Of a run that hangs, this is the last that one sees.
        println!("test {} begins", step.name);
        let result = (step.action)(self.environment);
        // Nothing of another step comes between these lines.
        let mut counts = self.counts();
        println!(
            "test {} ... {}",
            step.name,
            ending(&result, begin.elapsed())
        );
        match result {
            Ok(Outcome::NotNeeded(_)) => {}
            Ok(_) => counts.passed += 1,
            Err(error) => {
                println!(
                    "{error:#}\nto run this again: cargo xtask test {}\n",
                    step.name
                );
                counts.failed.push(step.name);
            }
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ending(result: &Result<Outcome>, time: Duration) -> String {
    let seconds = time.as_secs_f32();
    match result {
        Ok(Outcome::Passed) => format!("ok ({seconds:.1} s)"),
        Ok(Outcome::Tests(number)) => format!("ok ({seconds:.1} s, {number} tests)"),
        Ok(Outcome::NotNeeded(why)) => format!("not run ({why})"),
        Err(_) => format!("FAILED ({seconds:.1} s)"),
    }
}

fn summary(counts: &Counts) -> String {
    let mut text = "\n".to_owned();
    for name in &counts.failed {
        text += &format!("failed: {name}\n");
    }
    text += &format!("{} passed, {} failed\n", counts.passed, counts.failed.len());
    text
}

/// Runs `command`; what it prints is shown only when it fails.
pub(super) fn quietly(command: &mut Command) -> Result<String> {
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let captured = process::captured(command, None)?;
    if !captured.success {
        let shown = process::display(command);
        bail!("{}\n`{shown}` failed", captured.output.trim_end());
    }
    Ok(captured.output)
}

/// Runs a command that runs tests. One that runs none cannot fail, so that is a failure.
pub(super) fn tests(command: &mut Command) -> Result<Outcome> {
    let output = quietly(command)?;
    match passed(&output) {
        0 => bail!(
            "{}\n`{}` ran no tests",
            output.trim_end(),
            process::display(command)
        ),
        number => Ok(Outcome::Tests(number)),
    }
}

/// The sum over lines like `test result: ok. 12 passed; 0 failed; …`.
fn passed(output: &str) -> u32 {
    let number = |line: &str| {
        let (before, _) = line.split_once(" passed;")?;
        before.rsplit(' ').next()?.parse::<u32>().ok()
    };
    output
        .lines()
        .filter(|line| line.starts_with("test result: "))
        .filter_map(number)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc;

    use anyhow::Context;

    fn step(name: &'static str, action: fn(&Environment) -> Result<Outcome>) -> Step {
        Step {
            name,
            about: "",
            lane: Lane::Main,
            action: Box::new(action),
        }
    }

    fn run_all(fail_fast: bool) -> ExitCode {
        let steps = [
            step("good", |_| Ok(Outcome::Passed)),
            step("bad", |_| bail!("broken")),
            step("never", |_| panic!("a step after a failure was run")),
        ];
        let environment = Environment::new(Path::new("."), Vec::new());
        run(
            if fail_fast { &steps } else { &steps[..2] },
            &environment,
            fail_fast,
        )
    }

    #[test]
    fn a_failed_step_fails_the_run() {
        assert_eq!(run_all(false), ExitCode::FAILURE);
        assert_eq!(run_all(true), ExitCode::FAILURE);
    }

    #[test]
    fn both_lanes_run_at_the_same_time_and_nothing_beside_a_step_alone() {
        static OTHER: Mutex<Option<mpsc::Sender<()>>> = Mutex::new(None);
        static RUNNING: AtomicU32 = AtomicU32::new(0);
        let (sender, receiver) = mpsc::channel();
        *OTHER.lock().unwrap() = Some(sender);
        let receiver = Mutex::new(receiver);
        let waits = move |_: &Environment| {
            RUNNING.fetch_add(1, Ordering::SeqCst);
            receiver
                .lock()
                .unwrap()
                .recv_timeout(Duration::from_secs(60))?;
            RUNNING.fetch_sub(1, Ordering::SeqCst);
            Ok(Outcome::Passed)
        };
        let tells = |_: &Environment| {
            OTHER
                .lock()
                .unwrap()
                .take()
                .context("told twice")?
                .send(())?;
            Ok(Outcome::Passed)
        };
        let alone = |_: &Environment| match RUNNING.load(Ordering::SeqCst) {
            0 => Ok(Outcome::Passed),
            _ => bail!("something runs beside it"),
        };
        let in_lane = |lane, step: Step| Step { lane, ..step };
        let waits = Step {
            name: "waits",
            about: "",
            lane: Lane::Beside,
            action: Box::new(waits),
        };
        let steps = [
            in_lane(Lane::Alone, step("alone", alone)),
            waits,
            step("tells", tells),
        ];
        let environment = Environment::new(Path::new("."), Vec::new());
        assert_eq!(run(&steps, &environment, false), ExitCode::SUCCESS);
    }

    #[test]
    fn the_last_line_counts_steps() {
        let counts = Counts {
            passed: 3,
            failed: vec!["fmt", "e2e"],
        };
        assert_eq!(
            summary(&counts),
            "\nfailed: fmt\nfailed: e2e\n3 passed, 2 failed\n"
        );
    }

    #[test]
    fn passed_tests_are_added_up() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\n\
                      test result: ok. 40 passed; 0 failed; 1 ignored\nfoo passed; bar\n";
        assert_eq!(passed(output), 42);
    }

    #[test]
    fn a_run_without_tests_is_a_failure() {
        let error =
            tests(Command::new("echo").arg("test result: ok. 0 passed; 0 failed")).unwrap_err();
        assert!(error.to_string().ends_with("ran no tests"), "{error}");
    }

    #[test]
    fn the_output_of_a_failure_is_kept_whole() {
        let error =
            quietly(Command::new("sh").args(["-c", "echo out; echo err >&2; false"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "out\nerr\n`sh -c 'echo out; echo err >&2; false'` failed"
        );
    }
}
