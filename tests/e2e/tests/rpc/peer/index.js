// A worker in JavaScript that one in Rust calls.
import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

let disposed = 0;

class Countdown extends RpcTarget {
  constructor(from) {
    super();
    this.from = from;
  }
  next() {
    return this.from > 0 ? this.from-- : undefined;
  }
  get position() {
    return this.from;
  }
  split() {
    return new Countdown(this.from);
  }
  [Symbol.dispose]() {
    disposed++;
  }
}

export class Peer extends WorkerEntrypoint {
  addUp(numbers) {
    return numbers.reduce((a, b) => a + b, 0);
  }
  describe(value) {
    return `${typeof value} ${JSON.stringify(value)}`;
  }
  types() {
    return { map: new Map([["a", 1]]), big: 2n ** 60n, date: new Date(1500), bytes: new Uint8Array([1, 2]), nothing: undefined };
  }
  async each(items, f) {
    const results = [];
    for (const item of items) results.push(await f(item));
    return results;
  }
  adder(k) {
    return (n) => n + k;
  }
  countdown(from) {
    return new Countdown(from);
  }
  async exhaust(cursor) {
    let sum = 0;
    for (let n = await cursor.next(); n !== null; n = await cursor.next()) sum += n;
    return sum;
  }
  letters(text) {
    return new Response(text).body;
  }
  upper(stream) {
    return new Response(stream).text().then((text) => new Response(text.toUpperCase()).body);
  }
  fail(how) {
    if (how === "range") throw Object.assign(new RangeError("too far"), { code: 7 });
    if (how === "text") throw "just text";
    if (how === "null") throw null;
    throw new Error(how);
  }
  async write(stream, text) {
    const writer = stream.getWriter();
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  }
  sign(headers) {
    headers.append("x-signed-by", "the peer");
    return headers;
  }
  get motto() {
    return "count down";
  }
  get lastCountdown() {
    return new Countdown(1);
  }
  disposed() {
    return disposed;
  }
  fetch(request) {
    return new Response(`peer ${new URL(request.url).pathname}`);
  }
}

export default {};
