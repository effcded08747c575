// Stands in for a pipeline: collects records, and when it is asked for what it stores, has the class of the worker transform
// them, as the platform does with a batch.
import { WorkerEntrypoint } from "cloudflare:workers";

const METADATA = { pipelineId: "p1", pipelineName: "visits" };
const collected = [];

const lines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

export default class extends WorkerEntrypoint {
  send(records) {
    // What is not JSON does not get further.
    collected.push(...records.map((record) => JSON.stringify(record)));
  }

  async fetch() {
    const { TRANSFORMATION } = this.env;
    const text = collected.splice(0).map((line) => `${line}\n`).join("");
    const size = { bytes: text.length, rows: lines(text).length };
    const batch = { id: "b1", shard: "s1", ts: Date.now(), format: "json_stream", size, data: new Response(text).body };
    await TRANSFORMATION._ping();
    const { data } = await TRANSFORMATION._run(batch, METADATA);
    return Response.json({ taken: lines(text), stored: lines(await new Response(data).text()) });
  }
}
