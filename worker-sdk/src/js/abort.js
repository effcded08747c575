// Signals that something should stop.

export const new_controller = () => new AbortController();
// Without a reason the platform makes an AbortError.
export const abort = (controller, reason) => controller.abort(reason);
export const aborted_signal = (reason) => AbortSignal.abort(reason);
export const timeout_signal = (ms) => AbortSignal.timeout(Math.min(ms, 0x7fffffff));
export const any_signal = (signals) => AbortSignal.any(signals);
export const is_aborted = (signal) => (signal?.aborted ? 1 : 0);

export const when_aborted = (signal) =>
  signal?.aborted ? undefined : new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }));
