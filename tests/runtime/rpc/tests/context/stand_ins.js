// Stand-ins for what the simulator lacks, with the documented interfaces.
const asked = [];
export const what_was_asked = () => JSON.stringify(asked.splice(0));

export const protected_context = () => ({
  access: {
    aud: "tag",
    async getIdentity() {
      return {
        email: "ada@example.com",
        name: "Ada",
        user_uuid: "u1",
        account_id: "a1",
        ip: "192.0.2.1",
        iat: 1_700_000_000,
        geo: { country: "GB" },
        amr: ["mfa"],
        idp: { id: "i1", type: "github" },
        groups: [{ id: "g1", name: "engines", email: "engines@example.com" }],
        is_warp: true,
        custom: { team: "analytical" },
      };
    },
  },
});

export const service_token_context = () => ({ access: { aud: "tag", getIdentity: async () => undefined } });

export const cached_context = () => ({
  cache: {
    async purge(options) {
      asked.push(options);
      if (!options.tags?.includes("wrong")) return { success: true, errors: [] };
      return { success: false, errors: [{ code: 1234, message: "no such tag" }, { code: 5, message: "slow down" }] };
    },
  },
});

export const mapping_context = () => ({
  mapVirtualHost(service, port) {
    asked.push([typeof service.fetch, port]);
    return `a.virtual:${port}`;
  },
});

export const fail_unheard = (message) => void Promise.reject(new TypeError(message));
export function fail_and_hear(message) {
  const promise = Promise.reject(new Error(message));
  setTimeout(() => promise.catch(() => {}), 1);
}

const seen = [];
addEventListener("error", (event) => seen.push(`${event.error}`));
export const uncaught = () => seen.splice(0);

// As the runtime finds the place when it makes the instance.
export function signal(exports, value) {
  const place = exports.__instance_signal;
  if (!(place instanceof WebAssembly.Global)) throw new Error("no global of this name");
  new Uint32Array(exports.memory.buffer, place.value, 1)[0] = value;
}
