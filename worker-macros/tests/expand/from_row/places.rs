#[derive(FromRow)]
struct Pair<T>(u8, T);
