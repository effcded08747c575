// Flags for the simulator of Flagship, by the interface with which wrangler changes them.
async function put(flags, ...all) {
  const admin = await flags["FlagshipBinding::admin_api"]();
  try {
    for (const flag of all) await admin.putFlag(flag);
  } finally {
    admin[Symbol.dispose]?.();
  }
}

const paid = [{ attribute: "plan", operator: "equals", value: "paid" }];
const flag = (key, on, off, rules, enabled = true) => ({ key, enabled, variations: { on, off }, default_variation: "off", rules });
const chosen = (rollout) => [{ priority: 1, conditions: paid, serve_variation: "on", ...(rollout && { rollout }) }];

export const seed = (flags) =>
  put(
    flags,
    flag("dark", true, false, chosen()),
    flag("flow", "v2", "v1", chosen()),
    flag("retries", 5, 2.5, chosen()),
    flag("theme", { color: "#00f", size: 16 }, { color: "#fff", size: 12 }, chosen()),
    flag("split", true, false, chosen({ percentage: 99.99, attribute: "userId" })),
    flag("static", true, false, []),
    flag("disabled", true, false, chosen(), false),
  );
