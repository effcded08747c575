// What only some runtimes have on a context. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";

function newer(context, name) {
  if (typeof context?.[name] === "function") return;
  throw new Error(`this runtime has no \`${name}\`; it takes a newer one, or the compatibility flag \`experimental\``);
}

// It ends all code that runs, of Rust too, which would never clean up; so it comes behind that.
export function abort_invocation(context, reason) {
  try {
    newer(context, "abort");
  } catch (e) {
    return fail(e);
  }
  Promise.resolve().then(() => context.abort(reason));
  return true;
}

export function map_virtual_host(context, fetcher, port) {
  try {
    newer(context, "mapVirtualHost");
    return context.mapVirtualHost(fetcher, port);
  } catch (e) {
    return fail(e);
  }
}
