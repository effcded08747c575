// Stands in for an app of Flagship with one flag, of whose variations the reader's country and name choose one.
import { WorkerEntrypoint } from "cloudflare:workers";

const VARIATIONS = {
  open: { prompt: "Say where it stands.", shows_sources: true },
  short: { prompt: "Be short." },
};

async function evaluate(flagKey, fallback, { userId, country } = {}) {
  if (userId === "unlucky") throw Object.assign(new Error("no evaluation today"), { name: "FlagshipEvaluationError" });
  if (userId === "patient") await scheduler.wait(5000);
  const failed = (errorCode) => ({ flagKey, value: fallback, variant: "default", reason: "ERROR", errorCode, errorMessage: "no such flag" });
  if (flagKey !== "assistant" || userId === "lost") return failed("FLAG_NOT_FOUND");
  if (userId === "tester") return { flagKey, value: VARIATIONS.short, variant: "short", reason: "SPLIT" };
  if (country === "NL") return { flagKey, value: VARIATIONS.open, variant: "open", reason: "TARGETING_MATCH" };
  return { flagKey, value: fallback, variant: "default", reason: "DEFAULT" };
}

export default class extends WorkerEntrypoint {
  getObjectDetails(flagKey, fallback, context) {
    return evaluate(flagKey, fallback, context);
  }

  fetch() {
    return new Response(null, { status: 404 });
  }
}
