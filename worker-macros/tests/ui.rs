//! Each file in `tests/ui` compiles, or fails with exactly the message beside it.
//! `TRYBUILD=overwrite` writes the messages anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/event/pass/*.rs");
    cases.compile_fail("tests/ui/event/*.rs");
    cases.pass("tests/ui/durable_object/pass/*.rs");
    cases.compile_fail("tests/ui/durable_object/*.rs");
    cases.compile_fail("tests/ui/test/*.rs");
    cases.pass("tests/ui/debug_handler/pass/*.rs");
    cases.compile_fail("tests/ui/debug_handler/*.rs");
    cases.pass("tests/ui/rpc/pass/*.rs");
    cases.compile_fail("tests/ui/rpc/*.rs");
    cases.compile_fail("tests/ui/described/*.rs");
    cases.compile_fail("tests/ui/entrypoint/*.rs");
    cases.pass("tests/ui/from_row/pass/*.rs");
    cases.compile_fail("tests/ui/from_row/*.rs");
    cases.pass("tests/ui/from_ref/pass/*.rs");
    cases.compile_fail("tests/ui/from_ref/*.rs");
    cases.pass("tests/ui/sql/pass/*.rs");
    cases.compile_fail("tests/ui/sql/*.rs");
    cases.compile_fail("tests/ui/html_rewriter/*.rs");
    cases.pass("tests/ui/bindings/pass/*.rs");
    cases.compile_fail("tests/ui/bindings/*.rs");
}
