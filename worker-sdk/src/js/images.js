// Images. Functions that return a promise never throw; others keep the failure.
import { attempt } from "./promise.js";
import { dispose, readable } from "./rpc.js";
import { fail } from "./runtime.js";

export const info = (images, [content, encoding]) => attempt(() => images.info(readable(content), { encoding }));

// An image is a method, its content, the encoding of that or how it is written, and what is done with it: options, or
// another image with its options.
function built(images, [method, content, how, steps]) {
  const begin = method === "text" ? written(images, content, how) : images.input(readable(content), { encoding: how });
  const add = (image, step) => (Array.isArray(step) ? image.draw(built(images, step[0]), step[1]) : image.transform(step));
  return steps.reduce(add, begin);
}

// Older runtimes have no such method.
function written(images, content, options) {
  if (typeof images.text === "function") return images.text(content, options);
  throw new TypeError("this runtime has no `text`; deploy the worker, or update wrangler");
}

export const output = (images, image, options) => attempt(() => built(images, image).output(options));

// A method of a result.
export function of_result(result, method, options) {
  try {
    return result[method](options);
  } catch (e) {
    return fail(e);
  }
}

export const upload = (images, [content, encoding], options) =>
  attempt(() => images.hosted.upload(readable(content), encoding === undefined ? options : { ...options, encoding }));

export const list = (images, options) => attempt(() => images.hosted.list(options));

// Older runtimes have no such method.
export const direct_upload = (images, options) =>
  attempt(() => {
    if (typeof images.hosted.createDirectUpload === "function") return images.hosted.createDirectUpload(options);
    throw new TypeError("this runtime has no `createDirectUpload`; deploy the worker, or ask the API of Cloudflare Images");
  });

// A method of a hosted image, which is a stub of another worker.
export async function of_image(images, id, method, options) {
  const image = images.hosted.image(id);
  try {
    return await image[method](options ?? {});
  } finally {
    dispose(image);
  }
}
