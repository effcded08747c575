// The binding that explains bindings.
import { attempt } from "./promise.js";

export const get = (binding) => attempt(() => binding.get());
export const set = (binding, value) => attempt(() => binding.set(value));
