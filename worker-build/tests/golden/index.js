// Written by worker-build 0.1.0 for `hello`. Changes will be lost.
import { __wbg_reset_state } from "./glue.js";
import { boot, handler, start } from "./snippets/worker-sdk-<hash>/src/js/runtime.js";

boot({ __wbg_reset_state });
start("__worker_sdk::start::hello::prepare");
const fetch = handler("__worker_sdk::fetch::hello::main");
const scheduled = handler("__worker_sdk::scheduled::hello::tick");

export default { fetch, scheduled };
