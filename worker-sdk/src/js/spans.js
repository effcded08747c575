// Spans of the platform. What a runtime does not have is without effect, and so is a span of another request.
import * as workers from "cloudflare:workers";
import { late } from "./promise.js";
import { X } from "./runtime.js";

function tried(f) {
  try {
    return f();
  } catch {}
}

export const start_span = (name) => tried(() => workers.tracing.startSpan(name));
export const active_span = () => tried(() => workers.tracing.getActiveSpan());
export const end_span = (span) => tried(() => span.end());

export const is_traced = (span) => +(tried(() => span.isTraced) === true);
export const context_of = (span) => tried(() => span.spanContext());

export const set_attribute = (span, name, value) => tried(() => span.setAttribute(name, value));
export const update_name = (span, name) => tried(() => span.updateName(name));
export const set_status = (span, code, message) => tried(() => span.setStatus({ code, message }));
export const record_exception = (span, error) => tried(() => span.recordException(error));

// Calls Rust with the span as the active one, or not at all where the platform does not take it. What escapes from Rust ends
// the instance.
export function within(span, callback, number) {
  let inside = false;
  try {
    workers.tracing.withActiveSpan(span, () => {
      inside = true;
      X.__worker_sdk_callback(callback, number, 0);
      inside = false;
    });
  } catch (e) {
    if (inside) throw e;
  }
}

// Calls Rust after everything that runs now.
export function call_soon(callback, i, g) {
  const x = X;
  queueMicrotask(() => late(x, callback, i, g));
}
