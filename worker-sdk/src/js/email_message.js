// Raw mail, apart from the rest: a worker that needs none does not import the module of the platform.
import { EmailMessage } from "cloudflare:email";
import { fail } from "./runtime.js";

export function email_message(from, to, raw) {
  try {
    return new EmailMessage(from, to, raw instanceof Uint8Array ? new Response(raw).body : raw);
  } catch (e) {
    return fail(e);
  }
}
