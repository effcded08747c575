// Analytics Engine.
import { fail } from "./runtime.js";
import { read_value } from "./tape.js";

// 0 for what the platform refused.
export function write_data_point(dataset, at, live) {
  try {
    dataset.writeDataPoint(read_value(at, live));
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}
