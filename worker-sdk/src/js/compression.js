// Which encodings the runtime writes itself, when a response says that it has them.

export const encodes_brotli = () => (globalThis.Cloudflare?.compatibilityFlags?.brotli_content_encoding === true ? 1 : 0);
