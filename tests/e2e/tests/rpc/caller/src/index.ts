// A worker in TypeScript that calls one in Rust. Each path is a case, whose result is compared in the test.
import { RpcTarget } from "cloudflare:workers";
import type Front from "../../../../../runtime/rpc/build/index.js";
import type { Cursor, Desk, Everything, Shade, Sum, Tally } from "../../../../../runtime/rpc/build/index.js";

interface Env {
  DESK: Service<Desk>;
  FRONT: Service<Front>;
  TALLY: DurableObjectNamespace<Tally>;
  SHIPPING: Workflow<Sum>;
}

interface Given {
  env: Env;
  desk: Service<Desk>;
  // For calls that the types forbid.
  loose: any;
}

const failed = async (call: () => unknown) => {
  try {
    return { value: await call() };
  } catch (e: any) {
    const { name, message, remote, code, path } = e;
    return { name, message, remote, code, path, range: e instanceof RangeError, type: e instanceof TypeError };
  }
};

class Countdown extends RpcTarget implements Cursor {
  from: number;
  constructor(from: number) {
    super();
    this.from = from;
  }
  next() {
    return this.from > 0 ? this.from-- : null;
  }
  get position() {
    return this.from;
  }
  async split() {
    return new Countdown(this.from);
  }
}

const everything = (): Everything => ({
  number: -0.5,
  text: "ü€😀",
  is_set: true,
  bytes: new Uint8Array([0, 255]),
  time: new Date(1.5e12),
  nothing: null,
  pair: [7, "x"],
});

const CASES: Record<string, (given: Given) => Promise<unknown>> = {};

CASES.values = async ({ desk, loose }) => ({
  sum: await desk.add(2, 40),
  bigint: await loose.add(2n, 40),
  version: await desk.version(),
  nothing: (await desk.nothing()) === undefined,
  echo: await desk.echo(everything()),
  bytes: (await desk.echo(everything())).bytes instanceof Uint8Array,
  raw: await raw(desk),
  shades: await shades(desk),
});

CASES.front = async ({ env }) => [await env.FRONT.open(), await env.FRONT.role(), await env.FRONT.withRole("boss"), await (await env.FRONT.fetch("http://front/")).text()];

CASES.requests = async ({ desk }) => {
  const answer = await desk.forward(new Request("http://a/path", { method: "POST", body: "body" }));
  const fetched = await desk.fetch("http://a/", { method: "POST", body: "you" });
  const signed = await desk.sign(new Headers([["x-name", "1"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]]));
  return [answer.headers.get("x-desk"), await answer.text(), await fetched.text(), [...signed], signed.getSetCookie()];
};

CASES.streams = async ({ desk }) => {
  const text = (stream: ReadableStream) => new Response(stream).text();
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const upper = desk.upper(readable);
  await writer.write(new TextEncoder().encode("abc"));
  await writer.close();
  return [await text(await desk.letters("letters")), await text(await upper), await written(desk)];
};

CASES.callbacks = async ({ desk, loose }) => {
  using add = await desk.adder(5);
  return {
    each: await desk.each([1, 2, 3], (n) => n * 10),
    late: await desk.each([1, 2], async (n) => {
      await scheduler.wait(5);
      return n;
    }),
    adder: [await add(1), await add(2)],
    kept: await kept(desk),
    wrong: await failed(() => loose.each([1], () => "text")),
    thrown: await failed(() => desk.each([1], () => { throw new RangeError("not one"); })),
  };
};

CASES.targets = async ({ desk }) => {
  using cursor = await desk.cursor(2);
  const all = [await cursor.next(), await cursor.next(), await cursor.next()];
  using several = await desk.cursors([1, 2]);
  return {
    all,
    pipelined: await desk.cursor(5).split().next(),
    inside: await several.all[1].next(),
    position: await cursor.position,
    property: await desk.firstCursor.position,
    motto: await desk.motto,
    ours: await desk.exhaust(new Countdown(4)),
  };
};

CASES.errors = async ({ desk, loose }) => ({
  range: await failed(() => desk.fail("range")),
  named: await failed(() => desk.fail("named")),
  late: await failed(() => desk.fail("late")),
  plain: await failed(() => desk.fail("plain")),
  text: await failed(() => desk.failWithText()),
  argument: await failed(() => loose.add("x", 1)),
  second: await failed(() => loose.add(1)),
  inside: await failed(() => loose.echo({ ...everything(), pair: [7] })),
  missing: await failed(() => loose.noSuchMethod()),
  property: await failed(() => loose.noSuchProperty),
});

// A panic is last: without unwinding, the next call gets a fresh instance.
CASES.panic = async ({ desk }) => [await failed(() => desk.panics()), await desk.version()];

CASES.objects = async ({ env }) => {
  const tally = env.TALLY.getByName("js");
  const counted = await Promise.all([1, 2, 3].map((n) => tally.count(n)));
  const total = await tally.total;
  const reset = await failed(() => tally.reset("enough"));
  return { counted, peek: await env.TALLY.getByName("js").peek(), total, reset: reset.message };
};

CASES.workflow = async ({ env }) => {
  const instance = await env.SHIPPING.create({ params: { total: 3, parts: [1, 2] } });
  for (let i = 0; i < 500; i++) {
    const { status, output } = await instance.status();
    if (status === "complete") return output;
    await scheduler.wait(10);
  }
  return instance.status();
};

CASES.disposal = async ({ desk }) => {
  const before = await desk.alive();
  for (let i = 0; i < 200; i++) {
    using cursor = await desk.cursor(1);
    await cursor.next();
    using add = await desk.adder(i);
    await add(1);
  }
  return { before, after: await settled(desk, before) };
};

// What another request has kept is out of reach, as the platform wants it.
async function kept(desk: Service<Desk>) {
  await desk.keep((name) => `hello ${name}`);
  const { message } = await failed(() => desk.callKept("Ada"));
  return /^[^.]*\./.exec(message)?.[0];
}

// A stream of this side, to which the other one writes.
async function written(desk: Service<Desk>) {
  const { readable, writable } = new IdentityTransformStream();
  const [text] = await Promise.all([new Response(readable).text(), desk.write(writable, "from rust")]);
  return text;
}

async function raw(desk: Service<Desk>) {
  const same = async <T>(value: T) => (await desk.raw(value)) as unknown as T;
  const [map, date, pattern] = [await same(new Map([["a", 1]])), await same(new Date(5)), await same(/a+b/gi)];
  return desk.raw({ map: [...map], date: date.getTime(), pattern: pattern.source });
}

async function shades(desk: Service<Desk>) {
  const all: Shade[] = ["plain", { mixed: { red: 1, green: 2 } }, { named: "sea" }];
  return Promise.all(all.map((shade) => desk.mix(shade)));
}

// The other side learns of it when it collects its garbage, so it gets some.
async function settled(desk: Service<Desk>, expected: number) {
  for (let i = 0; i < 100 && (await desk.alive()) > expected; i++) {
    await desk.raw(new Uint8Array(4 << 20));
    await scheduler.wait(10);
  }
  return desk.alive();
}

export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    return Response.json((await CASES[name]?.({ desk: env.DESK, env, loose: env.DESK })) ?? null);
  },
} satisfies ExportedHandler<Env>;
