// Workers AI.
import { readable } from "./rpc.js";
import { attempt } from "./promise.js";

// All requests share the class of the binding, which looks at the options of its latest call when an answer comes. So each call
// asks for the response, and what it is for is taken from it here.
export async function run(ai, model, inputs, options) {
  const answer = await ai.run(model, inputs, { ...options, returnRawResponse: true });
  if (!(answer instanceof Response) || options?.returnRawResponse) return answer;
  return options?.websocket ? opened(answer) : content(answer);
}

async function opened(response) {
  if (response.webSocket) return response;
  throw await refused(response);
}

// As the class itself reads it.
async function content(response) {
  if (!response.ok || !response.body) throw await failed(response);
  return response.headers.get("content-type") === "application/json" ? response.json() : response.body;
}

async function failed(response) {
  const text = await response.text();
  const { message = text, name = "InferenceUpstreamError" } = refusal(text) ?? {};
  return Object.assign(new Error(message), { name });
}

async function refused(response) {
  const text = await response.text();
  return new Error(refusal(text)?.message ?? `status ${response.status}: ${text}`);
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
    const { internalCode, description, name, errors } = JSON.parse(text);
    return internalCode ? { message: `${internalCode}: ${description}`, name } : { message: `${errors[0].code}: ${errors[0].message}` };
  } catch {}
}
export const models = (ai, params) => attempt(() => ai.models(params));
export const is_stream = (answer) => (answer instanceof ReadableStream ? 1 : 0);
export const is_response = (answer) => (answer instanceof Response ? 1 : 0);

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
