// Requests and responses that are made of others, or of nothing.
import { fail } from "./runtime.js";
import { new_text } from "./text.js";

export function derived_request(request, name, value) {
  try {
    return new Request(request, { [name]: value });
  } catch (e) {
    return fail(e);
  }
}

// The copy has headers of its own, so they are copied once; as an argument they would be copied again.
export function request_with(request, name, name_length, value, length) {
  try {
    const copy = new Request(request);
    copy.headers.set(new_text(name, name_length), new_text(value, length));
    return copy;
  } catch (e) {
    return fail(e);
  }
}

// What belongs to the request as a whole, and not to the client that sent it.
export function request_like(request, other, signal) {
  const { redirect, cf } = other;
  const init = { redirect, cf };
  if (other.cache) init.cache = other.cache;
  if (signal === 1) init.signal = other.signal;
  try {
    return new Request(request, init);
  } catch (e) {
    return fail(e);
  }
}

export const network_error = () => Response.error();
