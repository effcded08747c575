import { NonRetryableError } from "cloudflare:workflows";
import { attempt } from "./promise.js";

// An undefined configuration is refused.
export const run_step = (step, name, config, body) =>
  attempt(() => (config === undefined ? step.do(name, body) : step.do(name, config, body)));
export const sleep_step = (step, name, ms) => attempt(() => step.sleep(name, ms));
export const sleep_until_step = (step, name, ms) => attempt(() => step.sleepUntil(name, new Date(ms)));
export const wait_step = (step, name, options) => attempt(() => step.waitForEvent(name, options));

export const create_instance = (workflow, options) => attempt(() => workflow.create(options));
export const create_instances = (workflow, list) => attempt(() => workflow.createBatch(list));
export const get_instance = (workflow, id) => attempt(() => workflow.get(id));
// `pause`, `resume`, `terminate`, `restart`, `status`.
export const command_instance = (instance, command) => attempt(() => instance[command]());
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
