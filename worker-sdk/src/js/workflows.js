import { NonRetryableError } from "cloudflare:workflows";
import { attempt } from "./promise.js";

// A runtime that does not know them would leave out what undoes a step, and say nothing.
const can_roll_back = () => "workflows_step_rollback" in (globalThis.Cloudflare?.compatibilityFlags ?? {});
const too_old = (what) => new TypeError(`this runtime has no ${what} of workflows; update wrangler`);

// An undefined configuration is refused.
export const run_step = (step, name, config, body, roll_back) =>
  attempt(() => {
    if (roll_back !== undefined && !can_roll_back()) throw too_old("rollback of steps");
    return step.do(...[name, config, body, roll_back].filter((argument) => argument !== undefined));
  });
export const sleep_step = (step, name, ms) => attempt(() => step.sleep(name, ms));
export const sleep_until_step = (step, name, ms) => attempt(() => step.sleepUntil(name, new Date(ms)));
export const wait_step = (step, name, options) => attempt(() => step.waitForEvent(name, options));

export const create_instance = (workflow, options) => attempt(() => workflow.create(options));
// Runtimes that know these options have `deleteBatch`, and say what became of each. Others take a list of instances, and some of
// them, local ones, have `deleteBatch` too: they fail with a method that only lists have, before they start anything.
const takes_lists = (error) => /\bbatch\.\w+ is not a function/.test(error?.message);
export async function create_all(workflow, options) {
  const { count, instances, ...same } = options;
  const all = async () => ({ created: await workflow.createBatch(instances ?? Array(count).fill(same)), errors: [] });
  if (typeof workflow.deleteBatch !== "function") return all();
  try {
    return await workflow.createBatch(options);
  } catch (e) {
    if (takes_lists(e)) return all();
    throw e;
  }
}
export const get_instance = (workflow, id) => attempt(() => workflow.get(id));
const newer = (object, method, ...args) =>
  attempt(() => {
    if (typeof object[method] !== "function") throw too_old(`\`${method}\``);
    return object[method](...args);
  });
// `pause`, `resume`, `terminate`, `restart`, `status`, `delete`.
export const command_instance = (instance, command) => newer(instance, command);
export const end_instance = (instance, options) => attempt(() => instance.terminate(options));
export const restart_instance = (instance, options) => attempt(() => instance.restart(options));
export const delete_instances = (workflow, ids) => newer(workflow, "deleteBatch", ids);
export const subscribe = (instance, options) => newer(instance, "subscribe", options);
export const next_event = (events) => attempt(() => events.next());
export const send_instance_event = (instance, event) => attempt(() => instance.sendEvent(event));

export const non_retryable_error = (message, cause) =>
  Object.assign(new NonRetryableError(message), cause === undefined ? {} : { cause });

// Of a simulator, for tests.
export const skip_waiting = (workflow, id) =>
  attempt(async () => {
    const modifier = await workflow.unsafeGetInstanceModifier(id);
    await modifier.disableSleeps();
    await modifier.disableRetryDelays();
    modifier[Symbol.dispose]?.();
  });
