// Stacks in development. `wrangler dev` maps each frame to its source, and a frame that it does not understand becomes
// `[object Object]`: so those of wasm, `f (wasm://…:wasm-function[7]:0x99)`, get a line as those of JavaScript have one.

const frame = (site) => `    at ${site}`.replace(/[^ (]*:(wasm-f.*):(\w+)/, "$1+$2:1");

export function readable_frames() {
  const headline = Error.prototype.toString;
  Error.prepareStackTrace ??= (error, sites) => [headline.call(error), ...sites.map(frame)].join("\n");
}
