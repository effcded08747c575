//! How instances are made, deleted, and begun again.

use std::time::Duration;

use worker_sdk::workflows::{Instance, LocationHint, StepKind};
use worker_sdk::{Result, test};

use super::App;
use crate::wrangler::IS_TODAYS;

#[worker_sdk::test]
async fn instances_are_deleted(app: App) -> Result<()> {
    let first = app.start("first").await?;
    test::finished(&first).await?;
    if !IS_TODAYS {
        let error = first.delete().await.unwrap_err().to_string();
        assert!(
            error.contains("this runtime has no `delete` of workflows; update wrangler"),
            "{error}"
        );
        let error = app
            .newer
            .delete_batch(["first"])
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("this runtime has no `deleteBatch` of workflows"),
            "{error}"
        );
        return Ok(());
    }
    first.delete().await?;
    assert!(app.newer.get("first").await.is_err());
    assert!(first.delete().await.is_err());
    for id in ["second", "third"] {
        test::finished(&app.start(id).await?).await?;
    }
    let result = app
        .newer
        .delete_batch(["second", "nobody", "third"])
        .await?;
    assert_eq!(result.deleted, ["second", "third"]);
    let [error] = &result.errors[..] else {
        panic!("{result:?}")
    };
    assert_eq!((error.id.as_str(), error.code), ("nobody", 10_400));
    assert!(error.message.contains("not_found"), "{}", error.message);
    assert!(app.newer.get("second").await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn what_became_of_each_of_a_batch(app: App) -> Result<()> {
    app.start("taken").await?;
    let create = |id: &str| app.newer.create(&id.to_owned()).id(id);
    let made = app
        .newer
        .create_batch([create("a"), create("taken"), create("b"), create("a")])
        .await?;
    let ids = made.created.iter().map(Instance::id).collect::<Vec<_>>();
    if !IS_TODAYS {
        // They are not told apart.
        assert_eq!(ids, ["a", "taken", "b", "a"]);
        return Ok(());
    }
    assert_eq!(ids, ["a", "b"]);
    let [taken, twice] = &made.errors[..] else {
        panic!("{made:?}")
    };
    assert_eq!((taken.index, taken.id.as_deref()), (1, Some("taken")));
    assert_eq!(taken.code, 10_405);
    assert!(taken.message.ends_with("already_exists"), "{made:?}");
    assert_eq!((twice.index, twice.id.as_deref()), (3, Some("a")));
    assert_eq!(twice.code, 10_415);
    Ok(())
}

#[worker_sdk::test]
async fn how_long_and_where(app: App) -> Result<()> {
    let create = |hint| {
        let create = app.newer.create(&"kept".to_owned());
        create
            .success_retention(Duration::from_secs(60))
            .error_retention(Duration::from_millis(1_500))
            .location_hint(hint)
    };
    let kept = create(&LocationHint::WEUR).await?;
    assert_eq!(test::finished(&kept).await?.output.as_deref(), Some("kept"));
    let made = app
        .newer
        .create_batch([create(&LocationHint::APAC)])
        .await?;
    assert_eq!((made.created.len(), made.errors.len()), (1, 0));
    let copies = app
        .newer
        .create_copies(2, create(&LocationHint::ENAM))
        .await?;
    assert_eq!((copies.created.len(), copies.errors.len()), (2, 0));
    // The pinned runtime looks at none of these.
    if IS_TODAYS {
        let moon = create(&LocationHint::new("moon"));
        let error = app.newer.create_batch([moon]).await.unwrap_err();
        assert!(
            error.message().contains("expected one of \"wnam\""),
            "{error}"
        );
        let short = app.newer.create(&"short".to_owned());
        let short = short.error_retention(Duration::from_micros(10));
        let error = app.newer.create_batch([short]).await.unwrap_err();
        assert!(error.message().contains("Duration must be"), "{error}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_instance_begins_again_with_a_later_step(app: App) -> Result<()> {
    let instance = app.start("counted").await?;
    instance.send_event("go", &()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 1 1"));
    if !IS_TODAYS {
        // It begins with the first step, whatever it is told.
        instance.restart_from("second").await?;
        instance.send_event("go", &()).await?;
        let status = test::finished(&instance).await?;
        assert_eq!(status.output.as_deref(), Some("2 2 2"));
        return Ok(());
    }
    let error = instance.restart_from("third").await.unwrap_err();
    let expected = "Step \"third\" not found in execution history";
    assert!(error.message().contains(expected), "{error}");
    instance
        .restart_from("second")
        .count(2)
        .kind(&StepKind::Run)
        .await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 1 2"));
    instance
        .restart_from("go on")
        .kind(&StepKind::WaitForEvent)
        .await?;
    instance.send_event("go", &()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 2 3"));
    assert!(
        instance.restart_from("go on").await.is_err(),
        "it runs nothing"
    );
    Ok(())
}
