export function wait_until(context, promise) {
  try {
    context.waitUntil(promise);
  } catch (e) {
    // The event is over: the task runs as long as the platform lets it.
    console.warn("worker-sdk: `wait_until` was called after its event had ended", e);
  }
}

export function pass_through(context) {
  try {
    context?.passThroughOnException?.();
  } catch (e) {
    console.warn("worker-sdk: `pass_through_on_exception` was refused", e);
  }
}

export const props = (context) => context?.props ?? {};
