// Signals that something should stop.

export const new_controller = () => new AbortController();
// Without a reason the platform makes an AbortError.
export const abort = (controller, reason) => controller.abort(reason);
export const aborted_signal = (reason) => AbortSignal.abort(reason);
export const timeout_signal = (ms) => AbortSignal.timeout(Math.min(ms, 0x7fffffff));
export const any_signal = (signals) => AbortSignal.any(signals);
export const is_aborted = (signal) => (signal?.aborted ? 1 : 0);

// A promise, and a function that lets go of it.
export function when_aborted(signal) {
  let heard;
  const promise = new Promise((resolve) => {
    heard = resolve;
  });
  if (signal?.aborted) heard();
  else signal?.addEventListener("abort", heard);
  return [promise, () => signal?.removeEventListener("abort", heard)];
}

export function stop_waiting(stop) {
  try {
    stop();
  } catch {
    // The signal went with its request.
  }
}
