// Stacks in development. `wrangler dev` maps each frame to its source, and a frame that it does not understand becomes
// `[object Object]`: so those of wasm, `f (wasm://…:wasm-function[7]:0x99)`, get a line as those of JavaScript have one.

const frame = (site) => `    at ${site}`.replace(/[^ (]*:(wasm-f.*):(\w+)/, "$1+$2:1");

const text = Error.prototype.toString;

// A name or a message may be what has no text, as a symbol, or a getter that throws.
function headline(error) {
  try {
    return text.call(error);
  } catch {
    return "Error";
  }
}

export function readable_frames() {
  Error.prepareStackTrace ??= (error, sites) => [headline(error), ...sites.map(frame)].join("\n");
}
