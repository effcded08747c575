//! Certificates that a test makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Result, workspace_root};

/// A certificate for `localhost` that nobody else has signed, and its key.
#[derive(Debug)]
pub struct Certificate {
    folder: PathBuf,
    pem: String,
    key: String,
}

impl Certificate {
    /// Makes one with the program `openssl`, in the folder of this name below `target/tmp`.
    ///
    /// # Errors
    ///
    /// Fails when that is not installed.
    pub fn new(name: &str) -> Result<Certificate> {
        let folder = workspace_root().join("target/tmp").join(name);
        fs::create_dir_all(&folder)
            .map_err(|e| Error::because("could not create a folder for a certificate", e))?;
        let output = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
            ])
            .args([
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
            ])
            .args([
                "-days",
                "2",
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem",
            ])
            .current_dir(&folder)
            .output();
        let output = output
            .map_err(|e| Error::because("could not start `openssl`; run `cargo xtask setup`", e))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Error::because("`openssl` made no certificate", said));
        }
        let read = |name| {
            fs::read_to_string(folder.join(name))
                .map_err(|e| Error::because("could not read the certificate", e))
        };
        let (pem, key) = (read("certificate.pem")?, read("key.pem")?);
        Ok(Certificate { folder, pem, key })
    }

    /// The file with the certificate, for those who shall trust it.
    pub fn file(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    /// The file with its key.
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("key.pem")
    }

    /// The folder of both.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }
}
