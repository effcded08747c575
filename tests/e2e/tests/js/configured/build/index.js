import { name } from "./other.js";
import { Buffer } from "node:buffer";

export default {
  fetch: (request, env) => Response.json({ name, node: Buffer.from("x").length, ...env }),
};
