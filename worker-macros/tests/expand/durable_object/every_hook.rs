#[durable_object]
impl Room {
    async fn new(state: State, app: App) -> Result<Self> {
        load(state, app).await
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.route(request).await
    }

    async fn connect(&self, socket: Socket) -> Result<()> {
        self.talk(socket).await
    }

    async fn alarm(self: Rc<Self>) {}

    fn websocket_message(&self, socket: WebSocket, message: Message) -> Result<()> {
        self.say(socket, message)
    }

    fn websocket_close(&self, close: Close) {}

    fn websocket_error(&self) {}

    const SIZE: usize = 3;

    pub(crate) fn seats(&self) -> usize {
        Self::SIZE
    }
}
