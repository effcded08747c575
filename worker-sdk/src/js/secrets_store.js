// Secrets of a Secrets Store.
import { attempt } from "./promise.js";

export const get_secret = (secret) => attempt(() => secret.get());
