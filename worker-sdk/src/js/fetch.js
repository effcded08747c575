import { attempt } from "./promise.js";

export const fetch_globally = (request) => attempt(() => fetch(request));
export const fetch_from = (service, request) => attempt(() => service.fetch(request));
