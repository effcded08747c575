// A worker in JavaScript that calls one in Rust. Each path is a case, whose result is compared in the test.
import { RpcTarget } from "cloudflare:workers";

const failed = async (call) => {
  try {
    return { value: await call() };
  } catch (e) {
    const { name, message, remote, code, path } = e;
    return { name, message, remote, code, path, range: e instanceof RangeError, type: e instanceof TypeError };
  }
};

class Countdown extends RpcTarget {
  constructor(from) {
    super();
    this.from = from;
  }
  next() {
    return this.from > 0 ? this.from-- : null;
  }
}

const everything = () => ({
  number: -0.5,
  text: "ü€😀",
  is_set: true,
  bytes: new Uint8Array([0, 255]),
  time: new Date(1.5e12),
  nothing: null,
  pair: [7, "x"],
});

const CASES = {
  values: async ({ desk }) => ({
    sum: await desk.add(2, 40),
    bigint: await desk.add(2n, 40),
    version: await desk.version(),
    nothing: (await desk.nothing()) === undefined,
    echo: await desk.echo(everything()),
    bytes: (await desk.echo(everything())).bytes instanceof Uint8Array,
    raw: await desk.raw({ map: [...(await desk.raw(new Map([["a", 1]])))], date: (await desk.raw(new Date(5))).getTime() }),
  }),
  front: async ({ env }) => [await env.FRONT.open(), await env.FRONT.role(), await (await env.FRONT.fetch("http://front/")).text()],
  requests: async ({ desk }) => {
    const answer = await desk.forward(new Request("http://a/path", { method: "POST", body: "body" }));
    const fetched = await desk.fetch("http://a/", { method: "POST", body: "you" });
    return [answer.headers.get("x-desk"), await answer.text(), await fetched.text()];
  },
  streams: async ({ desk }) => {
    const text = (stream) => new Response(stream).text();
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const upper = desk.upper(readable);
    await writer.write(new TextEncoder().encode("abc"));
    await writer.close();
    return [await text(await desk.letters("letters")), await text(await upper)];
  },
  callbacks: async ({ desk }) => {
    using add = await desk.adder(5);
    return {
      each: await desk.each([1, 2, 3], (n) => n * 10),
      late: await desk.each([1, 2], async (n) => {
        await scheduler.wait(5);
        return n;
      }),
      adder: [await add(1), await add(2)],
      kept: await kept(desk),
      wrong: await failed(() => desk.each([1], () => "text")),
      thrown: await failed(() => desk.each([1], () => { throw new RangeError("not one"); })),
    };
  },
  targets: async ({ desk }) => {
    using cursor = await desk.cursor(2);
    const all = [await cursor.next(), await cursor.next(), await cursor.next()];
    using several = await desk.cursors([1, 2]);
    return {
      all,
      pipelined: await desk.cursor(5).split().next(),
      inside: await several.all[1].next(),
      ours: await desk.exhaust(new Countdown(4)),
    };
  },
  errors: async ({ desk }) => ({
    range: await failed(() => desk.fail("range")),
    named: await failed(() => desk.fail("named")),
    late: await failed(() => desk.fail("late")),
    plain: await failed(() => desk.fail("plain")),
    text: await failed(() => desk.failWithText()),
    argument: await failed(() => desk.add("x", 1)),
    second: await failed(() => desk.add(1)),
    inside: await failed(() => desk.echo({ ...everything(), pair: [7] })),
    missing: await failed(() => desk.noSuchMethod()),
  }),
  // A panic is last: without unwinding, the next call gets a fresh instance.
  panic: async ({ desk }) => [await failed(() => desk.panics()), await desk.version()],
  objects: async ({ env }) => {
    const tally = env.TALLY.getByName("js");
    const counted = await Promise.all([1, 2, 3].map((n) => tally.count(n)));
    const reset = await failed(() => tally.reset("enough"));
    return { counted, peek: await env.TALLY.getByName("js").peek(), reset: reset.message };
  },
  disposal: async ({ desk }) => {
    const before = await desk.alive();
    for (let i = 0; i < 200; i++) {
      using cursor = await desk.cursor(1);
      await cursor.next();
      using add = await desk.adder(i);
      await add(1);
    }
    return { before, after: await settled(desk, before) };
  },
};

// What another request has kept is out of reach, as the platform wants it.
async function kept(desk) {
  await desk.keep((name) => `hello ${name}`);
  const { message } = await failed(() => desk.callKept("Ada"));
  return /^[^.]*\./.exec(message)[0];
}

// The other side learns of it a moment later.
async function settled(desk, expected) {
  for (let i = 0; i < 100 && (await desk.alive()) > expected; i++) await scheduler.wait(10);
  return desk.alive();
}

export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    return Response.json((await CASES[name]?.({ desk: env.DESK, env })) ?? null);
  },
};
