// The platform's rewriter of HTML. Functions that can fail keep the failure and return undefined or 0.
import { callback, late } from "./promise.js";
import { X, fail, when_collected } from "./runtime.js";
import { check } from "./streams.js";

// As Kind in html_rewriter/handlers.rs.
const KINDS = ["element", "comments", "text", "doctype", "end"];
const TEXT = { html: false };
const HTML = { html: true };

// `held` is collected with the last handler. `ends` counts the handlers of the document's end that are left; in which
// order they come is not said anywhere.
export const new_rewriter = () => ({ rewriter: new HTMLRewriter(), held: { x: X, ends: 1 } });

const handler = (held, number, i, g) => (token) => {
  check(held.x);
  return callback(number, i, g, token);
};

function ended(held) {
  held.ends -= 1;
  if (held.ends === 0) held.drop();
}

function end_handler(held, run) {
  held.ends += 1;
  return (token) => {
    const promise = run(token);
    if (promise !== undefined) return promise.then(() => ended(held));
    ended(held);
  };
}

const done = (f) => {
  try {
    f();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
};

// A selector of undefined stands for the document.
export const on = ({ rewriter, held }, selector, kind, number, i, g) =>
  done(() => {
    const name = KINDS[kind];
    const run = handler(held, number, i, g);
    const handlers = { [name]: name === "end" ? end_handler(held, run) : run };
    if (selector === undefined) rewriter.onDocument(handlers);
    else rewriter.on(selector, handlers);
  });

// In a scope of its own: it must not lead to what `held` is.
const dropper = (x, number, i, g) => () => late(x, number, i, g);

// Callback `number` drops all handlers, which are (i, g) together; the one behind it when the client has left.
export function transform({ rewriter, held }, response, number, i, g, request) {
  const drop = dropper(held.x, number, i, g);
  held.drop = drop;
  when_collected(held, drop);
  request?.signal?.addEventListener("abort", dropper(held.x, number + 1, i, g));
  try {
    return rewriter.onDocument({ end: () => ended(held) }).transform(response);
  } catch (e) {
    drop();
    return fail(e);
  }
}

// Tokens live as long as their handler.
export function get(token, name) {
  try {
    return token[name];
  } catch (e) {
    return fail(e);
  }
}

export const set = (token, name, value) =>
  done(() => {
    token[name] = value;
  });
export const insert = (token, method, content, html) => done(() => token[method](content, html === 1 ? HTML : TEXT));
export const call = (token, method, a, b) => done(() => token[method](a, b));
export const flag = (token, name) => (get(token, name) ? 1 : 0);

export function attribute(element, name) {
  try {
    return element.getAttribute(name);
  } catch (e) {
    return fail(e);
  }
}

export function attributes(element) {
  try {
    return [...element.attributes].flat();
  } catch (e) {
    fail(e);
    return [];
  }
}

export const on_end_tag = (element, number, i, g) => done(() => element.onEndTag(handler({ x: X }, number, i, g)));
