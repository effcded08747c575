// Artifacts.
import { attempt } from "./promise.js";

// A method of the namespace or of a repository.
export const call = (target, method, first, second) => attempt(() => target[method](first, second));
