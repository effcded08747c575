// Stand-ins for AI Search, Agent Memory and the newest methods of models, with the documented interfaces, as objects of another worker: behind
// stubs, as a remote binding is, or as an object of this worker. They show what they were given, and answer what they were
// told to.
import { Ai } from "cloudflare:ai";
import { RpcStub, RpcTarget } from "cloudflare:workers";
import { streamed } from "./platform.js";

async function shown(value) {
  if (value instanceof ReadableStream) return { stream: await new Response(value).text() };
  if (value instanceof Date) return { date: value.toISOString() };
  if (Array.isArray(value)) return Promise.all(value.map(shown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, value]) => [name, await shown(value)])));
}

// What stands for something that is not JSON.
function revived(calls, value) {
  if (value?.throws) throw Object.assign(new Error(value.message), { name: value.throws });
  const revive = (_, value) => {
    if (value?.date) return new Date(value.date);
    if (value?.stream) return streamed(value.stream, () => calls.push("cancelled"));
    if (value?.response) return new Response(...value.response);
    return value;
  };
  return JSON.parse(JSON.stringify(value), revive);
}

// A class whose methods are recorded under names that begin with `path`.
function recorded({ calls, answer }, path, methods, extra = {}) {
  class Recorded extends RpcTarget {
    [Symbol.dispose]() {
      calls.push(`disposed ${path}`);
    }
  }
  for (const name of methods) {
    Recorded.prototype[name] = async (...values) => {
      calls.push([path + name, ...(await shown(values))]);
      return revived(calls, answer);
    };
  }
  Object.defineProperties(Recorded.prototype, Object.getOwnPropertyDescriptors(extra));
  return new Recorded();
}

const collection = (told, path, methods, item) =>
  recorded(told, path, methods, { get: (id) => recorded(told, `${path}${id}.`, item) });

const instance = (told, path) =>
  recorded(told, path, ["search", "chatCompletions", "update", "info", "stats"], {
    get items() {
      return collection(told, `${path}items.`, ["list", "upload", "uploadAndPoll", "delete"], ["info", "download", "sync", "logs", "chunks"]);
    },
    get jobs() {
      return collection(told, `${path}jobs.`, ["list", "create"], ["info", "logs", "cancel"]);
    },
  });

const namespace = (told) =>
  recorded(told, "", ["list", "delete", "search", "chatCompletions"], {
    get: (name) => instance(told, `${name}.`),
    create(config) {
      told.calls.push(["create", config]);
      revived(told.calls, told.answer);
      return instance(told, "made.");
    },
  });

const PROFILE = ["get", "delete", "remember", "ingest", "getSummary", "recall", "list", "deleteSession"];

const memory = (told) =>
  recorded(told, "", ["deleteProfile"], { getProfile: async (name) => recorded(told, `${name}.`, PROFILE) });

// Answers a gateway gives as a response, and only the newest runtimes have the method.
const models = (told) =>
  recorded(told, "", ["run", "websearch"], { autorag: (id) => recorded(told, `${id}.`, ["aiSearch"]) });
const web = (told) => new Ai(models(told));
const ai = (told) => new Ai({ aiSearch: () => new RpcStub(namespace(told)) });

const KINDS = { instance: (told) => instance(told, ""), namespace, memory, models, web, ai };

export function stand_in(kind, is_remote, calls, answer) {
  const object = KINDS[kind]({ calls, answer: JSON.parse(answer) });
  return is_remote ? new RpcStub(object) : object;
}
