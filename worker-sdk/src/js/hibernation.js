// Sockets of Durable Objects that may sleep. Functions that can fail keep the failure, and give 0 or undefined.
import { fail } from "./runtime.js";

function succeeds(action) {
  try {
    action();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

function kept(make) {
  try {
    return make();
  } catch (e) {
    return fail(e);
  }
}

function answer(ask) {
  try {
    return ask() ?? undefined;
  } catch {
    return undefined;
  }
}

export const accept_websocket = (state, socket, tags) => succeeds(() => state.acceptWebSocket(socket, tags));
export const websockets = (state, tag) => answer(() => state.getWebSockets(tag));
export const socket_tags = (state, socket) => kept(() => state.getTags(socket));

export const serialize_attachment = (socket, value) => succeeds(() => socket.serializeAttachment(value));
// Null stands for none.
export const deserialize_attachment = (socket) => kept(() => socket.deserializeAttachment() ?? null);

export const set_auto_response = (state, request, response) =>
  succeeds(() => {
    if (request === undefined) state.setWebSocketAutoResponse();
    else state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(request, response));
  });
// What these four are asked of something that is no state or socket has no answer.
export const auto_response = (state) => answer(() => state.getWebSocketAutoResponse());
// NaN stands for never.
export const auto_response_time = (state, socket) =>
  Number(answer(() => state.getWebSocketAutoResponseTimestamp(socket)) ?? NaN);

// A negative time stands for none.
export const set_event_timeout = (state, ms) =>
  succeeds(() => state.setHibernatableWebSocketEventTimeout(ms < 0 ? undefined : ms));
export const event_timeout = (state) => answer(() => state.getHibernatableWebSocketEventTimeout()) ?? -1;
