//! Tests written by hand, as `docs/contract.md` has them: what they run is JavaScript.

/// `test!(name, |env, ctx, kit| promise)`
#[macro_export]
macro_rules! test {
    ($name:ident, $call:expr) => {
        const _: () = {
            #[unsafe(export_name = concat!("__worker_sdk::test::", module_path!(), "::", stringify!($name)))]
            extern "C" fn register() -> u32 {
                worker_sdk::__private::register($call)
            }
            const TEXT: &str = concat!(
                r#"{"v":1,"kind":"test","export":"__worker_sdk::test::"#, module_path!(), "::", stringify!($name),
                r#"","name":""#, module_path!(), "::", stringify!($name),
                r#"","ignore":null,"should_panic":null,"timeout_ms":null,"file":""#, file!(), r#"","line":"#, line!(), "}\n",
            );
            #[unsafe(link_section = "worker_sdk")]
            #[used]
            static RECORD: [u8; TEXT.len()] = *TEXT.as_bytes().first_chunk().unwrap();
        };
    };
}
