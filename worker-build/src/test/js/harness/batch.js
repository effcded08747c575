// A batch of messages as the `queue` handler of the crate's own worker gets it, and what the platform makes of it.

const RECEIVED = {
  json: (body) => JSON.parse(JSON.stringify(body)),
  v8: (body) => structuredClone(body),
  bytes: (body) => body.slice().buffer,
  text: (body) => body,
};

// Of several calls the first counts, as in the runtime.
export function batchOf(queue, sent) {
  let all;
  const said = new Map();
  const say = (id, fate) => {
    if (all === undefined && !said.has(id)) said.set(id, fate);
  };
  const sayOfAll = (fate) => {
    all ??= fate;
  };
  const messages = sent.map(({ id, body, contentType, attempts, timestamp }) => ({
    id,
    attempts,
    timestamp: new Date(timestamp),
    body: RECEIVED[contentType](body),
    ack: () => say(id, { acked: true }),
    retry: (options) => say(id, { acked: false, delay: options?.delaySeconds }),
  }));
  const batch = {
    queue,
    messages,
    metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
    ackAll: () => sayOfAll({ acked: true }),
    retryAll: (options) => sayOfAll({ acked: false, delay: options?.delaySeconds }),
  };
  const fates = (isOk) => messages.map(({ id }) => said.get(id) ?? all ?? { acked: isOk });
  return { batch, fates };
}
