// Runs a `#[wasm_bindgen_test]` through the runtime of that crate, one test for each context.

export async function runBindgenTest(glue, name) {
  const lines = [];
  globalThis.__wbg_test_invoke = (f) => f();
  globalThis.__wbg_test_output_writeln = (line) => lines.push(line);
  const context = new glue.WasmBindgenTestContext(false);
  context.include_ignored(true);
  if (!(await context.run([glue.__wasm[name]]))) throw failure(lines.join("\n"));
}

// The part of its report that is about the test. A panic has been printed when it happened.
function failure(report) {
  const [, about = report] = /^---- .*? output ----\n(.*?)\n*^failures:$/ms.exec(report) ?? [];
  const error = new Error(about.replace(/^ {4}/gm, "").trim());
  if (/^JS exception that was thrown:\s+RuntimeError: unreachable/.test(error.message)) error.name = "RustPanic";
  return error;
}
