// Stands in for an instance of AI Search: finds documents by the words that they share with a question, and as a model says
// what it was told, and then what stands in the best of them.
import { WorkerEntrypoint } from "cloudflare:workers";

const PAUSE_MS = 20;

const TEXTS = [
  ["caching.md", "The cache keeps answers for an hour."],
  ["caching.md", "Purge the cache to drop answers at once."],
  ["queues.md", "Queues deliver messages at least once."],
  ...Array.from({ length: 8 }, (_, at) => [`limits-${at}.md`, "There is a limit."]),
];

const CHUNKS = TEXTS.map(([key, text], at) => ({ id: `c${at}`, type: "text", text, item: { key, timestamp: 1775925540000 } }));

const words = (text) => text.toLowerCase().match(/[a-z]+/g) ?? [];

function find(question, { retrieval } = {}) {
  if (question === "nothing") throw Object.assign(new Error("no instance of this name"), { name: "AiSearchNotFoundError" });
  const asked = new Set(words(question));
  const score = ({ text }) => words(text).filter((word) => asked.has(word)).length / asked.size;
  return CHUNKS.map((chunk) => ({ ...chunk, score: score(chunk) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, retrieval?.max_num_results ?? 10);
}

// An event with what was found, and one for each word.
function events(chunks, text) {
  const event = (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
  const list = [`event: chunks\ndata: ${JSON.stringify(chunks)}\n\n`, ...text.split(/(?= )/).map(event), "data: [DONE]\n\n"];
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const next = list.shift();
      if (next === undefined) return controller.close();
      await scheduler.wait(PAUSE_MS);
      if (next.includes("BREAK")) return controller.error(new Error("the model is gone"));
      controller.enqueue(encoder.encode(next));
    },
  });
}

export default class extends WorkerEntrypoint {
  search({ query, ai_search_options }) {
    return { search_query: query, chunks: find(query, ai_search_options) };
  }

  chatCompletions({ messages, stream, ai_search_options }) {
    const said = (wanted) => messages.findLast(({ role }) => role === wanted)?.content ?? "";
    if (!stream) throw new Error("this stand-in answers piece by piece");
    const chunks = find(said("user"), ai_search_options);
    return events(chunks, `[${said("system")}] ${chunks[0]?.text ?? "BREAK"}`);
  }

  stats() {
    return { queued: 0, running: 0, completed: CHUNKS.length };
  }

  fetch() {
    return new Response(null, { status: 404 });
  }
}
