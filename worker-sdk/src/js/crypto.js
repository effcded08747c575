import { attempt } from "./promise.js";

export const digest = (algorithm, bytes) => attempt(() => crypto.subtle.digest(algorithm, bytes));
