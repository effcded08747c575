// Builds the worker, starts it in the real runtime, and talks to it: `npm test`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { unstable_startWorker as startWorker } from "wrangler";

for (const [environment, greeting] of [[undefined, "Hello"], ["staging", "Hello from staging"]]) {
  describe(environment ?? "default environment", () => {
    let worker;

    before(async () => {
      worker = await startWorker({
        config: "wrangler.jsonc",
        env: environment,
        dev: { logLevel: "error", server: { port: 0 }, inspector: false, watch: false },
      });
      await worker.ready;
    });

    after(() => worker?.dispose());

    test("greets the world", async () => {
      const response = await worker.fetch("http://localhost/");
      assert.equal(response.status, 200);
      assert.equal(await response.text(), `${greeting}, world!`);
    });

    test("greets by name", async () => {
      const response = await worker.fetch("http://localhost/Ferris");
      assert.equal(await response.text(), `${greeting}, Ferris!`);
    });
  });
}
