// Events of another worker while they happen. The platform tells them one by one, all in one request of this worker.
import { unnamed } from "./runtime.js";

export const open_stream = (onset) => ({ told: [onset], wanted: undefined });

// The next event, or a promise of it.
export const next_told = (stream) =>
  stream.told.length > 0 ? stream.told.shift() : new Promise((resolve) => { stream.wanted = resolve; });

// What the platform calls with each event but the first. The last one is dealt with when the handler is at its end, and
// after a failure the platform is told with the next one.
export function listener(stream, end) {
  let is_over = false;
  const over = () => { is_over = true; };
  Promise.resolve(end).then(over, over);
  return unnamed((event) => {
    if (stream.wanted) {
      stream.wanted(event);
      stream.wanted = undefined;
    } else if (!is_over) {
      stream.told.push(event);
    }
    return is_over || event.event.type === "outcome" ? end : undefined;
  });
}

// The numbers of `EventKind::read` in tail/kind.rs.
const KINDS = [
  "onset", "outcome", "spanOpen", "spanClose", "attributes", "log", "exception", "diagnosticChannel", "return", "streamDiagnostic",
  "spanUpdate",
];
export const kind_of = (event) => KINDS.indexOf(event?.type);

// What an event is about, as items of tails that are told afterwards have it.
const INFO = {
  fetch: ({ method, url, headers, cfJson: cf, statusCode: status }) => ({
    request: { method, url, cf, headers: Object.fromEntries((headers ?? []).map(({ name, value }) => [name, value])) },
    response: { status },
  }),
  jsrpc: ({ methodName = "" }) => ({ rpcMethod: methodName }),
  scheduled: (info) => info,
  alarm: ({ scheduledTime }) => ({ scheduledTime }),
  queue: ({ queueName: queue, batchSize }) => ({ queue, batchSize }),
  email: (info) => info,
  trace: ({ traces }) => ({ consumedEvents: (traces ?? []).map((scriptName) => ({ scriptName })) }),
  // Told with the span that they are about.
  attributes: () => undefined,
  hibernatableWebSocket: ({ info }) => ({ getWebSocketEvent: { ...info, webSocketEventType: info?.type } }),
};
export const info_of = (info) => (info ? (INFO[info.type] ?? ((other) => other))(info) : undefined);
