// What stand-ins were asked.
import { RpcStub } from "cloudflare:workers";

export const list = () => [];
export const written = (list) => JSON.stringify(list);
export const remote = (target) => new RpcStub(target);

// An error of a product, as the platform attaches its codes.
export const refused = (name, message, codes) => Object.assign(new Error(message), { name, ...codes });
