// K2.

// What the platform refuses is no exception there: it is an answer that says so.
export async function send_records(stream, records) {
  const { success, error } = (await stream.send(records)) ?? {};
  if (success === true) return;
  const { message = "the platform did not say why", code, retryable } = error ?? {};
  throw Object.assign(new Error(message), { name: "K2Error", code, retryable });
}
