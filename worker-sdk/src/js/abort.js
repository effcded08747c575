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

export function aborted_signal(reason) {
  try {
    return AbortSignal.abort(reason);
  } catch {
    // Outside of events there are no signals either.
    return { aborted: true, reason };
  }
}

export function timeout_signal(ms) {
  try {
    return AbortSignal.timeout(Math.min(ms, 0x7fffffff));
  } catch (e) {
    // There are no timers outside of events, and no more than some thousand in one. What has no limit must not go on.
    return aborted_signal(e);
  }
}

export function any_signal(signals) {
  try {
    return AbortSignal.any(signals);
  } catch (e) {
    // What cannot be heard of must not go on.
    return aborted_signal(e);
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
