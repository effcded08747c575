// An upstream whose second answer is an error; `/down` always fails, and `/held` answers when `/release` was asked for.
let asked = 0;
let isReleased = false;

const answers = {
  "/asked": () => new Response(`${asked}`),
  "/release": () => new Response(`${(isReleased = true)}`),
  "/down": () => new Response("down", { status: 500 }),
  async "/held"() {
    asked += 1;
    while (!isReleased) await scheduler.wait(10);
    return new Response("late");
  },
};

export default {
  fetch: ({ url }) => answers[new URL(url).pathname]?.() ?? new Response("hello", { status: ++asked === 2 ? 503 : 200 }),
};
