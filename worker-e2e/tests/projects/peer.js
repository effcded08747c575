export default {
  fetch: (request, env, ctx) => Response.json({ url: request.url, props: ctx.props ?? null }),
};
