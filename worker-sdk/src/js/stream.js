// Cloudflare Stream.
import { readable } from "./rpc.js";

// Content as a remote call takes it.
export const as_stream = (content) => readable(content);
