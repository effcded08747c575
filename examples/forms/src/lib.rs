//! Files of an uploaded form: name, type, size and SHA-256, hashed by the runtime.
//!
//! Run it with `cargo xtask dev forms`, then `curl -F note=hi -F file=@Cargo.toml http://localhost:8787`.

use serde::Serialize;
use worker_sdk::crypto::{Hash, digest, hex};
use worker_sdk::http::{File, FormValue, Method, StatusCode};
use worker_sdk::{IntoResponse, Json, Request, Response, Result, event};

#[derive(Serialize)]
#[serde(untagged)]
enum Field {
    Text {
        name: String,
        text: String,
    },
    File {
        name: String,
        file: String,
        content_type: String,
        size: u64,
        sha256: String,
    },
}

#[event(fetch)]
async fn main(mut request: Request) -> Result<Response> {
    if *request.method() != Method::POST {
        return Ok(Response::html(PAGE));
    }
    let form = match request.form_data().await {
        Ok(form) => form,
        Err(error) if error.is_malformed() => {
            return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
        }
        Err(error) => return Err(error),
    };
    let mut fields = Vec::new();
    for (name, value) in form {
        fields.push(match value {
            FormValue::Text(text) => Field::Text { name, text },
            FormValue::File(file) => described(name, file).await?,
        });
    }
    Json(fields).into_response()
}

async fn described(name: String, file: File) -> Result<Field> {
    Ok(Field::File {
        name,
        file: file.name(),
        content_type: file.content_type(),
        size: file.size(),
        sha256: hex(&digest(Hash::Sha256, file.bytes().await?).await?),
    })
}

const PAGE: &str = r#"<!doctype html>
<title>Upload</title>
<form method="post" enctype="multipart/form-data">
  <input name="note" placeholder="a note"> <input name="file" type="file" multiple> <button>Upload</button>
</form>
"#;
