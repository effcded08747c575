export function digest(algorithm, bytes) {
  try {
    return crypto.subtle.digest(algorithm, bytes);
  } catch (e) {
    return Promise.reject(e);
  }
}
