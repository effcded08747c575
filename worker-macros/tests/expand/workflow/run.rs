#[workflow(name = "OrderFlow")]
impl Orders {
    fn new(app: App) -> Self {}
    async fn run(&self, event: Event<Order>, step: Step) -> Result<Receipt> {}
}
