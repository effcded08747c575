// What requests and responses have in common. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";

export const headers_of = (message) => message.headers;

export function clone_message(message) {
  try {
    return message.clone();
  } catch (e) {
    return fail(e);
  }
}

export function read_bytes(body) {
  try {
    return body instanceof ReadableStream ? new Response(body).arrayBuffer() : body.arrayBuffer();
  } catch (e) {
    return Promise.reject(e);
  }
}

export const is_body_used = (message) => ((message instanceof ReadableStream ? message.locked : message.bodyUsed) ? 1 : 0);
