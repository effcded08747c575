// Workers AI.
import { readable } from "./rpc.js";
import { attempt } from "./promise.js";

export const run = (ai, model, inputs, options) => attempt(() => ai.run(model, inputs, options));
export const models = (ai, params) => attempt(() => ai.models(params));
export const is_stream = (answer) => (answer instanceof ReadableStream ? 1 : 0);

export const set_streamed = (inputs) => {
  inputs.stream = true;
};

// Content that is sent as it is, and its type.
export const set_content = (inputs, name, content, contentType) => {
  inputs[name] = { body: readable(content), contentType };
};
