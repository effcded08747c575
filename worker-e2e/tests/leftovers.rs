//! However a test process ends, nothing that it started goes on.
//!
//! The process is this program once more, told by a variable what to do. Everything that it starts inherits a second
//! variable, by which it is found.

#![cfg(target_os = "linux")]

mod support;

use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use support::{WORD, project, with_build};
use worker_e2e::{Project, Worker};

const SCENARIO: &str = "WORKER_E2E_TEST_SCENARIO";
const MARK: &str = "WORKER_E2E_TEST_MARK";
const PATIENCE: Duration = Duration::from_secs(30);

static SHARED: LazyLock<Worker> =
    LazyLock::new(|| Project::at("tests/projects/greeter").start().unwrap());

/// What the other process does; nothing when this program is run as it is.
#[test]
fn scenario() {
    let Ok(scenario) = env::var(SCENARIO) else {
        return;
    };
    match scenario.as_str() {
        "owned" => wait(&Project::at("tests/projects/greeter").start().unwrap()),
        "shared" => wait(&SHARED),
        "panic" => {
            let worker = Project::at("tests/projects/greeter").start().unwrap();
            worker.get("/before-the-panic").unwrap();
            let line = worker.wait_for_log("before-the-panic", PATIENCE);
            panic!("on purpose, after {line:?}");
        }
        "return" => drop(SHARED.get("/").unwrap()),
        "stop" => {
            let worker = Project::at("tests/projects/greeter").start().unwrap();
            println!("{}", worker.get("/waiting").unwrap());
            io::stdin().read_line(&mut String::new()).unwrap();
        }
        "build" => drop(Project::at(env::var("FOLDER").unwrap()).start()),
        other => panic!("no scenario `{other}`"),
    }
}

/// Says that the worker answers, and waits to be ended.
fn wait(worker: &Worker) {
    println!("{}", worker.get("/waiting").unwrap());
    loop {
        thread::park();
    }
}

struct Other {
    child: Child,
    mark: String,
}

impl Other {
    fn start(scenario: &str, change: impl FnOnce(&mut Command)) -> Other {
        let mark = format!("{MARK}={scenario}-{}", std::process::id());
        // Who runs these tests in the background may have made this process ignore interruptions.
        let mut command = Command::new("env");
        command
            .arg("--default-signal=INT")
            .arg(env::current_exe().unwrap())
            .args(["scenario", "--exact", "--nocapture"])
            .env(SCENARIO, scenario)
            .env(MARK, mark.split_once('=').unwrap().1)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        change(&mut command);
        Other {
            child: command.spawn().unwrap(),
            mark,
        }
    }

    /// Waits until its worker has answered.
    fn waits(&mut self) {
        let stdout = self.child.stdout.as_mut().unwrap();
        let mut lines = BufReader::new(stdout).lines();
        let found = lines.any(|line| line.unwrap().ends_with("200: hello /waiting"));
        assert!(found, "the worker did not answer");
    }

    fn kill(&mut self, signal: &str, id: &str) {
        let status = Command::new("kill").args([signal, "--", id]).status();
        assert!(status.unwrap().success());
        let begin = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begin.elapsed() < PATIENCE, "{signal} did not end it");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The ids and programs of all processes that carry the mark.
    fn processes(&self) -> Vec<(String, String)> {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        processes
            .filter_map(|entry| self.process(&entry.path()))
            .collect()
    }

    fn process(&self, folder: &Path) -> Option<(String, String)> {
        let variables = fs::read(folder.join("environ")).ok()?;
        let mut variables = variables.split(|byte| *byte == 0);
        variables.find(|variable| *variable == self.mark.as_bytes())?;
        let program = fs::read_link(folder.join("exe")).ok()?;
        let text = |path: &Path| Some(path.file_name()?.to_str()?.to_owned());
        Some((text(folder)?, text(&program)?))
    }

    fn find(&self, program: &str) -> Option<String> {
        let mut processes = self.processes().into_iter();
        processes
            .find(|(_, other)| other == program)
            .map(|(id, _)| id)
    }

    #[track_caller]
    fn has(&self, programs: &[&str]) {
        let begin = Instant::now();
        while !programs.iter().all(|program| self.find(program).is_some()) {
            let running = self.processes();
            assert!(
                begin.elapsed() < PATIENCE,
                "{programs:?} are not all in {running:?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn leaves_nothing(&self) {
        let begin = Instant::now();
        while !self.processes().is_empty() {
            assert!(
                begin.elapsed() < PATIENCE,
                "left behind: {:?}",
                self.processes()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        for (id, _) in self.processes() {
            let _ = Command::new("kill").args(["-KILL", &id]).status();
        }
    }
}

#[test]
fn after_a_kill() {
    for scenario in ["owned", "shared"] {
        let mut other = Other::start(scenario, |_| {});
        other.waits();
        other.has(&["node", "workerd"]);
        let id = other.child.id().to_string();
        other.kill("-KILL", &id);
        other.leaves_nothing();
    }
}

#[test]
fn after_an_interruption_from_the_terminal() {
    let mut other = Other::start("shared", |_| {});
    other.waits();
    other.has(&["node", "workerd"]);
    // A terminal sends the signal to the whole group.
    let group = format!("-{}", other.child.id());
    other.kill("-INT", &group);
    other.leaves_nothing();
}

#[test]
fn after_a_panic_which_shows_the_logs() {
    let mut other = Other::start("panic", |_| {});
    let mut said = String::new();
    let mut stderr = other.child.stderr.take().unwrap();
    stderr.read_to_string(&mut said).unwrap();
    assert!(!other.child.wait().unwrap().success());
    other.leaves_nothing();
    let (panic, logs) = said
        .split_once("what the workers said:\n")
        .expect("no logs");
    assert!(panic.contains("on purpose"), "{said}");
    assert!(
        logs.contains("[warn] two lines\nabout /before-the-panic"),
        "{said}"
    );
}

#[test]
fn after_the_end_of_a_process_with_a_shared_worker() {
    let mut other = Other::start("return", |_| {});
    assert!(other.child.wait().unwrap().success());
    other.leaves_nothing();
}

#[test]
fn after_a_kill_during_a_build() {
    let folder = project(
        "endless",
        &[
            ("wrangler.json", &with_build("sleep 3600; true")),
            ("build/index.js", WORD),
        ],
    );
    let mut other = Other::start("build", |command| {
        command.env("FOLDER", &folder);
    });
    other.has(&["node", "sleep"]);
    let id = other.child.id().to_string();
    other.kill("-KILL", &id);
    other.leaves_nothing();
}

#[test]
fn after_a_worker_whose_host_was_killed() {
    let mut other = Other::start("stop", |_| {});
    other.waits();
    other.has(&["node", "workerd"]);
    let host = other.find("node").unwrap();
    let killed = Command::new("kill").args(["-KILL", &host]).status();
    assert!(killed.unwrap().success());
    drop(other.child.stdin.take());
    assert!(other.child.wait().unwrap().success());
    other.leaves_nothing();
}
