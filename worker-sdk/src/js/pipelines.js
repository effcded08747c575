// Pipelines.
import { attempt } from "./promise.js";

export const send_records = (pipeline, records) => attempt(() => pipeline.send(records));
