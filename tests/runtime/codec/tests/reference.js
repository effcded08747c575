// Values and references of JavaScript for the tests of the codec.

export const parse = (text) => JSON.parse(text);
export const stringify = (value) => JSON.stringify(value);
export const clone = (value) => structuredClone(value);

class Point {
  constructor() {
    this.x = 1;
    this.y = 2;
  }
  get length() {
    return Math.hypot(this.x, this.y);
  }
}

const cycle = { list: [{}] };
cycle.list[0].back = cycle;

const VALUES = {
  date: () => new Date(86_400_000),
  no_date: () => new Date(NaN),
  bytes: () => new Uint8Array([0, 1, 255]),
  buffer: () => new Uint8Array([0, 1, 255]).buffer,
  part: () => new DataView(new Uint8Array([9, 0, 1, 255, 9]).buffer, 1, 3),
  floats: () => new Float32Array([1]),
  elements: () => ({
    f32: new Float32Array([1.5, -0.25]), f64: new Float64Array([0.1]), i8: new Int8Array([-1, 2]),
    i16: new Int16Array([9, -300]).subarray(1), u16: new Uint16Array([1, 65535]), i32: new Int32Array([-70000]),
    u32: new Uint32Array([4294967295]), i64: new BigInt64Array([-(2n ** 63n)]), u64: new BigUint64Array([2n ** 64n - 1n]),
    u8: new Uint8ClampedArray([1, 300]), none: new Float64Array(0),
  }),
  map: () => new Map([["a", 1], ["b", 2]]),
  map_of_numbers: () => new Map([[1, "one"], [2, "two"]]),
  set: () => new Set([3, 1, 2]),
  signed: () => -(2n ** 63n),
  unsigned: () => 2n ** 64n - 1n,
  huge: () => 2n ** 64n,
  half_a_pair: () => ["a\ud800", "\udc00b", "\ud83d\ude00"],
  object_of_halves: () => ({ "\ud800": "\udc00" }),
  left_out: () => ({ a: undefined, b: () => 1, c: Symbol("c"), d: 4 }),
  list_with_holes: () => [1, , undefined, () => 1, null],
  without_prototype: () => Object.assign(Object.create(null), { a: 1 }),
  instance: () => new Point(),
  boxed: () => [new Number(1), new String("s"), new Boolean(true)],
  error: () => Object.assign(new TypeError("no"), { code: 7 }),
  request: () => ({ inner: [new Request("https://example.com/")] }),
  cycle: () => cycle,
  holes: () => Object.assign([], { length: 2 ** 32 - 1 }),
  shared: () => Array.from({ length: 40 }).reduce((inner) => [inner, inner], 1),
  many_texts: () => Array(70).fill({ text: "x".repeat(1 << 20) }),
  many_bytes: () => Array(70).fill(new Uint8Array(1 << 20)),
  throws: () => ({
    get a() {
      throw new RangeError("not today");
    },
  }),
  numbers: () => [0, -0, 0.1, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER],
  inherited: () => [{ a: 1, b: 2 }, Object.assign(Object.create({ b: 9 }), { a: 3 }), { a: 4, b: 5 }],
  inherited_by_all: () => {
    Object.prototype.b = 9;
    queueMicrotask(() => delete Object.prototype.b);
    return [{ a: 1, b: 2 }, { a: 3 }, { a: 4, b: 5 }];
  },
  inherited_alone: () => {
    Object.prototype.b = 9;
    queueMicrotask(() => delete Object.prototype.b);
    return { a: 3 };
  },
  no_numbers: () => [NaN, Infinity, -Infinity],
  shapes_beside_undefined: () => [
    { Circle: 1, Line: undefined },
    { Circle: undefined, Line: [1, 2], Box: undefined },
    { Box: { width: 1 }, Point: undefined },
    { Point: undefined },
  ],
  no_shape: () => ({ Circle: undefined, Line: undefined }),
  two_shapes: () => ({ Circle: 1, Point: undefined, Line: [1, 2] }),
  empty: () => ({}),
  minus_zeros: () => ({ x: -0, y: -0, z: -0, w: -0 }),
  minus_zero: () => -0,
  list_with_minus_zero: () => [-0, -1],
  entries_alone: () => [{ a: 1 }, { c: 3 }],
  entries_beside_undefined: () => [{ a: 1, b: undefined }, { z: undefined, c: 3 }],
  entries_of_maps: () => [new Map([["a", 1]]), new Map([["c", 3]])],
  entries_left: () => [{ a: 1, b: 2 }, { c: 3, d: 4 }],
  entries_of_a_map_left: () => [new Map([["a", 1], [2, 3]]), new Map()],
  value_left: () => [{ unread: [1] }, { c: 3 }],
  value_of_a_map_left: () => [new Map([["unread", [1]]]), { c: 3 }],
};

export const value = (name) => VALUES[name]();

// How JavaScript tells the type, where JSON does not.
export const kind = (value) => Object.prototype.toString.call(value);
export const is_zero_negative = (value) => (Object.is(value, -0) ? 1 : 0);
export const own_names = (value) => JSON.stringify(Object.keys(value));
export const is_plain = (value) => (Object.getPrototypeOf(value) === Object.prototype ? 1 : 0);
export const url_of = (request) => request.url;
export const big_integer = (text) => BigInt(text);

// JSON with bytes and dates: where names tell, of variants and fields.
const makers = {
  Bytes: (list) => Uint8Array.from(list),
  bytes: (list) => list && Uint8Array.from(list),
  Time: (ms) => new Date(ms),
  time: (ms) => (ms === null ? null : new Date(ms)),
};
export const revived = (text) =>
  JSON.parse(text, (name, value) => (Object.hasOwn(makers, name) ? makers[name](value) : value));
export const shown = (value) =>
  JSON.stringify(value, function (name, json) {
    const value = this[name];
    if (value instanceof Date) return `Date ${value.getTime()}`;
    return value instanceof Uint8Array ? `Uint8Array ${value}` : json;
  });

const text_of_units = (units) => units.map((unit) => String.fromCharCode(unit)).join("");
export const texts_of_units = (lists) => JSON.parse(lists).map(text_of_units);
export const names_of_units = (lists) => texts_of_units(lists).map((text) => ({ [text]: text }));

// An object whose second member is what `call` gives, each time that it is asked for.
export const with_getter = (call) => ({
  before: 1,
  get inner() {
    return call();
  },
  after: 2,
});
