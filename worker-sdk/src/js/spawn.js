import { waitUntil } from "cloudflare:workers";

export function wait_until_globally(promise) {
  // The hook has reported a panic; a rejection here would be reported once more.
  promise.catch(() => {});
  try {
    waitUntil(promise);
  } catch {
    // Outside of an event nothing ends the context, so nothing has to be kept alive.
  }
}
