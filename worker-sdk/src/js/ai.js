// Workers AI.
import { readable } from "./rpc.js";
import { attempt } from "./promise.js";

export const run = (ai, model, inputs, options) =>
  attempt(() => {
    const answer = ai.run(model, inputs, options);
    return options?.websocket ? opened(answer) : answer;
  });

// The class of the binding leaves it to the caller to see that there is no socket, and why.
async function opened(answer) {
  const response = await answer;
  if (response.webSocket) return response;
  const text = await response.text();
  throw new Error(refusal(text) ?? `status ${response.status}: ${text}`);
}

// As the class itself writes it.
function refusal(text) {
  try {
    const { internalCode, description, errors } = JSON.parse(text);
    return internalCode ? `${internalCode}: ${description}` : `${errors[0].code}: ${errors[0].message}`;
  } catch {}
}
export const models = (ai, params) => attempt(() => ai.models(params));
export const is_stream = (answer) => (answer instanceof ReadableStream ? 1 : 0);

export const set_streamed = (inputs) => {
  inputs.stream = true;
};

// Content that is sent as it is, and its type.
export const set_content = (inputs, name, content, contentType) => {
  inputs[name] = { body: readable(content), contentType };
};
