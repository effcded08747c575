// An origin that counts how often it is asked.
let count = 0;

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    const headers = { "content-type": "text/plain" };
    if (pathname === "/private") headers["cache-control"] = "private";
    if (pathname === "/cookie") headers["set-cookie"] = "id=1";
    const status = pathname === "/missing" ? 404 : 200;
    return new Response(`${request.method} ${pathname} ${++count}`, { status, headers });
  },
};
