// Runs a `#[wasm_bindgen_test]` through the runtime of that crate, one test for each context.

export async function runBindgenTest(glue, name) {
  const failure = [];
  globalThis.__wbg_test_invoke = (f) => f();
  globalThis.__wbg_test_output_writeln = (line) => failure.push(line);
  const context = new glue.WasmBindgenTestContext(false);
  context.include_ignored(true);
  if (await context.run([glue.__wasm[name]])) return;
  throw new Error(failure.slice(1).join("\n"));
}
