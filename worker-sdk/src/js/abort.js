// Signals that something should stop.

export const new_controller = () => new AbortController();
// Without a reason the platform makes an AbortError.
export function abort(controller, reason) {
  try {
    controller.abort(reason);
  } catch (e) {
    console.warn("worker-sdk: a signal of another request cannot be aborted", e);
  }
}
export const aborted_signal = (reason) => AbortSignal.abort(reason);
export const timeout_signal = (ms) => AbortSignal.timeout(Math.min(ms, 0x7fffffff));
export function any_signal(signals) {
  try {
    return AbortSignal.any(signals);
  } catch (e) {
    // What cannot be heard of must not go on.
    return AbortSignal.abort(e);
  }
}

// A signal of another request can not be asked.
export function is_aborted(signal) {
  try {
    return signal?.aborted ? 1 : 0;
  } catch {
    return 0;
  }
}

// A promise, and a function that lets go of it.
export function when_aborted(signal) {
  let heard;
  const promise = new Promise((resolve) => {
    heard = resolve;
  });
  try {
    if (signal?.aborted) heard();
    else signal?.addEventListener("abort", heard);
  } catch {
    // As in is_aborted: who waits goes on without it.
  }
  return [promise, () => signal?.removeEventListener("abort", heard)];
}

export function stop_waiting(stop) {
  try {
    stop();
  } catch {
    // The signal went with its request.
  }
}
