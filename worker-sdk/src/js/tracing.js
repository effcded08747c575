// Spans of the platform for those of Rust, which has a number for each.
import * as workers from "cloudflare:workers";
import { X } from "./runtime.js";

// Those that are traced and not closed.
const spans = new Map();
// The numbers of a new instance begin anew.
let instance;

// The platform takes for the parent of a span the one that is entered where it begins, and closes it with the promise that
// its callback gives. So each span has a loop of its own, which is where its children begin and its attributes are set.
export function open_span(id, parent, name, fields) {
  if (instance !== X) spans.clear();
  instance = X;
  const own = { steps: [], wake: undefined };
  const outer = spans.get(parent);
  spans.set(id, own);
  record_span(id, fields);
  const begin = () => workers.tracing.enterSpan(name, (span) => (span.isTraced ? follow(span, own) : void spans.delete(id)));
  try {
    if (outer === undefined) begin();
    else tell(outer, begin);
  } catch {
    // A runtime without spans.
    spans.delete(id);
  }
}

async function follow(span, own) {
  for (;;) {
    for (const step of own.steps.splice(0)) if (step(span) === CLOSE) return;
    await new Promise((resolve) => {
      own.wake = resolve;
    });
  }
}

const CLOSE = Symbol();

function tell(own, step) {
  own?.steps.push(step);
  own?.wake?.();
}

export function record_span(id, fields) {
  if (fields === undefined || !spans.has(id)) return;
  const entries = Object.entries(JSON.parse(fields));
  tell(spans.get(id), (span) => {
    for (const [name, value] of entries) span.setAttribute(name, value);
  });
}

export function close_span(id) {
  tell(spans.get(id), () => CLOSE);
  spans.delete(id);
}
