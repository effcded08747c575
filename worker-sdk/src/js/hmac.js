// Keyed hashes. Both return a promise.

const key_for = (hash, key, use) => crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, [use]);

export const hmac = async (hash, key, data) => crypto.subtle.sign("HMAC", await key_for(hash, key, "sign"), data);

export const verify_hmac = async (hash, key, mac, data) =>
  crypto.subtle.verify("HMAC", await key_for(hash, key, "verify"), mac, data);
