export function fetch_globally(request) {
  try {
    return fetch(request);
  } catch (e) {
    return Promise.reject(e);
  }
}

export function fetch_from(service, request) {
  try {
    return service.fetch(request);
  } catch (e) {
    return Promise.reject(e);
  }
}
