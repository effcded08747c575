// Web search.
import { json_of } from "./ai.js";
import { attempt } from "./promise.js";

export const search = (web, options) => attempt(() => web.search(options));

// Older runtimes have no such method.
export async function websearch(ai, options) {
  if (typeof ai.websearch !== "function") throw new TypeError("this runtime has no `websearch`; deploy the worker, or call the API of Web Search");
  return json_of(ai.websearch(options));
}
