#[rpc(crate = my::sdk)]
trait Broken {
    fn fetch(&self, name: &str);
}
