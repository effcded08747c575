// Responses that came from JavaScript.

export const response_status = (response) => response.status;

// The text beside the old status says nothing of another one; text that Rust has set stays.
export const init_for_other_status = (init) =>
  init.keptText !== undefined && init.keptText === init.statusText ? { ...init, statusText: undefined } : init;

export const init_set = (init, name, value) => ({ ...init, [name]: value });

// What a changed copy of a platform response keeps beside status, headers and body. Whether the body is compressed already
// is nothing that the response tells, but it may be known.
export function kept_init(response, known) {
  const init = {};
  if (known?.encodeBody) init.encodeBody = known.encodeBody;
  if (response.statusText) init.statusText = init.keptText = response.statusText;
  if (response.webSocket) init.webSocket = response.webSocket;
  if (response.cf) init.cf = response.cf;
  return init;
}
