// Loaded by Node.js before anything else: wherever a file of this repository asks for wrangler, it is the one beside this.
const Module = require("node:module");
const path = require("node:path");

const repository = path.join(__dirname, "../..") + path.sep;
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const isOurs = /^(wrangler|miniflare)(\/|$)/.test(request) && parent?.filename?.startsWith(repository);
  return resolve(request, isOurs ? module : parent, ...rest);
};
