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
  throw await refused(response);
}

async function refused(response) {
  const text = await response.text();
  return new Error(refusal(text) ?? `status ${response.status}: ${text}`);
}

// What is in an answer that some classes of bindings give as a response.
async function unwrapped(answer, read) {
  const response = await answer;
  if (!(response instanceof Response)) return response;
  if (!response.ok) throw await refused(response);
  return read(response);
}

export const stream_of = (answer) => unwrapped(answer, (response) => response.body);
const json_of = (answer) => unwrapped(answer, (response) => response.json());

// As the class itself writes it.
function refusal(text) {
  try {
    const { internalCode, description, errors } = JSON.parse(text);
    return internalCode ? `${internalCode}: ${description}` : `${errors[0].code}: ${errors[0].message}`;
  } catch {}
}
export const models = (ai, params) => attempt(() => ai.models(params));
export const is_stream = (answer) => (answer instanceof ReadableStream ? 1 : 0);

// What an object says by itself stays, unless an option says something else.
export function merge_options(object, name, options) {
  if (options !== undefined) object[name] = { ...object[name], ...options };
}

export const set_streamed = (inputs) => {
  inputs.stream = true;
};

// Its methods fail where this has.
export function gateway(ai, id) {
  try {
    return ai.gateway(id);
  } catch (e) {
    const fails = () => Promise.reject(e);
    return { run: fails, getUrl: fails, getLog: fails, patchLog: fails };
  }
}

export const run_gateway = (gateway, requests, options) => attempt(() => gateway.run(requests, options));
export const gateway_url = (gateway, provider) => attempt(() => gateway.getUrl(provider));
export const gateway_log = (gateway, id) => attempt(() => gateway.getLog(id));
export const patch_gateway_log = (gateway, id, log) => attempt(() => gateway.patchLog(id, log ?? {}));

export const to_markdown = (ai, files, options) => attempt(() => ai.toMarkdown(files, options));
export const document_formats = (ai) => attempt(() => ai.toMarkdown().supported());

// Content that is sent as it is, and its type.
export const set_content = (inputs, name, content, contentType) => {
  inputs[name] = { body: readable(content), contentType };
};

// Older runtimes have no such method.
export async function websearch(ai, options) {
  if (typeof ai.websearch !== "function") throw new TypeError("this runtime has no `websearch`; deploy the worker, or call the API of Web Search");
  return json_of(ai.websearch(options));
}
