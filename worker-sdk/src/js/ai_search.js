// AI Search.
import { readable } from "./rpc.js";

// What the inputs of a model say by themselves stays, unless an option says something else.
export function set_options(inputs, options, is_streamed) {
  if (options !== undefined) inputs.ai_search_options = { ...inputs.ai_search_options, ...options };
  if (is_streamed === 1) inputs.stream = true;
}

// Text stays text, all else is a stream: nothing further is in both the types and the documentation of the platform.
export const content_of = (content) => (typeof content === "string" ? content : readable(content));
