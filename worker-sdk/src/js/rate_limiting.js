// Rate limits.
import { attempt } from "./promise.js";

export const rate_limit = (binding, options) => attempt(() => binding.limit(options));
