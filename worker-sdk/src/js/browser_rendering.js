// Browser Rendering.
import { attempt } from "./promise.js";

export const quick_action = (browser, action, options) => attempt(() => browser.quickAction(action, options));

export const script = (browser, session, code, options) =>
  attempt(() => (session === undefined ? browser.script(code, options) : browser.scriptInSession(session, code, options)));
