// AI Search.
import { readable } from "./rpc.js";

// Text stays text, all else is a stream: nothing further is in both the types and the documentation of the platform.
export const content_of = (content) => (typeof content === "string" ? content : readable(content));
