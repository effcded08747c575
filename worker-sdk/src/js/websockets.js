// WebSockets.
import { fail } from "./runtime.js";

// Both ends give bytes as an ArrayBuffer, whatever the compatibility date says.
export const new_pair = () => Object.values(new WebSocketPair()).map(with_buffers);

function with_buffers(socket) {
  socket.binaryType = "arraybuffer";
  return socket;
}

const succeeds = (action) => {
  try {
    action();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
};

export const send_message = (socket, data) => succeeds(() => socket.send(data));

// Code 0 sends a close frame without a code.
export const close_socket = (socket, code, reason) =>
  succeeds(() => (code === 0 ? socket.close() : socket.close(code, reason)));

export const ready_state = (socket) => socket.readyState;
