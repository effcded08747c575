// A batch of messages as the `queue` handler of the crate's own worker gets it, and what the platform makes of it.

const RECEIVED = {
  json: (body) => JSON.parse(JSON.stringify(body)),
  v8: (body) => structuredClone(body),
  bytes: (body) => body.slice().buffer,
  text: (body) => body,
};

// As in the runtime, what was acknowledged is not retried any more, and the other way round; the last retry of a message
// has its delay, and one without has that of the batch.
export function batchOf(queue, sent) {
  let all;
  const said = new Map();
  const ack = (id) => {
    if (all === undefined && !said.has(id)) said.set(id, { acked: true });
  };
  const retry = (id, options) => {
    if (!all?.acked && !said.get(id)?.acked) said.set(id, { acked: false, delay: options?.delaySeconds });
  };
  const ackAll = () => {
    all ??= { acked: true };
  };
  const retryAll = (options) => {
    if (!all?.acked) all = { acked: false, delay: options?.delaySeconds ?? all?.delay };
  };
  const fateOf = ({ id }, isOk) => {
    const fate = said.get(id) ?? all ?? { acked: isOk };
    return fate.acked ? fate : { acked: false, delay: fate.delay ?? all?.delay };
  };
  const messages = sent.map(({ id, body, contentType, attempts, timestamp }) => ({
    id,
    attempts,
    timestamp: new Date(timestamp),
    body: RECEIVED[contentType](body),
    ack: () => ack(id),
    retry: (options) => retry(id, options),
  }));
  const batch = {
    queue,
    messages,
    metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
    ackAll,
    retryAll,
  };
  const fates = (isOk) => messages.map((message) => fateOf(message, isOk));
  return { batch, fates };
}
