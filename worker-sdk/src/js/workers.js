// What the platform gives to code that no parameter reaches: the environment, and what all contexts have.
import * as workers from "cloudflare:workers";

export const current_env = () => workers.env;
export const current_context = () => workers;
