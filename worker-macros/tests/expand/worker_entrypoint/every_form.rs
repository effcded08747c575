#[worker_entrypoint(default, rpc(Accounts, audit::Audit))]
impl Bank {
    fn new(env: Env, context: Context) -> Result<Self> {}
    async fn fetch(&self, request: Request) -> Response {}
    async fn connect(&self, socket: Socket) {}
    fn helper(&self) {}
}
