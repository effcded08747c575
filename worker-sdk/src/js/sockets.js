// TCP sockets. Functions that can fail keep the failure and return undefined.
import { connect } from "cloudflare:sockets";
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

// Who brings no room for a chunk of bytes gets 4 KB at a time, at the price of 64.
const ROOM = 65_536;

// `through` is a binding that has sockets of its own.
export function open_socket(through, address, options) {
  try {
    return through === undefined ? connect(address, options) : through.connect(address, options);
  } catch (e) {
    return fail(e);
  }
}

export function socket_reader(socket) {
  try {
    return { reader: socket.readable.getReader({ mode: "byob" }), room: new ArrayBuffer(ROOM) };
  } catch {
    // A stand-in, whose chunks are made elsewhere, or a socket that somebody else reads.
  }
  try {
    return { reader: socket.readable.getReader() };
  } catch (e) {
    return fail(e);
  }
}

export function socket_writer(socket) {
  try {
    return socket.writable.getWriter();
  } catch (e) {
    return fail(e);
  }
}

export const read_socket = ({ reader, room }) => attempt(() => (room ? reader.read(new Uint8Array(room)) : reader.read()));

// A chunk that is good until the next read; undefined at the end, null for what is not bytes.
export function received(source, { done, value }) {
  if (done) return undefined;
  if (source.room) source.room = value.buffer;
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value : null;
}

export const write_socket = (writer, bytes) => attempt(() => writer.write(bytes));
export const finish_socket = (writer) => attempt(() => writer.close());
export const close_socket = (socket) => attempt(() => socket.close());

export function start_tls(socket, source, writer, options) {
  try {
    source.reader.releaseLock();
    writer.releaseLock();
    return socket.startTls(options);
  } catch (e) {
    return fail(e);
  }
}

export function release_socket(source, writer) {
  try {
    source.reader.releaseLock();
    writer.releaseLock();
  } catch {
    // A read is under way: the streams stay locked.
  }
}

// What happens to a socket that nobody wants any more, nobody wants to know.
const quietly = (end) => {
  attempt(end).catch(() => {});
};
export const abandon_reader = ({ reader }) => quietly(async () => reader.cancel());
export const abandon_writer = (writer) => quietly(async () => writer.close());
export const abandon_socket = (socket) => quietly(async () => socket.close());
