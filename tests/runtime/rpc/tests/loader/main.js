import { WorkerEntrypoint } from "cloudflare:workers";
// modules
export class Inner extends WorkerEntrypoint {
  greet(name) {
    console.log("greeted", name);
    return `hello ${name}`;
  }
  props() {
    return this.ctx.props;
  }
  async given() {
    const front = await this.env.FRONT.fetch("https://front/");
    return { data: this.env.DATA, front: await front.text() };
  }
  call(f) {
    return f(21);
  }
  async network() {
    try {
      return await (await fetch("https://example.com/")).text();
    } catch (e) {
      return e.message;
    }
  }
  async modules() {
    const { exports } = await WebAssembly.instantiate(wasm);
    return [text, new Uint8Array(data), json, exports.add_one(2), common];
  }
}

export default {
  fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    return pathname === "/props" ? Response.json(ctx.props) : new Response(`inner ${pathname}`);
  },
};
