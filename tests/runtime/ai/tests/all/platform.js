// A stand-in for what the binding calls on the platform. The class is the runtime's.
import { Ai } from "cloudflare:ai";

export function platform(calls, answer) {
  const { body, type, status, headers, socket, waits } = JSON.parse(answer);
  const fetch = async (url, init) => {
    const sent = typeof init.body === "string" || init.body === undefined ? init.body : await new Response(init.body).text();
    calls.push({ url: String(url), headers: init.headers instanceof Headers ? Object.fromEntries(init.headers) : init.headers, body: sent, aborted: init.signal?.aborted });
    init.signal?.throwIfAborted();
    if (waits) await scheduler.wait(waits[calls.length - 1]);
    if (socket) {
      const [webSocket, other] = Object.values(new WebSocketPair());
      other.accept();
      other.addEventListener("message", ({ data }) => other.send(`heard ${data}`));
      return new Response(null, { status: 101, webSocket });
    }
    const content = Array.isArray(body) ? streamed(body, () => calls.push("cancelled")) : body;
    return new Response(content, { status, headers: { ...headers, ...(type && { "content-type": type }) } });
  };
  return new Ai({ fetch });
}

// A number among the chunks is a wait, in milliseconds.
export function streamed(chunks, cancel) {
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    cancel,
    async pull(controller) {
      if (typeof chunks[0] === "number") await scheduler.wait(chunks.shift());
      if (chunks.length === 0) return controller.close();
      controller.enqueue(encoder.encode(chunks.shift()));
    },
  });
}

export const list = () => [];
export const written = (list) => JSON.stringify(list);
