// A stand-in for Flagship. A flag is worth the one of its values that the context chooses.
import { RpcTarget } from "cloudflare:workers";
import { refused, remote } from "./calls.js";

export const standIn = (calls) => remote(new Flags(calls));
export const giving = (value) => ({ get: async () => value, getBooleanValue: async () => value, getBooleanDetails: async () => value });

const FLAGS = {
  dark: { on: true, off: false },
  flow: { on: "v2", off: "v1" },
  retries: { on: 5, off: 2.5 },
  theme: { on: { color: "#00f", size: 16 }, off: { color: "#fff", size: 12 } },
};

class Flags extends RpcTarget {
  #calls;

  constructor(calls) {
    super();
    this.#calls = calls;
  }

  static evaluate(flags, method, kind, [flagKey, fallback, context]) {
    flags.#calls.push([method, flagKey, fallback, context ?? null]);
    if (flagKey === "broken") throw refused("FlagshipEvaluationError", "no evaluation today");
    const failed = (errorCode, errorMessage) => ({ flagKey, value: fallback, variant: "default", reason: "ERROR", errorCode, errorMessage });
    const flag = FLAGS[flagKey];
    if (flag === undefined) return failed("FLAG_NOT_FOUND", `Flag '${flagKey}' was not found`);
    const variant = context?.plan === "paid" ? "on" : "off";
    if (kind !== undefined && typeof flag[variant] !== kind) return failed("TYPE_MISMATCH");
    return { flagKey, value: flag[variant], variant, reason: context?.reason ?? "DEFAULT" };
  }
}

const METHODS = [
  ["getBooleanValue", "getBooleanDetails", "boolean"],
  ["getStringValue", "getStringDetails", "string"],
  ["getNumberValue", "getNumberDetails", "number"],
  ["getObjectValue", "getObjectDetails", "object"],
  ["get", "getDetails"],
];

for (const [value, details, kind] of METHODS) {
  Flags.prototype[value] = function (...args) {
    return Flags.evaluate(this, value, kind, args).value;
  };
  Flags.prototype[details] = function (...args) {
    return Flags.evaluate(this, details, kind, args);
  };
}
