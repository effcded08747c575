// Requests and responses that are made of others, or of nothing.
import { fail } from "./runtime.js";

export function derived_request(request, name, value) {
  try {
    return new Request(request, { [name]: value });
  } catch (e) {
    return fail(e);
  }
}

export const network_error = () => Response.error();
