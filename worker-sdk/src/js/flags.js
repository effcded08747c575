// 1 and 0; -1 for a flag that the runtime does not know.
export const compatibility_flag = (name) => {
  const flags = globalThis.Cloudflare?.compatibilityFlags;
  return typeof flags?.[name] === "boolean" ? Number(flags[name]) : -1;
};
