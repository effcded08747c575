#[worker_sdk::test]
const fn constant() {}

#[worker_sdk::test]
async unsafe fn dangerous() {}

#[worker_sdk::test]
extern "C" fn foreign() {}

fn main() {}
