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

// The form, or undefined where its body has more than `limit` bytes.
export async function read_form_limited(message, limit) {
  let length = 0;
  async function* counted() {
    for await (const chunk of message.body ?? []) {
      length += chunk.byteLength;
      if (length > limit) throw new RangeError("too large");
      yield chunk;
    }
  }
  const headers = { "content-type": message.headers.get("content-type") };
  try {
    return await new Response(ReadableStream.from(counted()), { headers }).formData();
  } catch (e) {
    if (length > limit) return undefined;
    throw e;
  }
}
