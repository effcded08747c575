// Browser Rendering.
import { attempt } from "./promise.js";

export const quick_action = (browser, action, options) => attempt(() => browser.quickAction(action, options));
