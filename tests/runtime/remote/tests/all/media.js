// A stand-in for Media Transformations: what it makes of a video is the text of the video and of all options.
import { RpcTarget } from "cloudflare:workers";
import { refused, remote } from "./calls.js";

export const standIn = (calls) => remote(new Media(calls));

// A result as a plain object.
export const plain = (calls) => {
  const result = { contentType: async () => "video/mp4", [Symbol.dispose]: () => calls.push("result gone") };
  return { input: () => ({ output: async () => result }) };
};

// A result that does not say what it is.
export const untyped = () => ({ input: () => ({ output: async () => ({ contentType: async () => null }) }) });

class Media extends RpcTarget {
  #calls;

  constructor(calls) {
    super();
    this.#calls = calls;
  }

  input(media) {
    this.#calls.push("input");
    return new Step(this.#calls, { media });
  }
}

class Step extends RpcTarget {
  #calls;
  #of;

  constructor(calls, of) {
    super();
    this.#calls = calls;
    this.#of = of;
  }

  transform(transform) {
    this.#calls.push("transform");
    return new Step(this.#calls, { ...this.#of, transform });
  }

  async output(output) {
    const { media, transform } = this.#of;
    const text = await new Response(media).text();
    if (text === "no video") throw refused("MediaError", "the input is no video", { code: 9412 });
    return new Result(this.#calls, JSON.stringify({ text, transform, output }), output.mode);
  }

  [Symbol.dispose]() {
    this.#calls.push("step gone");
  }
}

const TYPES = { video: "video/mp4", spritesheet: "image/jpeg", frame: "image/jpeg", audio: "audio/mp4" };

class Result extends RpcTarget {
  #calls;
  #made;
  #type;

  constructor(calls, made, mode) {
    super();
    this.#calls = calls;
    this.#made = made;
    this.#type = TYPES[mode];
  }

  media() {
    this.#calls.push("media");
    return new Response(this.#made).body;
  }

  response() {
    this.#calls.push("response");
    return new Response(this.#made, { headers: { "content-type": this.#type } });
  }

  contentType() {
    this.#calls.push("contentType");
    return this.#type;
  }

  [Symbol.dispose]() {
    this.#calls.push("result gone");
  }
}
