#[pipeline_transformation(name = "Clean")]
impl Cleaning {
    fn new(app: App) -> Self {}
    async fn run(&self, records: Vec<Click>, batch: Batch) -> Result<Vec<Click>> {}
}
