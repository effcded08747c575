// Stands in for a namespace of KV. No read ends before three are under way, or two seconds are over; `/` says how many there
// have been at once.
import { WorkerEntrypoint } from "cloudflare:workers";

let reading = 0;
let most = 0;

export default class extends WorkerEntrypoint {
  fetch() {
    return new Response(`${most}`);
  }

  async get(key) {
    reading += 1;
    most = Math.max(most, reading);
    for (let waited = 0; most < 3 && waited < 2000; waited += 10) await scheduler.wait(10);
    reading -= 1;
    return JSON.stringify(key);
  }
}
