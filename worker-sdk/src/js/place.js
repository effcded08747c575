// Objects behind a binding.
import { dispose } from "./rpc.js";

// A step is the name of a property, or a list of a method and what it is given. What a stub gives can be called before it is
// there; a promise of this worker cannot. Stubs in what comes back are nobody's; its streams live on.
export async function call_at(root, steps, method, args) {
  const opened = [];
  try {
    let place = root;
    for (const step of steps) {
      if (typeof step === "string") {
        place = place[step];
        continue;
      }
      const [name, ...given] = step;
      place = place[name](...given);
      if (place instanceof Promise) place = await place;
      opened.push(place);
    }
    const result = await place[method](...args);
    dispose(result);
    return result;
  } finally {
    opened.forEach(dispose);
  }
}
