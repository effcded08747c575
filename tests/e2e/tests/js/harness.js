export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/name") return new Response(env.NAME);
    if (pathname === "/colo") return new Response(request.cf?.colo);
    return new Response(`${request.url} ${request.headers.get("x-one")}`);
  },
};
