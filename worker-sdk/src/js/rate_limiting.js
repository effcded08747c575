// Rate limits.
import { attempt } from "./promise.js";

export const rate_limit = (binding, key) => attempt(() => binding.limit({ key }));
