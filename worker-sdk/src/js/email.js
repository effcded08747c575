// Mail. Functions that give promises do not throw.
import { attempt } from "./promise.js";

// `headers` has names and values in turn.
export const forward_email = (message, to, headers) =>
  attempt(() => {
    if (headers.length === 0) return message.forward(to);
    const list = new Headers();
    for (let k = 0; k < headers.length; k += 2) list.append(headers[k], headers[k + 1]);
    return message.forward(to, list);
  });

export const reply_email = (message, mail) => attempt(() => message.reply(mail));
export const send_email = (sender, mail) => attempt(() => sender.send(mail));
// A call to another process in the simulator, which has to come before the end of the event.
export const set_reject = (message, reason) => attempt(() => message.setReject(reason));

export const header_object = (fields) => Object.fromEntries(Array.from({ length: fields.length / 2 }, (_, k) => [fields[2 * k], fields[2 * k + 1]]));
