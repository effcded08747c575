// Requests and responses that are made of others, or of nothing.
import { fail } from "./runtime.js";

export function derived_request(request, name, value) {
  try {
    return new Request(request, { [name]: value });
  } catch (e) {
    return fail(e);
  }
}

// What belongs to the request as a whole, and not to the client that sent it.
export function request_like(request, other) {
  try {
    return new Request(request, { redirect: other.redirect, cf: other.cf });
  } catch (e) {
    return fail(e);
  }
}

export const network_error = () => Response.error();
