// Responses that came from JavaScript.

export const response_status = (response) => response.status;

export const init_set = (init, name, value) => ({ ...init, [name]: value });

// What a changed copy of a platform response keeps beside status, headers and body.
export function kept_init(response) {
  const init = {};
  if (response.statusText) init.statusText = response.statusText;
  if (response.webSocket) init.webSocket = response.webSocket;
  if (response.cf) init.cf = response.cf;
  return init;
}
