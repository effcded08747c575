import { attempt } from "./promise.js";
import { bytes, refresh } from "./text.js";

// The platform is done with the bytes when the call returns: there is a test.
export const digest = (algorithm, at, length) =>
  attempt(() => {
    refresh();
    return crypto.subtle.digest(algorithm, bytes.subarray(at, at + length));
  });

const hash = async (algorithm, body) => crypto.subtle.digest(algorithm, await body.arrayBuffer());

// Of a request, a response, a stream, or what a response can be made of.
export const digest_body = (algorithm, body) =>
  attempt(() => hash(algorithm, typeof body?.arrayBuffer === "function" ? body : new Response(body)));
