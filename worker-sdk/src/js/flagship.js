// Flagship.
import { attempt } from "./promise.js";

export const evaluate = (flags, method, key, fallback, context) => attempt(() => flags[method](key, fallback, context));
