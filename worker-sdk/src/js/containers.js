// Containers. Functions that give a promise never throw; the others keep what they caught, and give 0 or undefined.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

function done(act) {
  try {
    act();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export const start = (container, options) => done(() => container.start(options));
export const signal = (container, number) => done(() => container.signal(number));
export const monitor = (container) => attempt(() => container.monitor());
export const destroy = (container, reason) => attempt(() => container.destroy(reason));
export const inspect = (container) => attempt(() => container.inspect());
export const set_inactivity_timeout = (container, ms) => attempt(() => container.setInactivityTimeout(ms));
export const snapshot = (container, options) => attempt(() => container.snapshotContainer(options));
export const snapshot_directory = (container, options) => attempt(() => container.snapshotDirectory(options));

function kept(act) {
  try {
    return act();
  } catch (e) {
    return fail(e);
  }
}

export const port = (container, number) => kept(() => container.getTcpPort(number));
// A port refuses a URL with TLS, as that of a client's request is.
export const without_tls = (request) =>
  request.url.startsWith("https:") ? kept(() => new Request(request.url.replace("https:", "http:"), request)) : request;

// Without an address, all of it.
export const intercept_http = (container, address, fetcher) =>
  attempt(() =>
    address === undefined ? container.interceptAllOutboundHttp(fetcher) : container.interceptOutboundHttp(address, fetcher),
  );
export const intercept_https = (container, address, fetcher) =>
  attempt(() => container.interceptOutboundHttps(address, fetcher));
export const intercept_tcp = (container, address, fetcher) => attempt(() => container.interceptOutboundTcp(address, fetcher));

export const exec = (container, command, options) => attempt(() => container.exec(command, options));
export const exit_code = (process) => attempt(() => process.exitCode);
export const output = (process) => attempt(() => process.output());
export const kill = (process, number) => done(() => (number < 0 ? process.kill() : process.kill(number)));
export const resize = (process, columns, rows) => done(() => process.resize(columns, rows));
export const entries = (object) => Object.entries(object ?? {}).flat();
