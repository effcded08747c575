// Browser Rendering.
import { attempt } from "./promise.js";

export const quick_action = (browser, action, options) => attempt(() => browser.quickAction(action, options));

// Older runtimes have no such methods.
export const script = (browser, session, code, options) =>
  attempt(() => {
    const method = session === undefined ? "script" : "scriptInSession";
    if (typeof browser[method] !== "function") throw new TypeError(`this runtime has no \`${method}\`; deploy the worker, or call the API of Browser Run`);
    return session === undefined ? browser.script(code, options) : browser.scriptInSession(session, code, options);
  });
