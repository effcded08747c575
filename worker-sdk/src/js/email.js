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

const WORD = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi;

const quoted = (text) => text.replaceAll("_", " ").replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

// The part of a header that an encoded word is, or undefined.
function decoder([, charset, encoding, text]) {
  try {
    const bytes = /b/i.test(encoding) ? atob(text) : quoted(text);
    return { decoder: new TextDecoder(charset), bytes };
  } catch {
    return undefined;
  }
}

// A header as it is read: RFC 2047. Space between encoded words is none, and a character may be split between two of one
// charset, as some senders do.
export function decoded_words(header) {
  const text = header.replace(/\r?\n(?=[ \t])/g, "");
  let read = "";
  let end = 0;
  let open; // The words before, of one charset.
  const close = () => {
    if (open) read += open.decoder.decode(Uint8Array.from(open.bytes, (byte) => byte.charCodeAt(0)));
    open = undefined;
  };
  for (const match of text.matchAll(WORD)) {
    const word = decoder(match);
    if (!word) continue;
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    if (open && between.trim() === "" && open.decoder.encoding === word.decoder.encoding) {
      open.bytes += word.bytes;
      continue;
    }
    const isSpace = open && between.trim() === "";
    close();
    if (!isSpace) read += between;
    open = word;
  }
  close();
  return read + text.slice(end);
}
