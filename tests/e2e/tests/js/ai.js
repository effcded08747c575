// A stand-in for Workers AI, which has no simulator: the runtime's class of the binding, before models that repeat what they
// are asked, word by word.
import { Ai } from "cloudflare:ai";
import { WorkerEntrypoint } from "cloudflare:workers";

const PAUSE_MS = 20;
// Before the end of an answer to `slowly`.
const LONG_MS = 2000;

async function platform(url, { body }) {
  const { inputs } = JSON.parse(body);
  const question = inputs.messages.findLast(({ role }) => role === "user").content;
  if (question === "busy") {
    const refused = { internalCode: 3040, description: "no more data centers to forward the request to" };
    return Response.json(refused, { status: 429 });
  }
  const words = `You asked: ${question}`.split(/(?= )/);
  if (!inputs.stream) return new Response(JSON.stringify({ response: words.join("") }), { headers: { "content-type": "application/json" } });
  return new Response(events(words, question === "slowly" ? LONG_MS : PAUSE_MS), { headers: { "content-type": "text/event-stream" } });
}

function events(words, last) {
  const encoder = new TextEncoder();
  const lines = [...words.map((word) => JSON.stringify({ response: word })), "[DONE]"];
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const line = lines.shift();
      if (line === undefined) return controller.close();
      await scheduler.wait(lines.length === 0 ? last : PAUSE_MS);
      controller.enqueue(encoder.encode(`data: ${line}\n\n`));
    },
  });
}

export default class extends WorkerEntrypoint {
  run(model, inputs, options) {
    return new Ai({ fetch: platform }).run(model, inputs, options);
  }

  fetch() {
    return new Response(null, { status: 404 });
  }
}
