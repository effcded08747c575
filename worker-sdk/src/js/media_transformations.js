// Media Transformations. Functions that return a promise never throw.
import { dispose, readable } from "./rpc.js";

// The steps do not wait for each other, so all of them make one round trip. Without a method, the result is a stub.
export async function transform(media, content, transform, output, method) {
  const steps = [];
  const step = (value) => (steps.push(value), value);
  try {
    const input = step(media.input(readable(content)));
    const changed = transform === undefined ? input : step(input.transform(transform));
    const result = changed.output(output);
    return method === undefined ? await result : await step(result)[method]();
  } finally {
    steps.forEach(dispose);
  }
}

export const of_media = async (media, method) => media[method]();
