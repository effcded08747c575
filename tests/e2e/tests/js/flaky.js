// An upstream whose second answer is an error.
let asked = 0;

export default {
  fetch: () => new Response("hello", { status: ++asked === 2 ? 503 : 200 }),
};
