#[test(crate = my::sdk, ignore, should_panic)]
async fn r#match() {}
