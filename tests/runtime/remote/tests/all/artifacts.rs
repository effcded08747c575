//! Artifacts.

use std::time::Duration;

use serde_json::json;
use wasm_bindgen::prelude::*;
use worker_sdk::artifacts::{Artifacts, EntryKind, ErrorKind, Scope, TokenState};
use worker_sdk::env::Binding;
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Error, Result, sleep};

use crate::{calls_of, list};

#[wasm_bindgen(module = "/tests/all/artifacts.js")]
extern "C" {
    #[wasm_bindgen(js_name = standIn)]
    fn stand_in(calls: &JsValue) -> JsValue;
    fn sparse() -> JsValue;
    fn plain(calls: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = withFiles)]
    fn with_files(calls: &JsValue) -> JsValue;
    fn listless() -> JsValue;
}

/// Of the commit, its tree and its file.
fn hashes() -> [String; 3] {
    ["c", "d", "e"].map(|digit| digit.repeat(40))
}

fn repos(calls: &JsValue) -> Artifacts {
    Artifacts::from_value(stand_in(calls)).unwrap()
}

fn seconds(seconds: f64) -> Option<Timestamp> {
    Some(Timestamp::from_millis(seconds * 1000.0))
}

#[worker_sdk::test]
async fn repositories_are_made() -> Result<()> {
    let calls = list();
    let repos = repos(&calls);
    let plain = repos.create("one").await?;
    assert_eq!((plain.id.as_str(), plain.name.as_str()), ("r2", "one"));
    assert_eq!(
        (plain.default_branch.as_str(), plain.description),
        ("trunk", None)
    );
    assert_eq!(plain.remote, "https://git.example/one.git");
    assert_eq!(
        (plain.token.as_str(), plain.token_expires_at),
        ("art_v1_secret", seconds(1_767_323_046.0))
    );
    let described = repos.create("two").description("what for").read_only(true);
    let described = described.default_branch("trunk").await?;
    assert_eq!(described.description.as_deref(), Some("what for"));
    assert!(!format!("{described:?}").contains("secret"));

    repos.import("https://example.com/a", "three").await?;
    let imported = repos.import("https://example.com/a", "four").branch("b");
    let imported = imported.depth(3).description("d").read_only(false).await?;
    assert_eq!(imported.name, "four");

    let repo = repos.get("starter").await?;
    repo.fork("five").await?;
    let fork = repo.fork("six").default_branch_only(false).read_only(true);
    assert_eq!(
        fork.description("f").await?.description.as_deref(),
        Some("f")
    );
    assert_eq!(
        calls_of(&calls),
        json!([
            ["create", "one", null],
            ["create", "two", {"description": "what for", "readOnly": true, "setDefaultBranch": "trunk"}],
            ["import", {"source": {"url": "https://example.com/a"}, "target": {"name": "three"}}],
            ["import", {
                "source": {"url": "https://example.com/a", "branch": "b", "depth": 3},
                "target": {"name": "four", "opts": {"description": "d", "readOnly": false}},
            }],
            ["get", "starter"],
            ["fork", "five", null],
            ["fork", "six", {"defaultBranchOnly": false, "readOnly": true, "description": "f"}],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn repositories_are_listed_and_deleted() -> Result<()> {
    let calls = list();
    let repos = repos(&calls);
    let first = repos.list().await?;
    let [info] = &first.repos[..] else {
        panic!("{first:?}")
    };
    assert_eq!(
        (info.name.as_str(), info.remote.as_deref()),
        ("starter", None)
    );
    assert_eq!(
        (info.status.as_deref(), info.last_push_at),
        (Some("ready"), None)
    );
    assert_eq!((first.total, first.cursor.as_deref()), (2, Some("next")));
    let second = repos.list().limit(200).cursor(first.cursor).await?;
    assert_eq!(second.cursor, None);
    assert_eq!(second.repos[0].last_push_at, seconds(1_767_323_046.0));
    assert_eq!(second.repos[0].status, None);
    assert!(repos.delete("starter").await?);
    assert!(!repos.delete("other").await?);
    assert_eq!(
        calls_of(&calls),
        json!([
            ["list", null],
            ["list", {"limit": 200, "cursor": "next"}],
            ["delete", "starter"],
            ["delete", "other"],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_repository_is_let_go_of() -> Result<()> {
    let calls = list();
    let repo = repos(&calls).get("starter").await?;
    let info = repo.info().await?;
    assert_eq!((info.id.as_str(), repo.name()), ("r1", "starter"));
    assert_eq!(
        info.remote.as_deref(),
        Some("https://git.example/starter.git")
    );
    assert_eq!(
        (info.default_branch.as_str(), info.read_only),
        ("main", true)
    );
    assert_eq!(info.source.as_deref(), Some("artifacts:default/other"));
    assert_eq!(
        (info.created_at, info.updated_at),
        (seconds(1_767_323_045.0), seconds(1_767_323_046.0))
    );
    let log = repo.clone().log();
    drop(repo);
    sleep(Duration::from_millis(20)).await;
    assert_eq!(calls_of(&calls), json!([["get", "starter"], ["info"]]));
    assert_eq!(log.await?.len(), 1);
    sleep(Duration::from_millis(20)).await;
    assert_eq!(
        calls_of(&calls),
        json!([["get", "starter"], ["info"], ["log", null], "repo gone"])
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_object_with_properties_is_let_go_of() -> Result<()> {
    let calls = list();
    let repo = Artifacts::from_raw(plain(&calls)).get("starter").await?;
    let other = repo.clone();
    drop(repo);
    assert_eq!(other.info().await?.name, "starter");
    assert_eq!(calls_of(&calls), json!([]));
    drop(other);
    assert_eq!(calls_of(&calls), json!(["repo gone"]));
    Ok(())
}

#[worker_sdk::test]
async fn tokens() -> Result<()> {
    let calls = list();
    let repo = repos(&calls).get("starter").await?;
    let token = repo.create_token(Scope::Write).await?;
    assert_eq!(
        (token.id.as_str(), token.plaintext.as_str()),
        ("t1", "art_v1_other")
    );
    assert_eq!(
        (&token.scope, token.expires_at),
        (&Scope::Write, seconds(1_767_398_400.0))
    );
    assert!(!format!("{token:?}").contains("art_v1_other"));
    let hour = Duration::from_millis(3_600_900);
    let token = repo.create_token(Scope::Read).ttl(hour).await?;
    assert_eq!(token.scope, Scope::Read);
    let error = repo.create_token(Scope::Read).ttl(Duration::from_secs(1));
    let error = error.await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidTtl));
    assert_eq!(
        calls_of(&calls),
        json!([
            ["get", "starter"],
            ["createToken", "write", null],
            ["createToken", "read", 3600],
            ["createToken", "read", 1],
        ])
    );

    let known = repo.list_tokens().await?;
    assert_eq!((known.total, known.tokens.len()), (9, 3));
    let states = known.tokens.iter().map(|it| (&it.scope, &it.state));
    assert_eq!(
        states.collect::<Vec<_>>(),
        [
            (&Scope::Read, &TokenState::Active),
            (&Scope::Write, &TokenState::Expired),
            (&Scope::Write, &TokenState::Revoked)
        ]
    );
    let first = &known.tokens[0];
    assert_eq!(
        (first.id.as_str(), first.created_at, first.expires_at),
        ("t1", seconds(1_767_323_045.0), seconds(1_767_323_046.0))
    );
    assert!(repo.revoke_token("t1").await?);
    assert!(!repo.revoke_token("t2").await?);
    assert_eq!(
        calls_of(&calls).as_array().unwrap()[4..],
        [
            json!(["listTokens"]),
            json!(["revokeToken", "t1"]),
            json!(["revokeToken", "t2"])
        ]
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_was_committed() -> Result<()> {
    let calls = list();
    let [commit_hash, tree_hash, blob_hash] = hashes();
    let repo = repos(&calls).get("starter").await?;
    let log = repo.log().reference("main").limit(10).offset(2).await?;
    let commit = repo.read_commit(&commit_hash).await?.unwrap();
    assert_eq!(log, std::slice::from_ref(&commit));
    assert_eq!(
        (&commit.hash, &commit.tree_hash),
        (&commit_hash, &tree_hash)
    );
    assert_eq!(
        (commit.message.as_str(), commit.parents),
        ("first", vec!["f".repeat(40)])
    );
    assert_eq!(
        (commit.author.name.as_str(), commit.author.email.as_str()),
        ("Ada", "ada@example.com")
    );
    assert_eq!(commit.committer.name, "Eve");
    assert_eq!(
        (commit.authored_at, commit.committed_at),
        (seconds(1.0), seconds(2.0))
    );
    assert!(repo.log().reference("nowhere").await?.is_empty());
    assert_eq!(
        calls_of(&calls),
        json!([
            ["get", "starter"],
            ["log", {"ref": "main", "limit": 10, "offset": 2}],
            ["readCommit", commit_hash],
            ["log", {"ref": "nowhere"}],
        ])
    );

    let entries = repo.read_tree(&tree_hash).await?.unwrap();
    let last = calls_of(&calls);
    assert_eq!(last[4], json!(["readTree", tree_hash]));
    let kinds = entries.iter().map(|entry| entry.kind.clone());
    let other = EntryKind::Other("moon".into());
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            EntryKind::Tree,
            EntryKind::Blob,
            EntryKind::Exec,
            EntryKind::Symlink,
            EntryKind::Gitlink,
            other
        ]
    );
    assert_eq!(
        (
            entries[0].name.as_str(),
            entries[0].mode.as_str(),
            &entries[0].hash
        ),
        ("a tree", "100644", &blob_hash)
    );
    Ok(())
}

#[worker_sdk::test]
async fn files() -> Result<()> {
    let [_, _, blob_hash] = hashes();
    let calls = list();
    let repos = Artifacts::from_raw(with_files(&calls));
    let repo = repos.get("starter").await?;
    let blob = repo.read_blob(&blob_hash).await?.unwrap();
    assert_eq!(blob.text().await?, "bytes");
    assert!(repo.read_blob("0".repeat(40)).await?.is_none());
    let readme = repo.read_file("main", "README.md").await?.unwrap();
    assert_eq!(readme.content_type(), "text/plain;charset=utf-8");
    assert_eq!(readme.text().await?, "# žluť");
    assert!(repo.read_file("main", "LICENSE").await?.is_none());
    let error = repo.read_file("", "README.md").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a file failed: ArtifactsError: Invalid ref or path (repository `starter`) (path `README.md`) (ref ``)"
    );
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidInput));
    assert_eq!(
        calls_of(&calls),
        json!([
            ["readBlob", blob_hash],
            ["readBlob", "0".repeat(40)],
            ["readFile", {"ref": "main", "path": "README.md"}],
            ["readFile", {"ref": "main", "path": "LICENSE"}],
            ["readFile", {"ref": "", "path": "README.md"}],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_there() -> Result<()> {
    let repos = repos(&list());
    let repo = repos.get("starter").await?;
    let nothing = "0".repeat(40);
    assert_eq!(repo.read_commit(&nothing).await?, None);
    assert_eq!(repo.read_tree(&nothing).await?, None);

    let error = repos.get("nobody").await.unwrap_err();
    is_nobody(&error);
    let error = repo.read_tree("x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a tree failed: ArtifactsError: Invalid hash (repository `starter`) (tree `x`)"
    );
    let error = repo.log().reference("bad ref").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the log failed: ArtifactsError: Invalid ref (repository `starter`) (ref `bad ref`)"
    );
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidInput));
    let error = repos.create("taken").await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::AlreadyExists));
    let error = repos.import("https://example.com/private", "x").await;
    let error = error.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::RemoteAuthRequired));
    assert!(error.to_string().ends_with("(repository `x`)"), "{error}");
    let other = Error::new("something else");
    assert_eq!(
        (other.artifacts_kind(), other.artifacts_code()),
        (None, None)
    );
    Ok(())
}

#[worker_sdk::test]
fn codes() {
    let codes = [
        ("ALREADY_EXISTS", ErrorKind::AlreadyExists),
        ("NOT_FOUND", ErrorKind::NotFound),
        ("CREATE_IN_PROGRESS", ErrorKind::CreateInProgress),
        ("IMPORT_IN_PROGRESS", ErrorKind::ImportInProgress),
        ("FORK_IN_PROGRESS", ErrorKind::ForkInProgress),
        ("INVALID_INPUT", ErrorKind::InvalidInput),
        ("INVALID_REPO_NAME", ErrorKind::InvalidRepoName),
        ("INVALID_TTL", ErrorKind::InvalidTtl),
        ("INVALID_URL", ErrorKind::InvalidUrl),
        ("REMOTE_AUTH_REQUIRED", ErrorKind::RemoteAuthRequired),
        ("UPSTREAM_UNAVAILABLE", ErrorKind::UpstreamUnavailable),
        ("MEMORY_LIMIT", ErrorKind::MemoryLimit),
        ("INTERNAL_ERROR", ErrorKind::InternalError),
        ("MOON", ErrorKind::Other("MOON".into())),
    ];
    for (name, code) in codes {
        assert_eq!(ErrorKind::from(name.to_owned()), code);
    }
}

#[worker_sdk::test]
async fn answers_without_what_is_needed() -> Result<()> {
    let repos = Artifacts::from_raw(sparse());
    let page = repos.list().await?;
    assert_eq!((page.total, page.cursor), (1, None));
    let repo = repos.get("a").await?;
    let tokens = repo.list_tokens().await?;
    assert_eq!(tokens.total, 1);
    assert_eq!(
        (&tokens.tokens[0].scope, &tokens.tokens[0].state),
        (
            &Scope::Other("admin".into()),
            &TokenState::Other("lost".into())
        )
    );
    let lacking = [
        (
            repos.create("x").await.map(drop),
            "creating a repository",
            "remote",
        ),
        (
            repos.import("https://example.com", "x").await.map(drop),
            "importing a repository",
            "name",
        ),
        (
            repo.info().await.map(drop),
            "asking for what is known of a repository",
            "name",
        ),
        (
            repo.create_token(Scope::Read).await.map(drop),
            "creating a token",
            "plaintext",
        ),
    ];
    is_lacking(lacking);
    Ok(())
}

#[worker_sdk::test]
async fn answers_without_their_lists() -> Result<()> {
    let [commit_hash, tree_hash, _] = hashes();
    let repos = Artifacts::from_raw(listless());
    let repo = repos.get("a").await?;
    is_lacking([
        (
            repos.list().await.map(drop),
            "listing repositories",
            "repos",
        ),
        (
            repo.list_tokens().await.map(drop),
            "listing tokens",
            "tokens",
        ),
        (repo.log().await.map(drop), "reading the log", "commits"),
        (
            repo.read_tree(tree_hash).await.map(drop),
            "reading a tree",
            "entries",
        ),
        (
            repo.read_commit(commit_hash).await.map(drop),
            "reading a commit",
            "parents",
        ),
        (
            repo.read_commit("other").await.map(drop),
            "reading a commit",
            "hash",
        ),
    ]);
    Ok(())
}

/// What is missing in answers.
fn is_lacking<const N: usize>(answers: [(Result<()>, &str, &str); N]) {
    for (answer, doing, name) in answers {
        let error = answer.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{doing} failed: the answer of the platform has no `{name}`")
        );
        assert!(error.is_malformed());
    }
}

#[worker_sdk::test]
async fn the_binding(env: Env) -> Result<()> {
    let repos: Artifacts = env.get("REPOS")?;
    let error = env.get::<Artifacts>("TEXT").unwrap_err();
    assert!(
        error.to_string().contains("an artifact namespace"),
        "{error}"
    );
    let repo = self::repos(&list()).get("starter").await?;
    assert_eq!(
        format!(
            "{repos:?} {repo:?} {:?} {:?} {:?}",
            repos.list(),
            repo.log(),
            repo.fork("b")
        ),
        "Artifacts { .. } Repo(\"starter\") List { .. } Log(\"starter\") Fork(\"b\")"
    );
    assert_eq!(
        format!(
            "{:?} {:?}",
            repos.create("c"),
            repo.create_token(Scope::Read)
        ),
        "Create(\"c\") CreateToken(\"starter\")"
    );
    assert!(!repo.as_raw().is_undefined());
    Ok(())
}

/// What is said of a repository `nobody`, which is not there.
pub(crate) fn is_nobody(error: &Error) {
    assert_eq!(
        error.to_string(),
        "opening a repository failed: ArtifactsError: Repository not found: nobody. (repository `nobody`)"
    );
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::NotFound));
    assert_eq!(error.artifacts_code(), Some(10_200));
}
