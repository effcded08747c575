const LONGEST = 0x7fffffff; // a longer delay would end at once

export const now = () => Date.now();

export function timer(ms) {
  let id;
  const promise = new Promise((resolve) => {
    try {
      id = setTimeout(resolve, Math.min(ms, LONGEST));
    } catch (e) {
      // To end a sleep at once would make a loop around it spin for ever.
      console.error(`worker-sdk: the platform refuses a timer, as it does outside of events; a sleep does not end, a timeout ends at once: ${e.message}`);
    }
  });
  return [promise, id];
}

export const first = (pair) => pair[0];
export const second = (pair) => pair[1];

export const iso = (ms) => {
  try {
    return new Date(ms).toISOString();
  } catch {
    return undefined;
  }
};

export function release(timer) {
  try {
    clearTimeout(timer);
  } catch {
    // The timer belongs to a request that is gone, and went with it.
  }
}
