// Blobs and files.
import { attempt } from "./promise.js";

export const new_blob = (part, type) => new Blob([part], { type });
export const blob_of = (parts, type) => new Blob(parts, { type });
export const new_file = (part, name, type) => new File([part], name, { type });
export const dated_file = (file, lastModified) => new File([file], file.name, { type: file.type, lastModified });
export const blob_slice = (blob, from, to, type) => blob.slice(from, to, type);
export const blob_stream = (blob) => blob.stream();

export const read_blob = (message) =>
  attempt(() => (message instanceof ReadableStream ? new Response(message).blob() : message.blob()));

// The platform knows how to send it, so a response knows how to read it.
export const body_of = (value) => new Response(value).body;

// What a product stores: no body is empty, and what it does not take as it is, such as a form, is a stream of known
// length.
export function content_of(value, takes_blobs) {
  if (value === null) return "";
  const is_taken = typeof value === "string" || ArrayBuffer.isView(value) || value instanceof ReadableStream;
  return is_taken || (takes_blobs && value instanceof Blob) ? value : body_of(value);
}
