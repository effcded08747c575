#[test(timeout = "soon")]
#[ignore]
pub fn works(env: &Env) {}
