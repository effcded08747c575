// A stand-in for Browser Rendering: its protocol, and a Chrome that knows a few commands of DevTools. The simulator wants to
// download a real one.

const MOST = 2;
const sessions = new Map();
const asked = [];

export const requests = () => JSON.stringify(asked.splice(0));
export const standIn = () => ({ fetch: (input, init) => answer(new Request(input, init)), quickAction, script, scriptInSession });
export const older = () => ({ fetch: async () => new Response("nothing", { status: 404 }) });
export const empty = () => ({ fetch: async () => Response.json({}) });
export const quickAction = async (action, options) => Response.json({ action, options });
export const script = async (...told) => Response.json(["script", ...told], { headers: { "x-session": "new" } });
export const scriptInSession = async (...told) => Response.json(["scriptInSession", ...told]);
export default { fetch: answer };

async function answer(request) {
  const url = new URL(request.url);
  asked.push(`${request.method} ${url.pathname}${url.search}`);
  const [, , ...path] = url.pathname.split("/").map(decodeURIComponent);
  const all = [...sessions.values()].map(described);
  if (path[0] === "devtools" && path[1] === "session" && path.length === 2) {
    const [limit, offset] = ["limit", "offset"].map((name) => Number(url.searchParams.get(name)));
    return Response.json(all.slice(offset, offset + limit));
  }
  if (path[0] === "devtools") return devtools(request, url, path.slice(1));
  if (path[0] === "sessions") return Response.json({ sessions: all });
  if (path[0] === "history") return Response.json({ history: [{ ...all[0], ...ended }] });
  const limits = { activeSessions: all.map(({ sessionId }) => ({ id: sessionId })), maxConcurrentSessions: MOST };
  return Response.json({ ...limits, allowedBrowserAcquisitions: MOST - all.length, timeUntilNextAllowedBrowserAcquisition: 500.5, usedBrowserTimeSeconds: 12.5 });
}

const ended = { endTime: 2000, closeReason: 2, closeReasonText: "BrowserIdle", connectionEndTime: 1900, lastUpdated: 2100, webSocketDebuggerUrl: "wss://a", devtoolsFrontendUrl: "https://a" };

const described = ({ id, connections }) => ({ sessionId: id, startTime: 1000, ...(connections > 0 && { connectionId: "c" }) });

function devtools(request, url, [kind, id, ...rest]) {
  if (request.method === "POST") return acquire(request);
  const session = sessions.get(id);
  if (session === undefined) return Response.json({ error: "Session not found" }, { status: 404 });
  if (kind === "session") return Response.json(described(session));
  if (rest[0] === "json") return json(session, url, rest.slice(1));
  if (request.method === "DELETE") return end(session);
  const page = rest[0] === "page" ? session.pages.get(rest[1]) : { url: "" };
  return page === undefined ? new Response("no such page", { status: 404 }) : connect(session, page);
}

async function acquire(request) {
  if (request.body !== null) asked.push(await request.text());
  if (sessions.size >= MOST) return new Response("Rate limit exceeded", { status: 429 });
  const id = crypto.randomUUID();
  sessions.set(id, { id, pages: new Map(), connections: 0, sockets: [] });
  return Response.json({ sessionId: id });
}

function json(session, url, [what, id]) {
  const target = (page) => ({ id: page.id, type: "page", url: page.url, title: `Title of ${page.url}`, newer: 1 });
  const version = { "V8-Version": "12.8", "WebKit-Version": "537.36", webSocketDebuggerUrl: "wss://b" };
  if (what === "version") return Response.json({ Browser: "Chrome/1", "Protocol-Version": "1.3", "User-Agent": "Fake", ...version });
  if (what === "protocol") return Response.json({ version: { major: "1", minor: "3" }, domains: [{ domain: "Page", commands: [] }] });
  if (what === "list" && session.pages.has(id))
    return Response.json({ ...target(session.pages.get(id)), description: "a page", webSocketDebuggerUrl: "wss://c", devtoolsFrontendUrl: "https://c" });
  if (what === "list" && id === undefined) return Response.json([...session.pages.values()].map(target));
  if (what === "new") {
    const page = { id: `page/${session.pages.size}`, url: url.searchParams.get("url") };
    session.pages.set(page.id, page);
    return Response.json(target(page));
  }
  if (!session.pages.has(id)) return new Response(`No such target id: ${id}`, { status: 404 });
  if (what === "close") session.pages.delete(id);
  return Response.json({ message: "ok" });
}

function end(session) {
  sessions.delete(session.id);
  for (const socket of session.sockets) socket.close(1000, "ended");
  return Response.json({ status: "closed" });
}

function connect(session, page) {
  // As in the simulator, only connections with the browser itself count.
  const count = page.id === undefined ? 1 : 0;
  const [webSocket, socket] = Object.values(new WebSocketPair());
  socket.accept();
  session.sockets.push(socket);
  session.connections += count;
  socket.addEventListener("message", ({ data }) => command(session, page, socket, JSON.parse(data)));
  socket.addEventListener("close", () => (session.connections -= count));
  return new Response(null, { status: 101, webSocket });
}

function command(session, page, socket, { id, method, params, sessionId }) {
  const send = (message) => socket.send(JSON.stringify({ ...message, ...(sessionId && { sessionId }) }));
  const event = (method, params = {}) => send({ method, params });
  const reply = (result) => send({ id, result });
  if (method === "Page.enable") return event("Page.frameNavigated", { before: true }), reply({});
  if (method === "Page.setLifecycleEventsEnabled") return (page.reports = params.enabled), reply({});
  if (method === "Page.handleJavaScriptDialog") return reply({}), params.accept === false && page.load();
  if (method === "Crash.page") return event("Inspector.targetCrashed");
  if (method === "No.number") return send({ error: { code: -32700, message: "Message must be a valid JSON" } });
  if (method === "Many.events") {
    for (let n = 0; n < params.count; n++) event("Many.event", { n });
    return reply({});
  }
  if (method === "Page.navigate" && !page.reports) return reply({ errorText: "nobody listens" });
  if (method === "Page.navigate") return navigate(page, params.url, event, reply);
  if (method === "Runtime.evaluate") return reply(evaluated(page, params));
  if (method === "Page.captureScreenshot") return reply({ data: params.format === "png" && btoa(`PNG of ${page.url}`) });
  if (method === "Page.printToPDF") return reply({ data: page.url === "about:blank" ? "" : btoa("PDF") });
  if (method === "Page.close") return session.pages.delete(page.id), reply({});
  if (method === "Target.getTargets") return reply({ params });
  if (method === "Browser.crash") return socket.close(1011, "crashed");
  if (method === "Late.answer") return send({ id: id - 1, result: "late" }), event("Late.event", { id }), reply("right");
  return send({ id, error: { code: -32601, message: `'${method}' wasn't found` } });
}

function navigate(page, url, event, reply) {
  if (url.includes("nowhere")) return reply({ frameId: "f", loaderId: "l", errorText: "net::ERR_NAME_NOT_RESOLVED" });
  if (page.url.split("#")[0] === url.split("#")[0]) return (page.url = url), reply({ frameId: "f" });
  const loaded = (loaderId) => event("Page.lifecycleEvent", { name: "load", loaderId });
  // That of the page before may be late.
  loaded("before");
  reply({ frameId: "f", loaderId: "l" });
  loaded("before");
  event("Page.lifecycleEvent", { name: "DOMContentLoaded", loaderId: "l" });
  page.load = () => {
    page.url = url;
    loaded("l");
  };
  const shown = (id, loaderId, parentId) => event("Page.frameNavigated", { frame: { id, loaderId, parentId } });
  // Its script goes to another page, while a frame inside of it is loaded, and it is never complete.
  if (url.includes("forward")) {
    for (const loaderId of ["before", "l"]) shown("f", loaderId);
    loaded("before");
    shown("inner", "i", "f");
    loaded("i");
    page.url = "halfway";
    shown("f", "m");
    return setTimeout(() => ((page.url = `${url}/end`), loaded("m")), 5);
  }
  shown("f", "l");
  if (url.includes("alert")) return event("Page.javascriptDialogOpening", { message: "hello" });
  setTimeout(page.load, 5);
}

function evaluated(page, { expression, returnByValue, awaitPromise }) {
  const value = { "document.title": `Title of ${page.url}`, "document.documentElement.outerHTML": `<html>${page.url}</html>`, "document.body.innerText": `Text of ${page.url}`, "1 + 1": 2, undefined: undefined };
  if (returnByValue && awaitPromise && expression in value) return { result: { type: "x", value: value[expression] } };
  if (expression === "0 / 0") return { result: { type: "number", unserializableValue: "NaN" } };
  if (expression.startsWith("document.open(); document.write(")) {
    page.url = JSON.parse(expression.slice(32, expression.indexOf("); document.close();")));
    return { result: { type: "undefined" } };
  }
  if (expression === 'throw "oops"') return { result: {}, exceptionDetails: { text: "Uncaught", exception: { type: "string", value: "oops" } } };
  const thrown = { type: "object", subtype: "error", description: `ReferenceError: ${expression} is not defined\n    at <anonymous>:1:1` };
  if (expression === "throw null") return { result: { type: "object", value: null }, exceptionDetails: { text: "Uncaught", exception: { value: null } } };
  return { result: thrown, exceptionDetails: { exceptionId: 1, text: "Uncaught", exception: thrown } };
}
