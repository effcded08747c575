import { attempt } from "./promise.js";

// A request does not keep that the body of its answer is left as it is sent.
const init_of = (encoded) => (encoded === 1 ? { encodeResponseBody: "manual" } : undefined);

export const fetch_globally = (request, encoded) => attempt(() => fetch(request, init_of(encoded)));
export const fetch_from = (service, request, encoded) => attempt(() => service.fetch(request, init_of(encoded)));
