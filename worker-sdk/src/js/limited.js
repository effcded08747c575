// Bodies that may be longer than anybody wants.

// All chunks, or undefined where they have more than `limit` bytes; the rest is not waited for then.
export async function read_limited(message, limit) {
  const chunks = [];
  let length = 0;
  for await (const chunk of message.body ?? []) {
    length += chunk.byteLength;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return chunks;
}
