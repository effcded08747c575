// Text in encodings other than UTF-8. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";

function kept(act) {
  try {
    return act();
  } catch (e) {
    return fail(e);
  }
}

export const new_decoder = (label, fatal) => kept(() => new TextDecoder(label, { fatal: fatal === 1 }));

// The same decoder at the beginning of a text. An option below 0 stays as it is.
export const renewed_decoder = (decoder, fatal, ignore) =>
  new TextDecoder(decoder.encoding, {
    fatal: fatal < 0 ? decoder.fatal : fatal === 1,
    ignoreBOM: ignore < 0 ? decoder.ignoreBOM : ignore === 1,
  });

export const encoding_of = ({ encoding }) => encoding;

// Without `text_decoder_replace_surrogates` (2026-02-24), halves of pairs pass in a whole text of UTF-16, but not in pieces.
const is_checked = ({ encoding }) => encoding !== "utf-16le";

export const decode_part = (decoder, bytes, more) =>
  kept(() => {
    if (more === 0 && is_checked(decoder)) return decoder.decode(bytes);
    const text = decoder.decode(bytes, { stream: true });
    return more === 1 ? text : text + decoder.decode();
  });
