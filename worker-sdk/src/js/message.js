// What requests and responses have in common. Functions that can fail keep the failure and return undefined.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

export const headers_of = (message) => message.headers;

export function clone_message(message) {
  try {
    return message.clone();
  } catch (e) {
    return fail(e);
  }
}

export const read_bytes = (body) =>
  attempt(() => (body instanceof ReadableStream ? new Response(body).arrayBuffer() : body.arrayBuffer()));

export const is_body_used = (message) => ((message instanceof ReadableStream ? message.locked : message.bodyUsed) ? 1 : 0);
