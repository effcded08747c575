// Cloudflare Stream, a stub of another worker that has more of them in it.
import { dispose, readable } from "./rpc.js";

// The names that lead to the method stand apart by spaces; they begin at the video, where there is an id. Parameters of
// which none is set are undefined. What comes back has no stubs in it.
export async function call(stream, id, path, args) {
  const video = id === undefined ? undefined : stream.video(id);
  try {
    const names = path.split(" ");
    const method = names.pop();
    const target = names.reduce((object, name) => object[name], video ?? stream);
    const result = await target[method](...args.map((arg) => arg ?? {}));
    dispose(result);
    return result;
  } finally {
    dispose(video);
  }
}

// Content as a remote call takes it.
export const as_stream = (content) => readable(content);
