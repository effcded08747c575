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
