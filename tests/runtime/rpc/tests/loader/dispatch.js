// A stand-in for a dispatch namespace, with the documented interface. Its workers are loaded.
export function namespace_of(loader, main) {
  const code = { compatibilityDate: "2026-04-21", mainModule: "main.js", modules: { "main.js": main } };
  const missing = async () => {
    throw new Error("Worker not found.");
  };
  return {
    get(name, args, options) {
      this.options = options;
      if (name !== "ada") return { fetch: missing };
      return loader.load(code).getEntrypoint(undefined, { props: args });
    },
  };
}

export const options_of = (namespace) => JSON.stringify(namespace.options);

// A stand-in for a loader, which keeps what it is given.
export const keeping_loader = () => ({
  asked: [],
  load(code) {
    this.code = code;
    const ask = (...all) => (this.asked.push(all), {});
    return { getEntrypoint: ask, getDurableObjectClass: ask };
  },
});
export const loaded_code = ({ code }) =>
  JSON.stringify({ ...code, streamingTails: code.streamingTails?.map((tail) => typeof tail.fetch) });
export const asked_entrypoints = ({ asked }) => JSON.stringify(asked);
