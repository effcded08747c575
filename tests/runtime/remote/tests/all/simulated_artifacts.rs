//! Artifacts against its simulator, which keeps repositories of Git. With the pinned wrangler there is none, and each call says so.

use std::time::Duration;

use worker_sdk::artifacts::{Artifacts, EntryKind, ErrorKind, Scope, TokenState};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result, now, sleep};

use crate::artifacts::is_nobody;
use crate::wrangler::IS_TODAYS;
use crate::{git, needs_to_be_remote};

async fn simulator(env: &Env, binding: &str) -> Result<Option<Artifacts>> {
    let repos: Artifacts = env.get(binding)?;
    if IS_TODAYS {
        return Ok(Some(repos));
    }
    needs_to_be_remote(&repos.list().await.unwrap_err());
    Ok(None)
}

#[worker_sdk::test]
async fn made_listed_forked_and_deleted(env: Env) -> Result<()> {
    let Some(repos) = simulator(&env, "LISTED").await? else {
        return Ok(());
    };
    let began = now();
    let described = repos.create("first").description("what for");
    let made = described.default_branch("trunk").await?;
    assert_eq!(
        (made.name.as_str(), made.default_branch.as_str()),
        ("first", "trunk")
    );
    assert_eq!(made.description.as_deref(), Some("what for"));
    assert!(made.remote.ends_with("/git/listed/first.git"), "{made:?}");
    let day = Timestamp::from_millis(began.as_millis() + 86_000_000.0);
    assert!(
        made.token_expires_at > Some(day),
        "{:?}",
        made.token_expires_at
    );

    let repo = repos.get("first").await?;
    let info = repo.info().await?;
    assert_eq!((&info.id, &info.remote), (&made.id, &Some(made.remote)));
    assert!(info.created_at >= Some(began) && info.last_push_at.is_none());
    assert!(!info.read_only && info.source.is_none());

    sleep(Duration::from_millis(5)).await;
    let fork = repo.fork("second").description("a copy").read_only(true);
    assert_eq!(fork.await?.description.as_deref(), Some("a copy"));
    let info = repos.get("second").await?.info().await?;
    assert!(info.read_only);
    assert_eq!(info.source.as_deref(), Some("artifacts:listed/first"));

    let newest = repos.list().limit(1).await?;
    assert_eq!((newest.total, newest.repos[0].name.as_str()), (2, "second"));
    assert_eq!(newest.repos[0].status.as_deref(), Some("ready"));
    assert_eq!(newest.repos[0].remote, None);
    let oldest = repos.list().limit(1).cursor(newest.cursor).await?;
    assert_eq!(
        (oldest.repos[0].name.as_str(), oldest.cursor),
        ("first", None)
    );

    for name in ["first", "second"] {
        assert!(repos.delete(name).await?);
        assert!(!repos.delete(name).await?);
    }
    let error = repo.info().await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::NotFound));
    Ok(())
}

#[worker_sdk::test]
async fn tokens(env: Env) -> Result<()> {
    let Some(repos) = simulator(&env, "REPOS").await? else {
        return Ok(());
    };
    repos.create("tokens").await?;
    let repo = repos.get("tokens").await?;
    let began = now().as_millis();
    let hour = Duration::from_secs(3600);
    let token = repo.create_token(Scope::Read).ttl(hour).await?;
    assert_eq!(token.scope, Scope::Read);
    let lives = token.expires_at.unwrap().as_millis() - began;
    assert!((3_600_000.0..3_610_000.0).contains(&lives), "{lives}");

    let known = repo.list_tokens().await?;
    // The first is that of the repository.
    assert_eq!((known.total, known.tokens.len()), (2, 2));
    assert_eq!(
        (&known.tokens[0].id, &known.tokens[0].state),
        (&token.id, &TokenState::Active)
    );
    assert_eq!(known.tokens[1].scope, Scope::Write);
    assert!(repo.revoke_token(&token.plaintext).await?);
    assert!(!repo.revoke_token(&token.id).await?);
    let known = repo.list_tokens().await?;
    assert_eq!(known.tokens[1].state, TokenState::Revoked);

    let brief = repo.create_token(Scope::Read).ttl(Duration::from_secs(1));
    let error = brief.await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidTtl));
    assert_eq!(error.artifacts_code(), Some(10_103));
    assert!(repos.delete("tokens").await?);
    Ok(())
}

#[worker_sdk::test]
async fn what_was_pushed_is_read(env: Env) -> Result<()> {
    let Some(repos) = simulator(&env, "REPOS").await? else {
        return Ok(());
    };
    let made = repos.create("pushed").await?;
    let repo = repos.get("pushed").await?;
    assert!(repo.log().await?.is_empty());
    let (readme, script) = (
        git::blob("# \u{17e}lu\u{165} and more\n").await?,
        git::blob("#!/bin/sh\necho yes\n").await?,
    );
    let source = git::tree(&[("100644", "a", &readme)]).await?;
    let entries = [
        ("100644", "README.md", &readme),
        ("100755", "run", &script),
        ("40000", "src", &source),
    ];
    let tree = git::tree(&entries).await?;
    let commit = git::commit(&tree, "the first\n\nof all").await?;
    let objects = [&commit, &tree, &source, &readme, &script];
    let reader = repo.create_token(Scope::Read).await?;
    let refused = git::push(&made.remote, &reader.plaintext, "main", &objects).await?;
    assert_eq!(refused.status(), 403);
    let pushed = git::push(&made.remote, &made.token, "main", &objects).await?;
    assert_eq!(pushed.status(), 200);
    let report = pushed.read_text().await?;
    assert!(report.contains("ok refs/heads/main"), "{report}");

    let log = repo.log().reference("main").limit(10).await?;
    let [last] = &log[..] else { panic!("{log:?}") };
    assert_eq!(
        (last.hash.as_str(), last.tree_hash.as_str()),
        (commit.hash().as_str(), tree.hash().as_str())
    );
    assert_eq!(last.message, "the first\n\nof all");
    assert_eq!(
        (last.author.name.as_str(), last.committer.email.as_str()),
        ("Ada", "eve@example.com")
    );
    assert!(last.parents.is_empty());
    assert_eq!(
        (last.authored_at, last.committed_at),
        (
            Some(Timestamp::from_millis(1e12)),
            Some(Timestamp::from_millis(1e12 + 6e4))
        )
    );
    assert_eq!(repo.read_commit(commit.hash()).await?.as_ref(), Some(last));
    assert!(repo.log().offset(1).await?.is_empty());

    let found = repo.read_tree(tree.hash()).await?.unwrap();
    let kinds = [EntryKind::Blob, EntryKind::Exec, EntryKind::Tree];
    assert_eq!(found.len(), kinds.len());
    for ((entry, kind), (mode, name, object)) in found.iter().zip(kinds).zip(entries) {
        assert_eq!((entry.name.as_str(), entry.mode.as_str()), (name, mode));
        assert_eq!((&entry.hash, &entry.kind), (&object.hash(), &kind));
    }

    let file = repo.read_file("main", "README.md").await?.unwrap();
    assert_eq!(file.content_type(), "text/plain;charset=utf-8");
    assert_eq!(file.text().await?, "# \u{17e}lu\u{165} and more\n");
    let deeper = repo.read_file(commit.hash(), "src/a").await?.unwrap();
    assert_eq!(deeper.text().await?, "# \u{17e}lu\u{165} and more\n");
    let blob = repo.read_blob(script.hash()).await?.unwrap();
    assert_eq!(blob.text().await?, "#!/bin/sh\necho yes\n");
    assert!(repo.info().await?.last_push_at.is_some());
    assert!(repos.delete("pushed").await?);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_there(env: Env) -> Result<()> {
    let Some(repos) = simulator(&env, "REPOS").await? else {
        return Ok(());
    };
    let error = repos.get("nobody").await.unwrap_err();
    is_nobody(&error);
    let error = repos.create("no/name").await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidRepoName));
    let error = repos.list().limit(201).await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidInput));
    let error = repos
        .import("http://example.com/a", "copy")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "importing a repository failed: ArtifactsError: Invalid source.url: must be an HTTPS URL. (repository `copy`)"
    );

    repos.create("empty").await?;
    let error = repos.create("EMPTY").await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::AlreadyExists));
    let repo = repos.get("empty").await?;
    let nothing = "0".repeat(40);
    assert_eq!(repo.read_commit(&nothing).await?, None);
    assert_eq!(repo.read_tree(&nothing).await?, None);
    assert!(repo.read_blob(&nothing).await?.is_none());
    assert!(repo.read_file("main", "README.md").await?.is_none());
    assert!(repo.log().reference("nowhere").await?.is_empty());
    let error = repo.read_tree("x").await.unwrap_err();
    assert_eq!(error.artifacts_kind(), Some(ErrorKind::InvalidInput));
    let error = repo.read_file("", "README.md").await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "reading a file failed: ArtifactsError: Invalid ref: ref required. (repository `empty`) (path `README.md`) (ref ``)"
    );
    assert!(repos.delete("empty").await?);
    Ok(())
}
