// Bodies that may be longer than anybody wants.

// All bytes, or undefined where there are more than `limit`; the rest is not waited for then.
export async function read_limited(message, limit) {
  const chunks = [];
  let length = 0;
  for await (const chunk of message.body ?? []) {
    length += chunk.byteLength;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
