// A partner that checks webhooks and signs its own, as Standard Webhooks has it. `/sign` answers with the headers for a body;
// the path of everything else is what was told.
const secret = Uint8Array.from(atob("C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), (letter) => letter.charCodeAt(0));
const told = [];

async function signature(id, timestamp, body) {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`;
}

async function take(headers, body) {
  const [id, timestamp] = [headers.get("webhook-id"), headers.get("webhook-timestamp")];
  const isRecent = Math.abs(Date.now() / 1000 - timestamp) < 300;
  if (!isRecent || headers.get("webhook-signature") !== (await signature(id, timestamp, body))) {
    return new Response(null, { status: 401 });
  }
  const event = JSON.parse(body);
  if (event.article === "lead") return new Response(null, { status: 422 });
  told.push({ id, type: headers.get("content-type"), event });
  return new Response(null, { status: 204 });
}

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === "GET") return Response.json(told);
    const body = await request.text();
    if (url.pathname !== "/sign") return take(request.headers, body);
    const timestamp = Math.floor(Date.now() / 1000) - Number(url.searchParams.get("age"));
    const id = url.searchParams.get("id");
    return Response.json({
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": await signature(id, timestamp, body),
    });
  },
};
