// Stands in for a dataset of Analytics Engine, and shows the points that it was given.
import { WorkerEntrypoint } from "cloudflare:workers";

const points = [];

export default class extends WorkerEntrypoint {
  fetch() {
    return Response.json(points);
  }

  writeDataPoint(point) {
    points.push(point);
  }
}
