// Tail events. What is described are objects of the host with getters, which are asked one by one.

// The numbers of `EventInfo::read` in tail/event.rs. Nothing in an event says what it is but what it has, and a type where it is
// of a stream.
const KINDS = [
  ["request", 1],
  ["rpcMethod", 2],
  ["cron", 3],
  ["scheduledTime", 4],
  ["queue", 5],
  ["mailFrom", 6],
  ["consumedEvents", 7],
  ["getWebSocketEvent", 8],
  ["reason", 9],
];
const TYPES = { connect: 10, custom: 11 };

export const event_kind = (event) => KINDS.find(([name]) => event?.[name] !== undefined)?.[1] ?? TYPES[event?.type] ?? 0;

export const fields_of = (object) => Object.entries(object ?? {}).flat();
export const time_of = (value) => (value === null || value === undefined ? NaN : Number(value));
// What a stream of events tells of a request has no such method, and nothing is redacted there.
export function unredacted(request) {
  try {
    return request.getUnredacted?.() ?? request;
  } catch {
    return request;
  }
}

// Big integers are text, as JSON has no other place for them. Undefined for what cannot be JSON, such as a circle.
export function described(value) {
  try {
    return JSON.stringify(value, (_, field) => (typeof field === "bigint" ? String(field) : field));
  } catch {
    return undefined;
  }
}

const shown = (value) =>
  ["string", "bigint"].includes(typeof value) ? String(value) : (described(value) ?? text_of(value));

// Lists in lists in lists can be too deep for either.
function text_of(value) {
  try {
    return String(value);
  } catch {
    return "(too deep)";
  }
}

// The values that were logged, as one line.
export const line_of = (message) => (Array.isArray(message) ? message : [message]).map(shown).join(" ");
