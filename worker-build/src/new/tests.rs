use std::fs;

use clap::Parser;
use tempfile::TempDir;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: NewArgs,
}

fn new(dir: &Path, more: &[&str]) -> Result<()> {
    let mut words: Vec<_> = ["new", "my-worker", "--dir"].map(Into::into).into();
    words.push(dir.as_os_str().to_owned());
    words.extend(more.iter().map(Into::into));
    run(&Line::parse_from(words).args)
}

#[test]
fn writes_a_project() {
    let temp = TempDir::new().unwrap();
    let dir = temp.path().join("deep/project");
    new(&dir, &["--sdk", "0.1"]).unwrap();
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-worker\"\n"), "{manifest}");
    assert!(manifest.contains("worker-sdk = \"0.1\"\n"), "{manifest}");
    let test = fs::read_to_string(dir.join("tests/runtime.rs")).unwrap();
    assert!(test.contains("use my_worker::greet;"), "{test}");
    assert!(dir.join(".github/workflows/ci.yml").is_file());
}

#[test]
fn an_empty_folder_is_used() {
    let temp = TempDir::new().unwrap();
    new(temp.path(), &[]).unwrap();
    assert!(temp.path().join("src/lib.rs").is_file());
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let temp = TempDir::new().unwrap();
    fs::write(temp.path().join("precious"), "").unwrap();
    let message = new(temp.path(), &[]).unwrap_err().to_string();
    let dir = temp.path().display();
    assert_eq!(
        message,
        format!(
            "cannot create a project: `{dir}` is not empty\n  \
             help: choose another name, or another folder with `--dir`"
        )
    );
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_left_alone() {
    let temp = TempDir::new().unwrap();
    let file = temp.path().join("file");
    fs::write(&file, "precious").unwrap();
    let message = new(&file, &[]).unwrap_err().to_string();
    assert!(message.contains("is not a folder"), "{message}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
}

#[test]
fn nothing_is_written_when_an_argument_is_wrong() {
    let temp = TempDir::new().unwrap();
    let dir = temp.path().join("project");
    new(&dir, &["--template", "absent"]).unwrap_err();
    new(&dir, &["--sdk", "absent"]).unwrap_err();
    assert!(!dir.exists());
}
