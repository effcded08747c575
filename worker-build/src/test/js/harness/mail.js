// A mail as the `email` handler of the crate's own worker gets it, and what the handler does with it.

// The simulator's `EmailMessage` has its content there, that of the platform shows none.
const RAW = "EmailMessage::raw";

export function mailOf(from, to, raw) {
  const bytes = typeof raw === "string" ? new TextEncoder().encode(raw) : raw;
  const done = { forwards: [], replies: [] };
  const message = {
    from,
    to,
    raw: new Response(bytes).body,
    rawSize: bytes.byteLength,
    headers: headersOf(new TextDecoder().decode(bytes)),
    canBeForwarded: true,
    setReject(reason) {
      done.rejected = reason;
    },
    async forward(rcptTo, headers) {
      done.forwards.push({ to: rcptTo, headers: [...(headers ?? [])].flat() });
      return { messageId: `forwarded-${done.forwards.length}@example.com` };
    },
    async reply(mail) {
      done.replies.push({ from: mail.from, to: mail.to, raw: await new Response(mail[RAW] ?? mail.raw).text() });
      return { messageId: `reply-${done.replies.length}@example.com` };
    },
  };
  return { message, done };
}

function headersOf(text) {
  const [head] = text.split(/\r?\n\r?\n/, 1);
  const headers = new Headers();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name) headers.append(name, value);
  }
  return headers;
}
