use worker_sdk::{Context, Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request, env: Env, _ctx: Context) -> Result<Response> {
    let greeting = env.var("GREETING")?;
    Ok(Response::text(greet(&greeting, request.path())))
}

/// Greets whoever is named by the path of the request.
pub fn greet(greeting: &str, path: &str) -> String {
    match path.trim_matches('/') {
        "" => format!("{greeting}, world!"),
        name => format!("{greeting}, {name}!"),
    }
}

#[cfg(test)]
mod tests {
    use super::greet;

    #[test]
    fn greets_the_name_in_the_path() {
        assert_eq!(greet("Hello", "/Ferris"), "Hello, Ferris!");
    }

    #[test]
    fn greets_the_world_at_the_root() {
        assert_eq!(greet("Hello", "/"), "Hello, world!");
    }
}
