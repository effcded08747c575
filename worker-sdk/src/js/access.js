// Who calls, as far as Cloudflare Access knows.
import { attempt } from "./promise.js";

export const identity_of = (access) => attempt(async () => access.getIdentity());
